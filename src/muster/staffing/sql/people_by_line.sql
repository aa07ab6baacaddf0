-- Who serves under a path, each once, with the unit of the roll and the community where they live; by name.
SELECT person.id, person.name, roll.name, lives.name, seat.group_name, here.name
FROM staffing_assignment held
JOIN staffing_seat seat ON seat.id = held.seat_id
JOIN units_unit here ON here.id = seat.unit_id AND here.path <@ %(path)s::ltree AND here.path <@ ANY(%(paths)s::ltree[])
JOIN people_person person ON person.id = held.person_id
LEFT JOIN people_membership membership ON membership.person_id = person.id AND membership.during @> %(day)s::date
LEFT JOIN units_unit roll ON roll.id = membership.unit_id
LEFT JOIN places_home home ON home.id = person.home_id
LEFT JOIN places_stairwell stairwell ON stairwell.id = home.stairwell_id
LEFT JOIN places_building building ON building.id = stairwell.building_id
LEFT JOIN places_area area ON area.id = building.area_id
LEFT JOIN units_unit lives ON lives.id = area.unit_id
WHERE held.operation_id = %(operation)s AND held.ended_at IS NULL
  AND (NOT %(only_others)s OR roll.path IS NULL OR NOT roll.path <@ %(path)s::ltree)
ORDER BY roll.name NULLS FIRST, person.name, person.id
LIMIT %(limit)s
