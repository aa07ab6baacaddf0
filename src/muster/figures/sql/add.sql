INSERT INTO figures_total AS total (figure, operation_id, unit_id, day, amount, own)
SELECT figure, operation_id, unit_id, day, amount, own FROM {change}
ON CONFLICT (unit_id, operation_id, figure, day)
DO UPDATE SET amount = total.amount + excluded.amount, own = total.own + excluded.own
