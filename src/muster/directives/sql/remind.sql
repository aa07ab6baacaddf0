-- Reminds the units below this path that have not accepted, and were not reminded a moment ago.
WITH silent AS (
    SELECT delivery.id
    FROM directives_delivery delivery JOIN units_unit unit ON unit.id = delivery.unit_id
    WHERE delivery.directive_id = %(directive)s AND delivery.asks_acceptance AND delivery.accepted_at IS NULL
      AND unit.path <@ %(path)s::ltree AND (delivery.reminded_at IS NULL OR delivery.reminded_at <= %(before)s)
    ORDER BY delivery.id FOR NO KEY UPDATE OF delivery
), reminded AS (
    UPDATE directives_delivery delivery SET reminded_at = %(now)s
    FROM silent WHERE delivery.id = silent.id
    RETURNING delivery.id, delivery.unit_id
), noted AS (
    INSERT INTO directives_reminder (delivery_id, person_id, at) SELECT id, %(person)s, %(now)s FROM reminded
)
SELECT unit_id FROM reminded
