-- Marks the directive done at these units, with one report each.
WITH due AS (
    SELECT id FROM directives_delivery
    WHERE id = ANY(%(deliveries)s) AND state = ANY(%(before)s)
    ORDER BY id FOR NO KEY UPDATE
), finished AS (
    UPDATE directives_delivery delivery SET state = %(after)s, done_at = %(now)s, day = %(day)s
    FROM due WHERE delivery.id = due.id
    RETURNING delivery.id
)
INSERT INTO directives_report (delivery_id, person_id, at, state, text)
SELECT id, %(person)s, %(now)s, %(after)s, %(text)s FROM finished
