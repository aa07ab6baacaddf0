-- Zones in force under a path, and homes there as the buildings' shapes say.
SELECT (SELECT count(*) FROM zones_zone zone JOIN units_unit unit ON unit.id = zone.unit_id
        WHERE zone.operation_id = %(operation)s AND zone.state = 'active' AND unit.path <@ %(path)s::ltree),
       (SELECT coalesce(sum(building.floors * building.homes_per_floor), 0)::int
        FROM places_area area
        JOIN units_unit unit ON unit.id = area.unit_id
        JOIN places_building building ON building.area_id = area.id
        JOIN places_stairwell stairwell ON stairwell.building_id = building.id
        WHERE area.level = 'village' AND unit.path <@ %(path)s::ltree)
