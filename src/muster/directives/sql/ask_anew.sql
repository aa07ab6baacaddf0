-- A material amendment: units that had accepted are asked again, and what they accepted stays on record. Reports stay with the copy.
WITH accepted AS (
    SELECT id, accepted_version, accepted_at, accepted_by_id, state FROM directives_delivery
    WHERE directive_id = %(directive)s AND accepted_at IS NOT NULL
    ORDER BY id FOR NO KEY UPDATE
), kept AS (
    INSERT INTO directives_earlieracceptance (delivery_id, version, at, person_id, state)
    SELECT id, accepted_version, accepted_at, accepted_by_id, state FROM accepted
)
UPDATE directives_delivery delivery
SET state = 'delivered', accepted_at = NULL, accepted_by_id = NULL, accepted_version = NULL, done_at = NULL, reminded_at = NULL,
    day = %(day)s
FROM accepted WHERE delivery.id = accepted.id
