-- The next number of this unit's series in this year; the row's lock makes those who sign at once wait for one another.
INSERT INTO directives_numberseries AS held (unit_id, series, year, last) VALUES (%(unit)s, %(series)s, %(year)s, 1)
ON CONFLICT (unit_id, series, year) DO UPDATE SET last = held.last + 1
RETURNING last
