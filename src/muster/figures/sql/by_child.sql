-- What a figure of a unit is made of: its own part, and that of each unit that stood directly under it, as long as it did.
WITH child AS (
    SELECT unit_id, since, until, %(day)s >= since AND %(day)s < until AS is_here
    FROM figures_standing WHERE above_id = %(unit)s AND is_direct
    UNION ALL
    SELECT %(unit)s, '-infinity', 'infinity', true
), part AS (
    SELECT child.unit_id, CASE WHEN child.unit_id = %(unit)s THEN total.own ELSE total.amount END AS amount
    FROM child
    JOIN figures_total AS total
      ON total.unit_id = child.unit_id AND total.operation_id = %(operation)s AND total.figure = %(key)s AND total.day <= %(day)s
    WHERE CASE WHEN %(is_stock)s THEN child.is_here ELSE total.day >= child.since AND total.day < child.until END
    UNION ALL
    SELECT child.unit_id, delta.amount
    FROM figures_delta AS delta
    CROSS JOIN LATERAL (SELECT CASE WHEN %(is_stock)s THEN %(day)s ELSE delta.day END AS day) AS stood
    JOIN child ON stood.day >= child.since AND stood.day < child.until
    WHERE delta.operation_id = %(operation)s AND delta.figure = %(key)s AND delta.day <= %(day)s
      AND (delta.unit_id = child.unit_id OR child.unit_id <> %(unit)s AND EXISTS (
          SELECT FROM figures_standing AS place
          WHERE place.unit_id = delta.unit_id AND place.above_id = child.unit_id
            AND stood.day >= place.since AND stood.day < place.until))
)
SELECT unit.id, unit.name, unit.path::text, coalesce(sum(part.amount), 0)
FROM (SELECT unit_id, bool_or(is_here) AS is_here FROM child GROUP BY unit_id) AS standing
JOIN units_unit AS unit ON unit.id = standing.unit_id
LEFT JOIN part ON part.unit_id = unit.id
GROUP BY unit.id, standing.is_here
HAVING standing.is_here OR coalesce(sum(part.amount), 0) <> 0
ORDER BY unit.id <> %(unit)s, unit.code
