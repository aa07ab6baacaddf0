-- Where the parts of zones in force in these areas are drawn: the building, the stairwell's place in it, the band's place in that.
SELECT part.zone_id, building.longitude, building.latitude, stairwell.number - 1,
       row_number() OVER (PARTITION BY part.stairwell_id ORDER BY part.floors) - 1
FROM zones_zone zone
JOIN zones_zonepart part ON part.zone_id = zone.id
JOIN places_stairwell stairwell ON stairwell.id = part.stairwell_id
JOIN places_building building ON building.id = stairwell.building_id
WHERE zone.operation_id = %(operation)s AND zone.state = 'active' AND zone.area_id = ANY(%(areas)s)
