-- Every stairwell of a staged building gets the doors that it lacks. A building whose doors are all there is passed over.
WITH wanting AS (
    SELECT building.id, row.floors, row.homes_per_floor
    FROM places_incoming_building row
    JOIN places_building building ON building.code = row.code
    WHERE row.stairwells * row.floors * row.homes_per_floor > (
        SELECT count(*) FROM places_stairwell stairwell JOIN places_home home ON home.stairwell_id = stairwell.id
        WHERE stairwell.building_id = building.id)
)
INSERT INTO places_home (stairwell_id, floor, door)
SELECT stairwell.id, floor, door
FROM wanting
JOIN places_stairwell stairwell ON stairwell.building_id = wanting.id
CROSS JOIN LATERAL generate_series(1, wanting.floors) AS floor
CROSS JOIN LATERAL generate_series(1, wanting.homes_per_floor) AS door
ON CONFLICT DO NOTHING
