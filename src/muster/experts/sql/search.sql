-- Experts in sight, the nearest to a place first: with a verified qualification that has not expired, and whether they are free now,
-- which is their own word and that nobody has given them a role in this operation.
SELECT expert.id, person.name, unit.name, unit.id, expert.languages, array_agg(held.skill_id ORDER BY skill.bit),
       min(held.expires_on),
       expert.is_free AND person.is_available AND NOT person.is_spared AND NOT EXISTS (
           SELECT FROM staffing_assignment role
           WHERE role.operation_id = %(operation)s AND role.person_id = person.id AND role.ended_at IS NULL) AS is_free,
       round(111320 * sqrt(((building.longitude - %(longitude)s) * cos(radians(%(latitude)s))) ^ 2
                           + (building.latitude - %(latitude)s) ^ 2))::int AS metres
FROM experts_expert expert
JOIN people_person person ON person.id = expert.person_id
JOIN units_unit unit ON unit.id = expert.unit_id AND unit.path <@ ANY(%(paths)s::ltree[])
JOIN experts_qualification held ON held.expert_id = expert.id AND held.verified_at IS NOT NULL
     AND (held.expires_on IS NULL OR held.expires_on > %(day)s)
JOIN people_skill skill ON skill.code = held.skill_id
LEFT JOIN places_home home ON home.id = person.home_id
LEFT JOIN places_stairwell stairwell ON stairwell.id = home.stairwell_id
LEFT JOIN places_building building ON building.id = stairwell.building_id
WHERE (%(language)s = '' OR %(language)s = ANY(expert.languages))
GROUP BY expert.id, person.id, unit.id, building.id
HAVING %(skill)s = '' OR bool_or(held.skill_id = %(skill)s)
ORDER BY metres NULLS LAST, expert.id
