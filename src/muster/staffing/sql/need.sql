CREATE TEMP TABLE IF NOT EXISTS staffing_need (
    group_id uuid, group_name text, unit_id uuid, longitude float8, latitude float8, kind text, skill text, count int
) ON COMMIT DELETE ROWS
