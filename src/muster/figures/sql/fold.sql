-- Takes the deltas away and adds them to the totals, in one statement: whoever reads sees them in the one place or in the other.
WITH gone AS (
    DELETE FROM figures_delta RETURNING figure, operation_id, unit_id, day, amount
), own AS (
    SELECT figure, operation_id, unit_id, day, is_stock, sum(amount) AS amount
    FROM gone JOIN figures_declaration ON key = figure
    GROUP BY figure, operation_id, unit_id, day, is_stock
    HAVING sum(amount) <> 0
), place AS (
    SELECT unit_id, above_id, since, until, 1 AS sign FROM figures_standing
), change AS (
    {spread}
), added AS (
    {add}
)
SELECT count(*) FROM gone
