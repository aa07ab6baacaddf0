-- Whom mobilise.sql would call for an operation that has called nobody yet.
SELECT
    (SELECT count(*) FROM units_unit unit
     WHERE unit.path <@ %(path)s::ltree AND unit.is_base AND unit.ended_on IS NULL),
    (SELECT count(*)
     FROM people_membership membership JOIN units_unit unit ON unit.id = membership.unit_id
     WHERE unit.path <@ %(path)s::ltree AND unit.ended_on IS NULL AND membership.during @> %(day)s::date)
