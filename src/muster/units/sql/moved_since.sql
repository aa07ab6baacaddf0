-- Among units whose path is not the one that follows from their parents: one that stood elsewhere after %(day)s, and came since.
WITH RECURSIVE walk (id, path) AS (
    SELECT id, replace(id::text, '-', '')::ltree FROM units_unit WHERE parent_id IS NULL
    UNION ALL
    SELECT child.id, walk.path || replace(child.id::text, '-', '')::ltree
    FROM units_unit child JOIN walk ON child.parent_id = walk.id
)
SELECT unit.name, upper(history.during)
FROM walk JOIN units_unit unit ON unit.id = walk.id
JOIN units_unitpath history ON history.unit_id = unit.id AND upper(history.during) > %(day)s
WHERE unit.path IS DISTINCT FROM walk.path
ORDER BY upper(history.during) DESC, unit.code
LIMIT 1
