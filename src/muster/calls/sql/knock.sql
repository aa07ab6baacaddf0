-- One more request from an address in this minute; how many that makes.
INSERT INTO calls_knock AS knock (source, minute, count)
VALUES (%(source)s, date_trunc('minute', %(now)s::timestamptz), 1)
ON CONFLICT (source, minute) DO UPDATE SET count = knock.count + 1
RETURNING knock.count
