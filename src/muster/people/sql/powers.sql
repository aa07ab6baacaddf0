-- The roles whose powers a person has on this day: their own, unless they are away, and those of everybody away whose deputy they are,
-- or the deputy of whose deputy. Two who are away and name each other leave their powers with nobody.
WITH RECURSIVE away AS (
    SELECT person_id, deputy_id FROM people_deputy WHERE during @> %(day)s::date
), acts_for (person_id, length) AS (
    SELECT %(person)s::uuid, 0 WHERE NOT EXISTS (SELECT FROM away WHERE person_id = %(person)s)
    UNION
    SELECT away.person_id, acts_for.length + 1
    FROM acts_for JOIN away ON away.deputy_id = acts_for.person_id WHERE acts_for.length < %(longest)s
)
SELECT DISTINCT unit.path::text, role.name
FROM acts_for JOIN people_role role ON role.person_id = acts_for.person_id JOIN units_unit unit ON unit.id = role.unit_id
WHERE role.during @> %(day)s::date
