-- A figure of which nothing is left, or which is about to be counted anew.
CREATE OR REPLACE FUNCTION figures_forget(keys text[]) RETURNS void LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $body$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('muster.fold'));
    DELETE FROM figures_delta WHERE figure = ANY (keys);
    DELETE FROM figures_total WHERE figure = ANY (keys);
END
$body$;
