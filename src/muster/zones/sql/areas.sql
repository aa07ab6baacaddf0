-- The areas under a path at the finest level that is not too much to draw or to list, with the zones in each: those in force, or
-- those that a plan proposes. Zones' seats are counted where they are in force.
WITH candidate AS (
    SELECT area.id, area.code, area.name, area.level, area.boundary, unit.id AS unit_id, unit.path,
           array_position(ARRAY['village', 'township', 'county', 'city'], area.level::text) AS coarseness
    FROM places_area area JOIN units_unit unit ON unit.id = area.unit_id
    WHERE area.level <> 'grid' AND area.successor_id IS NULL AND unit.path <@ %(path)s::ltree
), chosen AS (
    SELECT coarseness FROM candidate GROUP BY coarseness
    HAVING count(*) <= %(most_areas)s AND coalesce(sum(length(boundary::text)), 0) <= %(most_bytes)s
    ORDER BY coarseness LIMIT 1
), zone AS (
    SELECT zone.unit_id, zone.homes, abs(zone.load / avg(zone.load) OVER (PARTITION BY zone.area_id) - 1) AS deviation
    FROM zones_zone zone JOIN units_unit unit ON unit.id = zone.unit_id
    WHERE zone.operation_id = %(operation)s AND unit.path <@ %(path)s::ltree
      AND CASE WHEN %(plan)s::uuid IS NULL THEN zone.state = 'active' ELSE zone.plan_id = %(plan)s END
), zones AS (
    SELECT unit_id, count(*) AS zones, sum(homes) AS homes, max(deviation) AS worst FROM zone GROUP BY unit_id
), seats AS (
    SELECT seat.unit_id, count(*) AS vacant, count(*) FILTER (WHERE seat.kind = 'leader') AS unkept
    FROM staffing_seat seat
    WHERE seat.operation_id = %(operation)s AND seat.group_kind = 'zone' AND seat.state = 'vacant' AND %(plan)s::uuid IS NULL
    GROUP BY seat.unit_id
), counted AS (
    SELECT unit.path, zones.zones, zones.homes, zones.worst, seats.vacant, seats.unkept
    FROM zones JOIN units_unit unit ON unit.id = zones.unit_id LEFT JOIN seats ON seats.unit_id = zones.unit_id
)
SELECT area.id, area.unit_id, area.name, coalesce(sum(counted.zones), 0)::int, coalesce(sum(counted.homes), 0)::int,
       max(counted.worst)::float8, coalesce(sum(counted.vacant), 0)::int, coalesce(sum(counted.unkept), 0)::int,
       CASE WHEN %(drawn)s THEN area.boundary::text END
FROM candidate area
JOIN chosen ON chosen.coarseness = area.coarseness
LEFT JOIN counted ON counted.path <@ area.path
GROUP BY area.id, area.unit_id, area.code, area.name, area.boundary
ORDER BY area.code
