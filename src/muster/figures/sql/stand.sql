-- Units have moved: take their own parts out from above where they stood, put them in above where they stand.
CREATE OR REPLACE FUNCTION figures_stand(touched uuid[]) RETURNS void LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $body$
BEGIN
    IF touched IS NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('muster.fold'));
    WITH stands AS (
        {places} AND period.unit_id = ANY (touched)
    ), stood AS (
        SELECT unit_id, above_id, since, until, is_direct FROM figures_standing WHERE unit_id = ANY (touched)
    ), lost AS (
        SELECT * FROM stood EXCEPT SELECT * FROM stands
    ), gained AS (
        SELECT * FROM stands EXCEPT SELECT * FROM stood
    ), forgotten AS (
        DELETE FROM figures_standing AS held USING lost
        WHERE (held.unit_id, held.above_id, held.since) = (lost.unit_id, lost.above_id, lost.since)
          AND NOT EXISTS (
              SELECT FROM gained WHERE (gained.unit_id, gained.above_id, gained.since) = (lost.unit_id, lost.above_id, lost.since))
    ), learnt AS (
        INSERT INTO figures_standing AS held (unit_id, above_id, since, until, is_direct) SELECT * FROM gained
        ON CONFLICT (unit_id, above_id, since) DO UPDATE SET until = excluded.until, is_direct = excluded.is_direct
    ), place AS (
        SELECT unit_id, above_id, since, until, -1 AS sign FROM lost
        UNION ALL
        SELECT unit_id, above_id, since, until, 1 FROM gained
    ), own AS (
        SELECT figure, operation_id, unit_id, day, is_stock, own AS amount
        FROM figures_total JOIN figures_declaration ON key = figure
        WHERE unit_id IN (SELECT unit_id FROM place) AND own <> 0 AND day < 'infinity'
    ), change AS (
        {spread}
    )
    {add};
END
$body$;

CREATE OR REPLACE FUNCTION figures_follow() RETURNS trigger LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $body$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM figures_stand((SELECT array_agg(DISTINCT unit_id) FROM new_rows));
    ELSIF TG_OP = 'UPDATE' THEN
        PERFORM figures_stand((SELECT array_agg(unit_id) FROM (SELECT unit_id FROM old_rows UNION SELECT unit_id FROM new_rows) AS row));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM figures_stand((SELECT array_agg(DISTINCT unit_id) FROM old_rows));
    ELSE
        PERFORM figures_stand((SELECT array_agg(DISTINCT unit_id) FROM figures_standing));
    END IF;
    RETURN NULL;
END
$body$;
