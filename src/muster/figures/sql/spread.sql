-- The parts that units have themselves, spread over the units above them: by day, and to date (day 'infinity').
SELECT figure, operation_id, unit_id, coalesce(day, 'infinity') AS day, sum(amount) AS amount, sum(own) AS own
FROM (
    SELECT figure, operation_id, unit_id, day, amount, amount AS own FROM {own} WHERE {itself}
    UNION ALL
    SELECT part.figure, part.operation_id, place.above_id, share.day, share.amount * place.sign, 0
    FROM {own} AS part
    JOIN figures_declaration AS declared ON declared.key = part.figure
    JOIN {place} AS place ON place.unit_id = part.unit_id
    CROSS JOIN LATERAL (VALUES
        -- A flow counts above where its unit stood on its day.
        (part.day, part.amount, NOT declared.is_stock AND part.day >= place.since AND part.day < place.until),
        -- A stock counts above from its day, or from when the unit came, ...
        (greatest(part.day, place.since), part.amount, declared.is_stock AND part.day < place.until),
        -- ... until the unit goes.
        (place.until, -part.amount, declared.is_stock AND part.day < place.until AND place.until < 'infinity')
    ) AS share (day, amount, counts)
    WHERE share.counts
) AS shares
GROUP BY GROUPING SETS ((figure, operation_id, unit_id, day), (figure, operation_id, unit_id))
HAVING sum(amount) <> 0 OR sum(own) <> 0
