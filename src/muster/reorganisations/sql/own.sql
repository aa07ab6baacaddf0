-- How many of these ids are a unit's own: units below it, areas that it answers for, people on its roll.
SELECT count(DISTINCT own.id) FROM (
    SELECT id FROM units_unit WHERE parent_id = %(unit)s AND ended_on IS NULL
    UNION ALL
    SELECT id FROM places_area WHERE unit_id = %(unit)s AND successor_id IS NULL
    UNION ALL
    SELECT person_id FROM people_membership WHERE unit_id = %(unit)s AND upper_inf(during)
) AS own
WHERE own.id = ANY(%(only)s::uuid[])
