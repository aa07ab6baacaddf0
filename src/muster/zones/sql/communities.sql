-- Villages and communities for which a unit under this path answers, in the order of their codes.
SELECT area.id, area.code, area.name, area.unit_id
FROM places_area area JOIN units_unit unit ON unit.id = area.unit_id
WHERE area.level = 'village' AND area.successor_id IS NULL AND unit.path <@ %(path)s::ltree
ORDER BY area.code
