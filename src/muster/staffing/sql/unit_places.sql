-- Every unit with the one beside which it works if it has no place of its own, and the middle of the buildings of its areas.
WITH place AS (
    SELECT area.unit_id, avg(building.longitude) AS longitude, avg(building.latitude) AS latitude, count(*) AS buildings
    FROM places_area area JOIN places_building building ON building.area_id = area.id
    WHERE area.unit_id IS NOT NULL
    GROUP BY area.unit_id
)
SELECT unit.id, coalesce(unit.locality_id, unit.parent_id), unit.path::text, place.longitude, place.latitude, place.buildings
FROM units_unit unit LEFT JOIN place ON place.unit_id = unit.id
