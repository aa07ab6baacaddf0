-- Asks the next people of a call: available, on a roll in the subtree, with the skill if one is wanted; nobody twice, and nobody who said
-- no to another call a short while ago. Those nearest the calling unit in the tree first, then those who were asked least lately.
WITH fitting AS (
    SELECT DISTINCT ON (person.id) person.id AS person_id, unit.id AS unit_id, nlevel(unit.path) AS depth
    FROM people_membership roll
    JOIN units_unit unit ON unit.id = roll.unit_id
    JOIN people_person person ON person.id = roll.person_id
    WHERE unit.path <@ %(path)s::ltree AND unit.ended_on IS NULL AND roll.during @> %(day)s::date
      AND person.is_available AND NOT person.is_spared AND person.id <> ALL(%(not_persons)s::uuid[])
      AND (%(skill)s::text IS NULL OR EXISTS (
          SELECT FROM people_personskill skill WHERE skill.person_id = person.id AND skill.skill_id = %(skill)s))
      AND NOT EXISTS (SELECT FROM operations_asked asked WHERE asked.call_id = %(call)s AND asked.person_id = person.id)
      AND NOT EXISTS (
          SELECT FROM operations_asked asked
          WHERE asked.person_id = person.id AND asked.answer = 'no' AND asked.answered_at > %(in_peace)s)
    ORDER BY person.id, unit.path
), best AS (
    SELECT fitting.*, (SELECT max(asked.asked_at) FROM operations_asked asked WHERE asked.person_id = fitting.person_id) AS last_asked
    FROM fitting
    ORDER BY depth, last_asked NULLS FIRST, person_id LIMIT %(most)s
)
INSERT INTO operations_asked (call_id, operation_id, calling_unit_id, person_id, unit_id, wave, asked_at, asked_on)
SELECT %(call)s, %(operation)s, %(calling_unit)s, person_id, unit_id, %(wave)s, %(now)s, %(day)s FROM best
ON CONFLICT DO NOTHING
RETURNING id, person_id, unit_id
