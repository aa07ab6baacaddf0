-- Every figure counted anew from its rows under the tree as its history has it, beside what is kept; only where the two differ.
WITH counted AS (
    {counted}
), stands AS (
    SELECT unit_id, above_id, since, until, 1 AS sign FROM ({places}) AS place
), unfolded AS (
    SELECT figure, operation_id, unit_id, day, is_stock, sum(amount) AS amount
    FROM figures_delta JOIN figures_declaration ON key = figure
    GROUP BY figure, operation_id, unit_id, day, is_stock
), held AS (
    SELECT unit_id, above_id, since, until, 1 AS sign FROM figures_standing
), expected AS (
    {expected}
), found AS (
    SELECT figure, operation_id, unit_id, day, sum(amount) AS amount, sum(own) AS own
    FROM (SELECT figure, operation_id, unit_id, day, amount, own FROM figures_total UNION ALL SELECT * FROM ({unfolded}) AS spread) AS part
    GROUP BY figure, operation_id, unit_id, day
), compared AS (
    SELECT figure, operation_id, unit_id, day,
           coalesce(expected.amount, 0) AS expected, coalesce(found.amount, 0) AS found,
           coalesce(expected.own, 0) AS expected_own, coalesce(found.own, 0) AS found_own
    FROM expected FULL JOIN found USING (figure, operation_id, unit_id, day)
)
SELECT compared.figure, compared.operation_id, compared.unit_id,
       CASE WHEN compared.day < 'infinity' THEN compared.day END,
       CASE WHEN expected <> found THEN expected ELSE expected_own END,
       CASE WHEN expected <> found THEN found ELSE found_own END
FROM compared LEFT JOIN figures_declaration AS declared ON declared.key = compared.figure
WHERE (expected, expected_own) <> (found, found_own)
  -- What a stock was on past days is known from its changes alone.
  AND (compared.day = 'infinity' OR NOT declared.is_stock)
ORDER BY compared.figure, compared.operation_id, compared.day DESC, compared.unit_id
