CREATE TEMP TABLE IF NOT EXISTS staffing_placement (
    seat_id uuid, person_id uuid, reason text, qualified int, rivals int
) ON COMMIT DELETE ROWS
