-- Who holds the chair of each silent unit, or of the unit above it, on this day. A person who is away is represented by the deputy that
-- they named, and that deputy by theirs; an empty chair, or one whose deputies lead in a circle, is passed over for the next unit
-- above. One row a person and step: who holds several chairs is written to once.
    WITH RECURSIVE silent AS MATERIALIZED ({silent}),
    asked AS (
        SELECT unit.id, unit.name, unit.path FROM units_unit unit WHERE unit.id IN (SELECT unit_id FROM silent)
    ), line AS MATERIALIZED (
        SELECT asked.id AS unit_id, asked.name AS unit_name, above.id AS chair_id, above.name AS chair_name, nlevel(above.path) AS depth
        FROM asked JOIN units_unit above ON above.path @> asked.path AND above.ended_on IS NULL
        WHERE CASE WHEN %(is_superior)s THEN above.id <> asked.id WHEN %(stays)s THEN above.id = asked.id ELSE true END
    ), held AS (
        SELECT membership.unit_id AS chair_id, membership.person_id
        FROM people_membership membership
        WHERE membership.office = %(office)s AND membership.during @> %(day)s::date
          AND membership.unit_id IN (SELECT chair_id FROM line)
        UNION
        SELECT role.unit_id, role.person_id FROM people_role role
        WHERE role.name = ANY(%(roles)s::text[]) AND role.during @> %(day)s::date AND role.unit_id IN (SELECT chair_id FROM line)
    ), away AS MATERIALIZED (
        SELECT person_id, deputy_id FROM people_deputy WHERE during @> %(day)s::date
    ), chain (person_id, deputy_id, length) AS (
        SELECT person_id, deputy_id, 1 FROM away
        UNION ALL
        SELECT chain.person_id, away.deputy_id, chain.length + 1
        FROM chain JOIN away ON away.person_id = chain.deputy_id WHERE chain.length < %(longest)s
    ), present AS MATERIALIZED (
        SELECT held.chair_id, held.person_id FROM held WHERE held.person_id NOT IN (SELECT person_id FROM away)
        UNION
        SELECT held.chair_id, chain.deputy_id FROM held JOIN chain ON chain.person_id = held.person_id
        WHERE chain.deputy_id NOT IN (SELECT person_id FROM away)
    ), nearest AS (
        SELECT line.unit_id, max(line.depth) AS depth FROM line
        WHERE line.chair_id IN (SELECT chair_id FROM present) GROUP BY line.unit_id
    )
    SELECT present.person_id,
        (array_agg(CASE WHEN %(is_superior)s THEN line.chair_id ELSE line.unit_id END ORDER BY line.unit_id))[1] AS unit_id,
        jsonb_build_object(
            'unit', CASE WHEN %(is_superior)s THEN min(line.chair_name) WHEN count(DISTINCT line.unit_id) = 1 THEN min(line.unit_name)
                ELSE min(line.unit_name) || ' (+' || count(DISTINCT line.unit_id) - 1 || ')' END,
            'count', count(DISTINCT line.unit_id)::text
        ) AS facts
    FROM nearest
    JOIN line ON line.unit_id = nearest.unit_id AND line.depth = nearest.depth
    JOIN present ON present.chair_id = line.chair_id
    GROUP BY present.person_id, CASE WHEN %(is_superior)s THEN line.chair_id END
