-- Freezes whom the operation calls: every base unit that stands in the subtree, every member whose roll lies there.
WITH called_units AS (
    INSERT INTO operations_mobilisedunit (operation_id, unit_id, day)
    SELECT %(operation)s, unit.id, %(day)s
    FROM units_unit unit
    WHERE unit.path <@ %(path)s::ltree AND unit.is_base AND unit.ended_on IS NULL
    ON CONFLICT DO NOTHING
    RETURNING 1
), called_members AS (
    INSERT INTO operations_mobilisedmember (operation_id, person_id, unit_id, day)
    SELECT %(operation)s, membership.person_id, membership.unit_id, %(day)s
    FROM people_membership membership JOIN units_unit unit ON unit.id = membership.unit_id
    WHERE unit.path <@ %(path)s::ltree AND unit.ended_on IS NULL AND membership.during @> %(day)s::date
    ON CONFLICT DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(*) FROM called_units), (SELECT count(*) FROM called_members)
