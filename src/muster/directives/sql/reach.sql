-- Whom a directive would reach if it were issued on this day: units, and members. The same choice as in deliver.sql.
WITH standing AS MATERIALIZED (
    SELECT unit.id, unit.kind_id = ANY(%(not_addressed)s) AS hears_through_parent
    FROM units_unit unit
    WHERE unit.ended_on IS NULL AND unit.path <@ ANY(ARRAY(
        SELECT main.path FROM directives_addressee addressee JOIN units_unit main ON main.id = addressee.unit_id
        WHERE addressee.directive_id = %(directive)s AND NOT addressee.is_copy
    ))
), copied AS (
    SELECT unit.id
    FROM directives_addressee addressee JOIN units_unit unit ON unit.id = addressee.unit_id
    WHERE addressee.directive_id = %(directive)s AND addressee.is_copy AND unit.ended_on IS NULL
      AND unit.id NOT IN (SELECT id FROM standing)
)
SELECT
    (SELECT count(*) FROM standing WHERE NOT hears_through_parent),
    (SELECT count(*) FROM copied),
    (SELECT count(*) FROM people_membership membership JOIN standing ON standing.id = membership.unit_id
     WHERE %(addresses_members)s AND membership.during @> %(day)s::date)
