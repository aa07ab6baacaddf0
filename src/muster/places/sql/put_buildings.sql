WITH written AS (
    INSERT INTO places_building AS building
        (code, name, premises_id, area_id, grid_id, longitude, latitude, floors, homes_per_floor)
    SELECT row.code, row.name, row.premises_id, premises.area_id, row.grid_id, row.longitude, row.latitude, row.floors,
           row.homes_per_floor
    FROM places_incoming_building row JOIN places_premises premises ON premises.id = row.premises_id
    ON CONFLICT (code) DO UPDATE SET
        name = excluded.name, premises_id = excluded.premises_id, area_id = excluded.area_id, grid_id = excluded.grid_id,
        longitude = excluded.longitude, latitude = excluded.latitude, floors = excluded.floors,
        homes_per_floor = excluded.homes_per_floor
    WHERE (building.name, building.premises_id, building.area_id, building.grid_id, building.longitude, building.latitude,
           building.floors, building.homes_per_floor)
       IS DISTINCT FROM
          (excluded.name, excluded.premises_id, excluded.area_id, excluded.grid_id, excluded.longitude, excluded.latitude,
           excluded.floors, excluded.homes_per_floor)
    RETURNING (xmax = 0) AS is_new
)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM written
