-- Members of a unit who live in these areas.
SELECT roll.person_id
FROM people_membership roll
JOIN people_person person ON person.id = roll.person_id
JOIN places_home home ON home.id = person.home_id
JOIN places_stairwell stairwell ON stairwell.id = home.stairwell_id
JOIN places_building building ON building.id = stairwell.building_id
WHERE roll.unit_id = %(unit)s AND upper_inf(roll.during) AND building.area_id = ANY(%(areas)s::uuid[])
