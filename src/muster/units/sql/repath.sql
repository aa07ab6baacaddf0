-- Walks the tree from its roots and gives every unit the path it should have; the history follows from %(day)s on.
WITH RECURSIVE walk (id, path) AS (
    SELECT id, replace(id::text, '-', '')::ltree FROM units_unit WHERE parent_id IS NULL
    UNION ALL
    SELECT child.id, walk.path || replace(child.id::text, '-', '')::ltree
    FROM units_unit child JOIN walk ON child.parent_id = walk.id
), moved AS (
    UPDATE units_unit unit SET path = walk.path FROM walk
    WHERE walk.id = unit.id AND unit.path IS DISTINCT FROM walk.path
    RETURNING unit.id, unit.path, unit.began_on
), same_day AS (
    UPDATE units_unitpath history SET path = moved.path FROM moved
    WHERE history.unit_id = moved.id AND upper_inf(history.during) AND lower(history.during) >= %(day)s
    RETURNING history.unit_id
), closed AS (
    UPDATE units_unitpath history SET during = daterange(lower(history.during), %(day)s) FROM moved
    WHERE history.unit_id = moved.id AND upper_inf(history.during) AND lower(history.during) < %(day)s
    RETURNING history.unit_id
)
INSERT INTO units_unitpath (unit_id, path, during)
-- A unit that had no place before stands where it is since it began; one that moved, from today.
SELECT moved.id, moved.path,
       daterange(CASE WHEN moved.id IN (SELECT unit_id FROM closed) THEN %(day)s ELSE least(moved.began_on, %(day)s) END, NULL)
FROM moved WHERE moved.id NOT IN (SELECT unit_id FROM same_day)
