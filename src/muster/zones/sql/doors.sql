-- What lies in a zone, by building and stairwell: which floors (none named: all), and how many homes.
SELECT building.name, stairwell.number,
       CASE WHEN lower_inf(part.floors) AND upper_inf(part.floors) THEN NULL ELSE min(home.floor) END,
       CASE WHEN lower_inf(part.floors) AND upper_inf(part.floors) THEN NULL ELSE max(home.floor) END,
       count(home.id)
FROM zones_zonepart part
JOIN places_stairwell stairwell ON stairwell.id = part.stairwell_id
JOIN places_building building ON building.id = stairwell.building_id
LEFT JOIN places_home home ON home.stairwell_id = stairwell.id AND part.floors @> home.floor::int
WHERE part.zone_id = %(zone)s
GROUP BY part.id, building.id, stairwell.id
ORDER BY building.code, stairwell.number, part.floors
