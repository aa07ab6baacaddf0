-- How far a clause has come below a unit: one row for each unit directly below it that holds parts, and one for the unit itself.
-- Every unit reports what it did itself, so that the sum counts nothing twice.
SELECT branch.id, branch.name, branch.path = %(path)s::ltree AS is_itself,
       count(*),
       count(*) FILTER (WHERE part.state IN ('in_progress', 'returned')),
       count(*) FILTER (WHERE part.state IN ('done', 'confirmed')),
       count(*) FILTER (WHERE part.state = 'confirmed'),
       count(*) FILTER (WHERE part.state NOT IN ('done', 'confirmed') AND part.due_on < %(today)s AND part.due_on >= %(behind)s),
       count(*) FILTER (WHERE part.state NOT IN ('done', 'confirmed') AND part.due_on < %(behind)s),
       sum(part.amount)
FROM directives_part part
JOIN units_unit unit ON unit.id = part.unit_id
JOIN units_unit branch
  ON branch.path = subpath(unit.path, 0, least(nlevel(unit.path), nlevel(%(path)s::ltree) + 1))
WHERE part.clause_id = %(clause)s AND part.is_in_force AND unit.path <@ %(path)s::ltree AND unit.path <@ ANY(%(paths)s::ltree[])
GROUP BY branch.id
ORDER BY is_itself DESC, branch.code
