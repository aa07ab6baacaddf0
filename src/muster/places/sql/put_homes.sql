-- Every stairwell of a staged building gets the doors that it lacks. A building whose doors are all there is passed over.
-- A home's id is its stairwell's with floor and door in the last four bytes: a million calls of uuidv7() cost more than the rows.
WITH held AS (
    SELECT stairwell.building_id, count(*) AS homes
    FROM places_incoming_building row
    JOIN places_building building ON building.code = row.code
    JOIN places_stairwell stairwell ON stairwell.building_id = building.id
    JOIN places_home home ON home.stairwell_id = stairwell.id
    GROUP BY stairwell.building_id
), wanting AS (
    SELECT building.id, row.floors, row.homes_per_floor
    FROM places_incoming_building row
    JOIN places_building building ON building.code = row.code
    LEFT JOIN held ON held.building_id = building.id
    WHERE row.stairwells * row.floors * row.homes_per_floor > coalesce(held.homes, 0)
)
INSERT INTO places_home (id, stairwell_id, floor, door)
SELECT encode(substring(uuid_send(stairwell.id) FOR 12) || int2send(floor::int2) || int2send(door::int2), 'hex')::uuid,
       stairwell.id, floor, door
FROM wanting
JOIN places_stairwell stairwell ON stairwell.building_id = wanting.id
CROSS JOIN LATERAL generate_series(1, wanting.floors) AS floor
CROSS JOIN LATERAL generate_series(1, wanting.homes_per_floor) AS door
ORDER BY stairwell.id, floor, door
ON CONFLICT DO NOTHING
