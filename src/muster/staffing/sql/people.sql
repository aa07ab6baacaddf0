-- Who is free: called, can come, need not be spared, has no role; with where they live and what they can do. In the order of ids.
SELECT person.id, membership.unit_id, building.longitude, building.latitude, coalesce(able.bits, 0), membership.kind
FROM operations_mobilisedmember called
JOIN people_person person ON person.id = called.person_id
JOIN people_membership membership ON membership.person_id = person.id AND membership.during @> %(day)s::date
JOIN units_unit unit ON unit.id = membership.unit_id
LEFT JOIN places_home home ON home.id = person.home_id
LEFT JOIN places_stairwell stairwell ON stairwell.id = home.stairwell_id
LEFT JOIN places_building building ON building.id = stairwell.building_id
LEFT JOIN (
    SELECT held.person_id, bit_or(1::bigint << skill.bit) AS bits
    FROM people_personskill held JOIN people_skill skill ON skill.code = held.skill_id
    GROUP BY held.person_id
) able ON able.person_id = person.id
WHERE called.operation_id = %(operation)s AND person.is_available AND NOT person.is_spared AND unit.path <@ %(path)s::ltree
  AND NOT EXISTS (
      SELECT FROM staffing_assignment held
      WHERE held.operation_id = %(operation)s AND held.person_id = person.id AND held.ended_at IS NULL)
ORDER BY person.id
