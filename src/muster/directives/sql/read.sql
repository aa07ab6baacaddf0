-- These members read it; who had read it already keeps the first time.
UPDATE directives_receipt receipt SET read_at = %(now)s, read_on = %(day)s
FROM (
    SELECT id FROM directives_receipt
    WHERE directive_id = %(directive)s AND person_id = ANY(%(persons)s) AND read_at IS NULL
    ORDER BY id FOR NO KEY UPDATE
) unread
WHERE receipt.id = unread.id
