-- The official grids in which a zone's buildings stand.
SELECT grid.name
FROM zones_zonepart part
JOIN places_stairwell stairwell ON stairwell.id = part.stairwell_id
JOIN places_building building ON building.id = stairwell.building_id
JOIN places_area grid ON grid.id = building.grid_id
WHERE part.zone_id = %(zone)s
GROUP BY grid.id
ORDER BY grid.code
