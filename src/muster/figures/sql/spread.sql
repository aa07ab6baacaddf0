-- The parts that units have themselves, with what they add to the units above them: by day, and to date (day 'infinity').
SELECT figure, operation_id, unit_id, coalesce(day, 'infinity') AS day, sum(amount) AS amount, sum(own) AS own
FROM (
    SELECT figure, operation_id, unit_id, day, amount, amount AS own FROM {own} WHERE {itself}
    UNION ALL
    -- A flow counts above where its unit stood on its day.
    SELECT part.figure, part.operation_id, place.above_id, part.day, sum(part.amount * place.sign), 0
    FROM {own} AS part
    JOIN {place} AS place ON place.unit_id = part.unit_id AND part.day >= place.since AND part.day < place.until
    WHERE NOT part.is_stock
    GROUP BY part.figure, part.operation_id, place.above_id, part.day
    UNION ALL
    -- A stock counts above from its day, or from when its unit came, until the unit goes.
    SELECT part.figure, part.operation_id, place.above_id, share.day, sum(share.amount * place.sign), 0
    FROM {own} AS part
    JOIN {place} AS place ON place.unit_id = part.unit_id AND part.day < place.until
    CROSS JOIN LATERAL (VALUES (greatest(part.day, place.since), part.amount), (place.until, -part.amount)) AS share (day, amount)
    WHERE part.is_stock AND share.day < 'infinity'
    GROUP BY part.figure, part.operation_id, place.above_id, share.day
) AS shares
GROUP BY GROUPING SETS ((figure, operation_id, unit_id, day), (figure, operation_id, unit_id))
HAVING sum(amount) <> 0 OR sum(own) <> 0
