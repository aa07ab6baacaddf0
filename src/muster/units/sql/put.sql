-- Writes the staged units; rows that are the same already are left alone. `path` is set by repath.sql just after.
WITH incoming AS (
    SELECT row.*, coalesce(held.id, uuidv7()) AS id
    FROM units_incoming row LEFT JOIN units_unit held ON held.code = row.code
), known AS (
    SELECT code, id FROM incoming UNION SELECT code, id FROM units_unit
), resolved AS (
    SELECT incoming.*, parent.id AS parent_id, locality.id AS locality_id
    FROM incoming
    LEFT JOIN known parent ON parent.code = incoming.parent_code
    LEFT JOIN known locality ON locality.code = incoming.locality_code
), written AS (
    INSERT INTO units_unit AS unit
        (id, code, name, pinyin, kind_id, level, is_base, sector, area_code, parent_id, locality_id, path, began_on)
    SELECT id, code, name, pinyin, kind, level, is_base, sector, area_code, parent_id, locality_id, '', began_on FROM resolved
    ON CONFLICT (code) DO UPDATE SET
        name = excluded.name, pinyin = excluded.pinyin, kind_id = excluded.kind_id, level = excluded.level,
        is_base = excluded.is_base, sector = excluded.sector, area_code = excluded.area_code,
        parent_id = excluded.parent_id, locality_id = excluded.locality_id, began_on = excluded.began_on
    WHERE (unit.name, unit.pinyin, unit.kind_id, unit.level, unit.is_base, unit.sector, unit.area_code, unit.parent_id,
           unit.locality_id, unit.began_on)
       IS DISTINCT FROM
          (excluded.name, excluded.pinyin, excluded.kind_id, excluded.level, excluded.is_base, excluded.sector,
           excluded.area_code, excluded.parent_id, excluded.locality_id, excluded.began_on)
    RETURNING (xmax = 0) AS is_new
)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM written
