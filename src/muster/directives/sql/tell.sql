-- Somebody told these members; who was told already keeps the first time.
UPDATE directives_receipt receipt SET told_at = %(now)s, told_how = %(how)s, told_by_id = %(person)s
FROM (
    SELECT id FROM directives_receipt
    WHERE id = ANY(%(receipts)s) AND told_at IS NULL
    ORDER BY id FOR NO KEY UPDATE
) untold
WHERE receipt.id = untold.id
