INSERT INTO figures_delta (figure, operation_id, unit_id, day, amount) 
SELECT figure, operation_id, unit_id, day, amount FROM ({counts}) AS counted
