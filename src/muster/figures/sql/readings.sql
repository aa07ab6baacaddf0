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
    -- A flow counts where its unit stood on its day.
    SELECT delta.figure, sum(delta.amount), sum(delta.amount) FILTER (WHERE delta.day = %(day)s)
    FROM figures_delta AS delta
    LEFT JOIN figures_standing AS place ON place.unit_id = delta.unit_id AND place.above_id = %(unit)s
    WHERE delta.operation_id = %(operation)s AND delta.figure = ANY (%(flows)s) AND delta.day <= %(day)s
      AND (delta.unit_id = %(unit)s OR delta.day >= place.since AND delta.day < place.until)
    GROUP BY delta.figure
    UNION ALL
    -- A stock counts where its unit stands on the day in question, and did where it stood the day before.
    SELECT delta.figure, sum(delta.amount) FILTER (WHERE counts.now),
           coalesce(sum(delta.amount) FILTER (WHERE counts.now), 0) - coalesce(sum(delta.amount) FILTER (WHERE counts.before), 0)
    FROM figures_delta AS delta
    LEFT JOIN figures_standing AS place ON place.unit_id = delta.unit_id AND place.above_id = %(unit)s
    CROSS JOIN LATERAL (SELECT
        delta.unit_id = %(unit)s OR %(day)s >= place.since AND %(day)s < place.until AS now,
        delta.day < %(day)s AND (delta.unit_id = %(unit)s OR %(day)s - 1 >= place.since AND %(day)s - 1 < place.until) AS before
    ) AS counts
    WHERE delta.operation_id = %(operation)s AND delta.figure = ANY (%(stocks)s) AND delta.day <= %(day)s
    GROUP BY delta.figure
) AS part
GROUP BY figure
