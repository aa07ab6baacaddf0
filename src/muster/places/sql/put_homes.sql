-- Every stairwell of a staged building gets the doors that it lacks. A building whose doors are all there is passed over.
-- Looking for a door that is there already costs more than writing it, so that is done only in buildings that hold some; nobody else
-- brings in the same buildings meanwhile, since `put_buildings` has locked them.
-- A home's id is its stairwell's with floor and door in the last four bytes: a million calls of uuidv7() cost more than the rows.
WITH held AS (
    SELECT stairwell.building_id, count(*) AS homes
    FROM places_incoming_building row
    JOIN places_building building ON building.code = row.code
    JOIN places_stairwell stairwell ON stairwell.building_id = building.id
    JOIN places_home home ON home.stairwell_id = stairwell.id
    GROUP BY stairwell.building_id
), wanting AS MATERIALIZED (
    -- In the order of the ids, and by itself: sorting behind the series below, which look a million rows long each to the
    -- planner, would make it choose a nested loop over every stairwell and building.
    SELECT stairwell.id, row.floors, row.homes_per_floor, held.homes IS NOT NULL AS holds_some
    FROM places_incoming_building row
    JOIN places_building building ON building.code = row.code
    JOIN places_stairwell stairwell ON stairwell.building_id = building.id
    LEFT JOIN held ON held.building_id = building.id
    WHERE row.stairwells * row.floors * row.homes_per_floor > coalesce(held.homes, 0)
    ORDER BY stairwell.id
)
INSERT INTO places_home (id, stairwell_id, floor, door)
SELECT encode(substring(uuid_send(wanting.id) FOR 12) || int2send(floor::int2) || int2send(door::int2), 'hex')::uuid,
       wanting.id, floor, door
FROM wanting
CROSS JOIN LATERAL generate_series(1, wanting.floors) AS floor
CROSS JOIN LATERAL generate_series(1, wanting.homes_per_floor) AS door
WHERE NOT (wanting.holds_some AND EXISTS (
    SELECT FROM places_home home
    WHERE home.stairwell_id = wanting.id AND home.floor = floor.floor AND home.door = door.door))
