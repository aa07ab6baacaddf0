-- Homes under a path that lie in no zone in force. No floor lies in two zones, so where the floors of a stairwell's parts make up
-- all floors there is nothing to look for.
WITH entrance AS MATERIALIZED (
    SELECT stairwell.id
    FROM places_area area
    JOIN units_unit unit ON unit.id = area.unit_id
    JOIN places_building building ON building.area_id = area.id
    JOIN places_stairwell stairwell ON stairwell.building_id = building.id
    WHERE area.level = 'village' AND unit.path <@ %(path)s::ltree
), covered AS MATERIALIZED (
    SELECT stairwell_id, range_agg(floors) AS floors FROM zones_zonepart
    WHERE operation_id = %(operation)s AND is_in_force
    GROUP BY stairwell_id
), doubtful AS MATERIALIZED (
    SELECT entrance.id, coalesce(covered.floors, '{}') AS floors
    FROM entrance LEFT JOIN covered ON covered.stairwell_id = entrance.id
    WHERE covered.floors IS DISTINCT FROM '{(,)}'::int4multirange
)
SELECT count(*) FROM doubtful JOIN places_home home ON home.stairwell_id = doubtful.id
WHERE NOT doubtful.floors @> home.floor::int
