-- Issues a directive: a delivery for every standing unit of the main addressees' subtrees and every unit copied to, a receipt for every
-- member whose roll lies in those subtrees on this day. Groups get none of their own: their members hear through the branch above.
WITH standing AS MATERIALIZED (
    SELECT unit.id, CASE WHEN unit.kind_id = ANY(%(not_addressed)s) THEN unit.parent_id ELSE unit.id END AS hears_at
    FROM units_unit unit
    WHERE unit.ended_on IS NULL AND unit.path <@ ANY(ARRAY(
        SELECT main.path FROM directives_addressee addressee JOIN units_unit main ON main.id = addressee.unit_id
        WHERE addressee.directive_id = %(directive)s AND NOT addressee.is_copy
    ))
), receipts AS (
    INSERT INTO directives_receipt (operation_id, directive_id, person_id, unit_id, is_voluntary)
    SELECT %(operation)s, %(directive)s, membership.person_id, standing.hears_at, %(is_voluntary)s
    FROM people_membership membership JOIN standing ON standing.id = membership.unit_id
    WHERE %(addresses_members)s AND membership.during @> %(day)s::date
    RETURNING unit_id
), strength AS (
    SELECT unit_id, count(*) AS members FROM receipts GROUP BY unit_id
), deliveries AS (
    INSERT INTO directives_delivery (operation_id, directive_id, unit_id, is_copy, asks_acceptance, day, members)
    SELECT %(operation)s, %(directive)s, standing.id, false, %(asks_acceptance)s, %(day)s, coalesce(strength.members, 0)
    FROM standing LEFT JOIN strength ON strength.unit_id = standing.id
    WHERE standing.hears_at = standing.id
    UNION ALL
    SELECT %(operation)s, %(directive)s, unit.id, true, false, %(day)s, 0
    FROM directives_addressee addressee JOIN units_unit unit ON unit.id = addressee.unit_id
    WHERE addressee.directive_id = %(directive)s AND addressee.is_copy AND unit.ended_on IS NULL
      AND unit.id NOT IN (SELECT id FROM standing)
    ORDER BY 3 -- in the order of the index through which funnels read them
    RETURNING 1
)
SELECT (SELECT count(*) FROM deliveries), (SELECT count(*) FROM receipts)
