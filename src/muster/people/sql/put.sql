-- Writes the staged persons, their rolls and their skills; what is the same already is left alone. A sealed number differs each time
-- it is sealed, so its blind index tells whether it changed. Counts the persons for whom anything was new or different.
WITH persons AS (
    INSERT INTO people_person AS person
        (name, pinyin, sex, id_number, id_number_index, phone, phone_index, home_id, is_available, is_spared)
    SELECT name, pinyin, sex, id_number, id_number_index, phone, phone_index, home_id, is_available, is_spared FROM people_incoming
    ON CONFLICT (id_number_index) DO UPDATE SET
        name = excluded.name, pinyin = excluded.pinyin, sex = excluded.sex, phone = excluded.phone,
        phone_index = excluded.phone_index, home_id = excluded.home_id, is_available = excluded.is_available,
        is_spared = excluded.is_spared
    WHERE (person.name, person.pinyin, person.sex, person.phone_index, person.home_id, person.is_available, person.is_spared)
       IS DISTINCT FROM
          (excluded.name, excluded.pinyin, excluded.sex, excluded.phone_index, excluded.home_id, excluded.is_available,
           excluded.is_spared)
    RETURNING id, id_number_index, (xmax = 0) AS is_new
), resolved AS (
    -- This statement's snapshot does not hold the persons just written, so both halves are needed.
    -- What comes in for a record that was merged is the kept one's.
    SELECT row.*, coalesce(held.same_as_id, persons.id, held.id) AS person_id
    FROM people_incoming row
    LEFT JOIN persons ON persons.id_number_index = row.id_number_index
    LEFT JOIN people_person held ON held.id_number_index = row.id_number_index
), changed_rolls AS (
    UPDATE people_membership roll SET kind = resolved.kind, office = resolved.office
    FROM resolved
    WHERE roll.person_id = resolved.person_id AND roll.unit_id = resolved.unit_id AND roll.during @> %(day)s::date
      AND (roll.kind, roll.office) IS DISTINCT FROM (resolved.kind, resolved.office)
    RETURNING roll.person_id
), new_rolls AS (
    INSERT INTO people_membership (person_id, unit_id, kind, office, during)
    SELECT person_id, unit_id, kind, office, daterange(%(day)s, NULL) FROM resolved
    WHERE NOT EXISTS (SELECT FROM people_membership roll WHERE roll.person_id = resolved.person_id AND roll.during @> %(day)s::date)
    RETURNING person_id
), wanted_skills AS (
    SELECT resolved.person_id, skill.code FROM resolved CROSS JOIN LATERAL unnest(resolved.skills) AS skill (code)
), lost_skills AS (
    DELETE FROM people_personskill had USING resolved
    WHERE had.person_id = resolved.person_id AND NOT had.skill_id = ANY(resolved.skills)
    RETURNING had.person_id
), new_skills AS (
    INSERT INTO people_personskill (person_id, skill_id)
    SELECT person_id, code FROM wanted_skills
    WHERE NOT EXISTS (
        SELECT FROM people_personskill had WHERE had.person_id = wanted_skills.person_id AND had.skill_id = wanted_skills.code)
    RETURNING person_id
), touched AS (
    SELECT id AS person_id FROM persons UNION SELECT person_id FROM changed_rolls UNION SELECT person_id FROM new_rolls
    UNION SELECT person_id FROM lost_skills UNION SELECT person_id FROM new_skills
)
SELECT count(*) FILTER (WHERE persons.is_new), count(*) FILTER (WHERE persons.is_new IS NOT TRUE)
FROM touched LEFT JOIN persons ON persons.id = touched.person_id
