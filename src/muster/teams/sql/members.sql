-- How many free members the units have that form teams under a path, and how many teams of each kind they have already.
-- A branch or group inside a base unit forms its teams with that unit; villages, communities and townships have their own.
WITH home AS MATERIALIZED (
    SELECT unit.id, CASE WHEN unit.level = 'other' AND parent.is_base THEN parent.id ELSE unit.id END AS forms
    FROM units_unit unit LEFT JOIN units_unit parent ON parent.id = unit.parent_id AND parent.ended_on IS NULL
    WHERE unit.path <@ %(path)s::ltree AND unit.ended_on IS NULL
), medical AS MATERIALIZED (
    SELECT DISTINCT person_id FROM people_personskill WHERE skill_id = ANY(%(medical)s)
), free AS (
    SELECT home.forms, count(*) AS members, count(medical.person_id) AS medical
    FROM operations_mobilisedmember called
    JOIN people_person person ON person.id = called.person_id
    JOIN people_membership membership ON membership.person_id = person.id AND membership.during @> %(day)s::date
    JOIN home ON home.id = membership.unit_id
    LEFT JOIN medical ON medical.person_id = person.id
    WHERE called.operation_id = %(operation)s AND person.is_available AND NOT person.is_spared
    GROUP BY home.forms
), held AS (
    SELECT unit_id, jsonb_object_agg(kind, teams) AS teams
    FROM (SELECT unit_id, kind, count(*) AS teams FROM teams_team WHERE operation_id = %(operation)s GROUP BY unit_id, kind) AS counted
    GROUP BY unit_id
)
SELECT unit.id, unit.name, free.members, free.medical, coalesce(held.teams, '{}')
FROM free JOIN units_unit unit ON unit.id = free.forms LEFT JOIN held ON held.unit_id = unit.id
WHERE unit.path <@ %(path)s::ltree
ORDER BY unit.code
