-- Zones in force under a path, the homes in them, and how far zones are from the mean of their community.
WITH zone AS (
    SELECT zone.homes, avg(zone.load) OVER (PARTITION BY zone.area_id) AS mean, zone.load
    FROM zones_zone zone JOIN units_unit unit ON unit.id = zone.unit_id
    WHERE zone.operation_id = %(operation)s AND zone.state = 'active' AND unit.path <@ %(path)s::ltree
)
SELECT count(*), coalesce(sum(homes), 0)::int,
       percentile_cont(0.95) WITHIN GROUP (ORDER BY abs(load / mean - 1)::float8), max(abs(load / mean - 1))::float8
FROM zone
