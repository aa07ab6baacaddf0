INSERT INTO figures_delta (figure, operation_id, unit_id, day, amount) {changes}
