-- Free people who live near a seat and could take it, the nearest first.
WITH near AS MATERIALIZED (
    SELECT id, sqrt(((longitude - %(longitude)s) * cos(radians(%(latitude)s))) ^ 2 + (latitude - %(latitude)s) ^ 2) AS degrees
    FROM places_building
    WHERE longitude BETWEEN %(longitude)s - %(near)s AND %(longitude)s + %(near)s
      AND latitude BETWEEN %(latitude)s - %(near)s AND %(latitude)s + %(near)s
)
SELECT person.id, person.name, unit.name, round(near.degrees * 111320)::int
FROM near
JOIN places_stairwell stairwell ON stairwell.building_id = near.id
JOIN places_home home ON home.stairwell_id = stairwell.id
JOIN people_person person ON person.home_id = home.id AND person.is_available AND NOT person.is_spared
JOIN people_membership membership ON membership.person_id = person.id AND membership.during @> %(day)s::date
JOIN units_unit unit ON unit.id = membership.unit_id AND unit.path <@ ANY(%(paths)s::ltree[])
WHERE membership.kind = ANY(%(kinds)s)
  AND (%(skill)s::text IS NULL OR EXISTS (
      SELECT FROM people_personskill held WHERE held.person_id = person.id AND held.skill_id = %(skill)s))
  AND EXISTS (SELECT FROM operations_mobilisedmember called
              WHERE called.operation_id = %(operation)s AND called.person_id = person.id)
  AND NOT EXISTS (SELECT FROM staffing_assignment held
                  WHERE held.operation_id = %(operation)s AND held.person_id = person.id AND held.ended_at IS NULL)
ORDER BY near.degrees, person.id
LIMIT %(limit)s
