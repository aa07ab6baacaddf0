-- Free people of this name who could take a seat, the nearest first.
SELECT person.id, person.name, unit.name,
       round(111320 * sqrt(((building.longitude - %(longitude)s) * cos(radians(%(latitude)s))) ^ 2
                           + (building.latitude - %(latitude)s) ^ 2))::int AS metres
FROM people_person person
JOIN people_membership membership ON membership.person_id = person.id AND membership.during @> %(day)s::date
JOIN units_unit unit ON unit.id = membership.unit_id AND unit.path <@ ANY(%(paths)s::ltree[])
LEFT JOIN places_home home ON home.id = person.home_id
LEFT JOIN places_stairwell stairwell ON stairwell.id = home.stairwell_id
LEFT JOIN places_building building ON building.id = stairwell.building_id
WHERE (person.name LIKE '%%' || %(text)s || '%%' OR person.pinyin LIKE '%%' || lower(%(text)s) || '%%')
  AND person.is_available AND NOT person.is_spared
  AND membership.kind = ANY(%(kinds)s)
  AND (%(skill)s::text IS NULL OR EXISTS (
      SELECT FROM people_personskill held WHERE held.person_id = person.id AND held.skill_id = %(skill)s))
  AND EXISTS (SELECT FROM operations_mobilisedmember called
              WHERE called.operation_id = %(operation)s AND called.person_id = person.id)
  AND NOT EXISTS (SELECT FROM staffing_assignment held
                  WHERE held.operation_id = %(operation)s AND held.person_id = person.id AND held.ended_at IS NULL)
ORDER BY metres NULLS LAST, person.id
LIMIT %(limit)s
