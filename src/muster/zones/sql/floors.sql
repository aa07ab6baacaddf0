-- How many doors each floor of these stairwells has, from the lowest up.
SELECT stairwell_id, floor, count(*)::int FROM places_home
WHERE stairwell_id = ANY(%(stairwells)s)
GROUP BY stairwell_id, floor
ORDER BY stairwell_id, floor
