-- Every stairwell of these areas that has homes: its area's place in the list, where it stands, how many homes.
WITH place AS MATERIALIZED (
    SELECT id, index::int - 1 AS index FROM unnest(%(areas)s::uuid[]) WITH ORDINALITY AS wanted (id, index)
), entrance AS MATERIALIZED (
    SELECT stairwell.id, place.index, building.code, building.longitude, building.latitude, stairwell.number
    FROM place
    JOIN places_building building ON building.area_id = place.id
    JOIN places_stairwell stairwell ON stairwell.building_id = building.id
), doors AS MATERIALIZED (
    SELECT stairwell_id, count(*)::int AS homes FROM places_home
    WHERE stairwell_id IN (SELECT id FROM entrance)
    GROUP BY stairwell_id
)
SELECT entrance.id, entrance.index, entrance.longitude, entrance.latitude, entrance.number, doors.homes
FROM entrance JOIN doors ON doors.stairwell_id = entrance.id
ORDER BY entrance.index, entrance.code, entrance.number
