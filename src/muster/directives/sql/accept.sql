-- Accepts for these units; those that had accepted already keep what they have. Locked in the order of ids, so that two officers with
-- overlapping lists wait for one another instead of dying. A unit that accepts anew keeps its local detail unless it writes another.
UPDATE directives_delivery delivery
SET state = %(after)s, accepted_at = %(now)s, day = %(day)s, accepted_by_id = %(person)s,
    local_detail = coalesce(nullif(%(local_detail)s, ''), delivery.local_detail),
    accepted_version = latest.number, agreed_version = latest.number
FROM (
    SELECT id FROM directives_delivery
    WHERE id = ANY(%(deliveries)s) AND state = ANY(%(before)s) AND asks_acceptance
    ORDER BY id FOR NO KEY UPDATE
) due, (SELECT max(number) AS number FROM directives_version WHERE directive_id = %(directive)s) latest
WHERE delivery.id = due.id
