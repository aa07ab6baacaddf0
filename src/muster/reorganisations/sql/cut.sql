-- Spans of one table end on the day, and are noted with the id of the row that is to go on. What began on the day or later just moves.
WITH way AS (
    SELECT from_id, to_id, chosen
    FROM unnest(%(froms)s::uuid[], %(tos)s::uuid[], %(onlys)s::uuid[]) AS way (from_id, to_id, chosen)
), here AS (
    SELECT id, {column} AS from_id, {area} AS area, {person} AS person, lower({span}) < %(day)s::date AS is_cut
    FROM {table} WHERE {column} = ANY(%(froms)s::uuid[]) AND ({where}) AND upper_inf({span})
    ORDER BY id FOR NO KEY UPDATE
), due AS (
    SELECT DISTINCT ON (here.id) here.id, way.from_id, way.to_id, here.is_cut
    FROM here JOIN way ON way.from_id = here.from_id AND (way.chosen IS NULL OR way.chosen IN (here.id, here.area, here.person))
    ORDER BY here.id
), moved AS (
    UPDATE {table} AS place
    SET {column} = CASE WHEN due.is_cut THEN due.from_id ELSE due.to_id END,
        {span} = CASE WHEN due.is_cut THEN daterange(lower(place.{span}), %(day)s::date) ELSE place.{span} END
    FROM due WHERE place.id = due.id
    RETURNING place.id, due.from_id, due.to_id, due.is_cut
)
INSERT INTO {log} ({cause}, key, row_id, from_id, to_id, made_id)
SELECT %(cause)s, %(key)s, id, from_id, to_id, CASE WHEN is_cut THEN uuidv7() END FROM moved
ON CONFLICT ({cause}, key, row_id) DO NOTHING
