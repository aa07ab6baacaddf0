-- Members on other rolls who live where this unit answers, and report nowhere else yet.
INSERT INTO people_dualreport (person_id, unit_id, during)
SELECT DISTINCT person.id, %(unit)s::uuid, daterange(%(day)s::date, NULL)
FROM places_area area
JOIN places_building building ON building.area_id = area.id
JOIN places_stairwell stairwell ON stairwell.building_id = building.id
JOIN places_home home ON home.stairwell_id = stairwell.id
JOIN people_person person ON person.home_id = home.id AND person.same_as_id IS NULL
JOIN people_membership roll ON roll.person_id = person.id AND roll.during @> %(day)s::date
JOIN units_unit unit ON unit.id = roll.unit_id AND unit.path <@ ANY(%(paths)s::ltree[])
WHERE area.unit_id = %(unit)s AND area.successor_id IS NULL AND NOT unit.path <@ %(path)s::ltree
  AND NOT EXISTS (SELECT FROM people_dualreport held WHERE held.person_id = person.id AND held.during && daterange(%(day)s::date, NULL))
