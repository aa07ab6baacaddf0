CREATE TEMP TABLE IF NOT EXISTS people_incoming (
    name text NOT NULL, pinyin text NOT NULL, sex text NOT NULL, id_number bytea NOT NULL, id_number_index bytea PRIMARY KEY,
    phone bytea, phone_index bytea, unit_id uuid NOT NULL, kind text NOT NULL, office text NOT NULL, home_id uuid,
    skills text[] NOT NULL, is_available boolean NOT NULL, is_spared boolean NOT NULL
) ON COMMIT DELETE ROWS
