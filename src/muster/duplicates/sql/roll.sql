-- Everyone once: records that another goes on for are left out. The unit is that of the roll that lasts.
SELECT person.id, person.name, person.sex, person.id_number_index, person.phone_index, roll.unit_id
FROM people_person person
LEFT JOIN people_membership roll ON roll.person_id = person.id AND upper_inf(roll.during)
WHERE person.same_as_id IS NULL
ORDER BY person.id
