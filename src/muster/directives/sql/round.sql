-- One day's reports below a unit: a row for each unit directly below it, and one for the unit itself. `sums` adds the counts up, item by
-- item; a zero report adds nothing, and is not the same as a report that is missing.
WITH asked AS (
    SELECT branch.id AS branch_id, branch.name, branch.code, branch.path = %(path)s::ltree AS is_itself, delivery.unit_id, unit.level
    FROM directives_delivery delivery
    JOIN units_unit unit ON unit.id = delivery.unit_id
    JOIN units_unit branch
      ON branch.path = subpath(unit.path, 0, least(nlevel(unit.path), nlevel(%(path)s::ltree) + 1))
    WHERE delivery.directive_id = %(directive)s AND NOT delivery.is_copy AND delivery.is_in_force
      AND unit.path <@ %(path)s::ltree AND unit.path <@ ANY(%(paths)s::ltree[])
), held AS (
    SELECT asked.*, report.id AS report_id, report.is_zero, report.is_late, report.counts, report.at
    FROM asked LEFT JOIN directives_dayreport report
      ON report.rhythm_id = %(rhythm)s AND report.day = %(day)s AND report.unit_id = asked.unit_id
), summed AS (
    SELECT branch_id, array_agg(total ORDER BY item) AS sums
    FROM (
        SELECT branch_id, item, sum(count::numeric) AS total
        FROM held, jsonb_array_elements_text(held.counts) WITH ORDINALITY AS counted (count, item)
        WHERE held.report_id IS NOT NULL GROUP BY branch_id, item
    ) items GROUP BY branch_id
)
SELECT held.branch_id, held.name, held.is_itself, count(*), count(report_id),
       count(*) FILTER (WHERE is_zero), count(*) FILTER (WHERE is_late), max(at), summed.sums
FROM held LEFT JOIN summed USING (branch_id)
GROUP BY held.branch_id, held.name, held.code, held.is_itself, summed.sums
ORDER BY held.is_itself DESC, held.code
