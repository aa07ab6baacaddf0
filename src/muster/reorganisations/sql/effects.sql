-- How many rows would go over, and how many come along with the units that hold them.
WITH way AS (
    SELECT from_id, to_id, chosen
    FROM unnest(%(froms)s::uuid[], %(tos)s::uuid[], %(onlys)s::uuid[]) AS way (from_id, to_id, chosen)
), here AS (
    SELECT id, {column} AS from_id, {area} AS area, {person} AS person FROM {table} WHERE ({where}){current}
), over AS (
    SELECT here.id FROM here
    JOIN way ON way.from_id = here.from_id AND (way.chosen IS NULL OR way.chosen IN (here.id, here.area, here.person))
), along AS (
    SELECT here.id FROM here JOIN units_unit unit ON unit.id = here.from_id
    WHERE unit.path <@ ANY(%(paths)s::ltree[]) AND here.id NOT IN (SELECT id FROM over) AND NOT unit.id = ANY(%(froms)s::uuid[])
)
SELECT (SELECT count(DISTINCT id) FROM over), (SELECT count(DISTINCT id) FROM along)
