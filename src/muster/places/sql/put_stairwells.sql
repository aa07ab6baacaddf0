-- Every staged building gets the stairwells that it lacks.
INSERT INTO places_stairwell (building_id, number)
SELECT building.id, number
FROM places_incoming_building row
JOIN places_building building ON building.code = row.code
CROSS JOIN LATERAL generate_series(1, row.stairwells) AS number
ON CONFLICT DO NOTHING
