-- Writes the staged areas; those that are the same already are left alone. The parent may be a row of the same batch.
WITH incoming AS (
    SELECT row.*, coalesce(held.id, uuidv7()) AS id
    FROM places_incoming_area row LEFT JOIN places_area held ON held.code = row.code
), known AS (
    SELECT code, id FROM incoming UNION SELECT code, id FROM places_area
), written AS (
    INSERT INTO places_area AS area (id, code, name, level, is_urban, parent_id, unit_id)
    SELECT incoming.id, incoming.code, incoming.name, incoming.level, incoming.is_urban, known.id, incoming.unit_id
    FROM incoming LEFT JOIN known ON known.code = incoming.parent_code
    ON CONFLICT (code) DO UPDATE SET
        name = excluded.name, level = excluded.level, is_urban = excluded.is_urban, parent_id = excluded.parent_id,
        unit_id = excluded.unit_id
    WHERE (area.name, area.level, area.is_urban, area.parent_id, area.unit_id)
       IS DISTINCT FROM (excluded.name, excluded.level, excluded.is_urban, excluded.parent_id, excluded.unit_id)
    RETURNING (xmax = 0) AS is_new
)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM written
