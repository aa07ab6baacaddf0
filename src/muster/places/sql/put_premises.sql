WITH written AS (
    INSERT INTO places_premises AS premises (code, name, kind, area_id)
    SELECT code, name, kind, area_id FROM places_incoming_premises
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind, area_id = excluded.area_id
    WHERE (premises.name, premises.kind, premises.area_id) IS DISTINCT FROM (excluded.name, excluded.kind, excluded.area_id)
    RETURNING (xmax = 0) AS is_new
)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM written
