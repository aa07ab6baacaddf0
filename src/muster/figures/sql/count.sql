-- Appends what one statement changed of its table's figures; nothing where it changed none.
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $body$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO figures_delta (figure, operation_id, unit_id, day, amount) {inserted};
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO figures_delta (figure, operation_id, unit_id, day, amount) {updated};
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO figures_delta (figure, operation_id, unit_id, day, amount) {deleted};
    ELSE
        PERFORM figures_forget({keys});
    END IF;
    RETURN NULL;
END
$body$;
