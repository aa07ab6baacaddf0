-- Value and change of a unit's figures on a day: from what is folded, and from what is not yet.
SELECT figure, sum(value), sum(change)
FROM (
    -- To date, less what came after the day.
    SELECT figure,
           CASE WHEN day = 'infinity' THEN amount WHEN day > %(day)s THEN -amount ELSE 0 END AS value,
           CASE WHEN day = %(day)s THEN amount ELSE 0 END AS change
    FROM figures_total
    WHERE unit_id = %(unit)s AND operation_id = %(operation)s AND figure = ANY (%(keys)s) AND day >= %(day)s
    UNION ALL
    SELECT delta.figure, delta.amount * counts.now::int, delta.amount * (counts.now::int - counts.before::int)
    FROM figures_delta AS delta
    JOIN figures_declaration AS declared ON declared.key = delta.figure
    LEFT JOIN figures_standing AS place ON place.unit_id = delta.unit_id AND place.above_id = %(unit)s
    -- A flow counts where its unit stood on the flow's day, a stock where its unit stands on the day in question.
    CROSS JOIN LATERAL (SELECT
        CASE WHEN declared.is_stock THEN %(day)s ELSE delta.day END AS now,
        CASE WHEN declared.is_stock THEN %(day)s - 1 ELSE delta.day END AS before
    ) AS stood
    CROSS JOIN LATERAL (SELECT
        delta.day <= %(day)s AND (delta.unit_id = %(unit)s OR stood.now >= place.since AND stood.now < place.until) AS now,
        delta.day < %(day)s AND (delta.unit_id = %(unit)s OR stood.before >= place.since AND stood.before < place.until) AS before
    ) AS counts
    WHERE delta.operation_id = %(operation)s AND delta.figure = ANY (%(keys)s)
      AND (delta.unit_id = %(unit)s OR place.unit_id IS NOT NULL)
) AS part
GROUP BY figure
