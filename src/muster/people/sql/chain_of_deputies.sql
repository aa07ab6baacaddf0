-- Whom the deputies of a person lead to, by spans that meet this one, as far as it goes.
WITH RECURSIVE chain (person_id, length) AS (
    SELECT %(deputy)s::uuid, 0
    UNION
    SELECT deputy.deputy_id, chain.length + 1
    FROM chain JOIN people_deputy deputy ON deputy.person_id = chain.person_id
    WHERE deputy.during && daterange(%(since)s, %(until)s) AND chain.length < %(longest)s
)
SELECT DISTINCT person_id FROM chain
