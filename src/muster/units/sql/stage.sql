CREATE TEMP TABLE IF NOT EXISTS units_incoming (
    code text PRIMARY KEY, name text NOT NULL, pinyin text NOT NULL, kind text NOT NULL, parent_code text, locality_code text,
    level text NOT NULL, is_base boolean NOT NULL, sector text NOT NULL, area_code text NOT NULL, began_on date NOT NULL
) ON COMMIT DELETE ROWS
