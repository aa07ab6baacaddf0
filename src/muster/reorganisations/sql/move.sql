-- Rows of one table go from unit to unit; each is noted, so that it can go back.
WITH way AS (
    SELECT from_id, to_id, chosen
    FROM unnest(%(froms)s::uuid[], %(tos)s::uuid[], %(onlys)s::uuid[]) AS way (from_id, to_id, chosen)
), here AS (
    SELECT id, {column} AS from_id, {area} AS area, {person} AS person, {once} AS once
    FROM {table} WHERE {column} = ANY(%(froms)s::uuid[]) AND ({where})
    ORDER BY id FOR NO KEY UPDATE
), due AS (
    SELECT DISTINCT ON (way.to_id, here.once) here.id, way.from_id, way.to_id
    FROM here JOIN way ON way.from_id = here.from_id AND (way.chosen IS NULL OR way.chosen IN (here.id, here.area, here.person))
    WHERE here.id <> way.to_id AND {free}
    ORDER BY way.to_id, here.once, here.id
), moved AS (
    UPDATE {table} AS place SET {column} = due.to_id{day}
    FROM due WHERE place.id = due.id
    RETURNING place.id, due.from_id, due.to_id
)
INSERT INTO {log} ({cause}, key, row_id, from_id, to_id)
SELECT %(cause)s, %(key)s, id, from_id, to_id FROM moved
ON CONFLICT ({cause}, key, row_id) DO NOTHING
