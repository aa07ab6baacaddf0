-- Promises whose time has passed without an answer are broken from now on, and stay so. By operation: how many.
WITH late AS (
    SELECT id FROM calls_offer WHERE promise = 'pending' AND due_at < %(now)s ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
), broken AS (
    UPDATE calls_offer offer
    SET promise = 'broken', promise_on = (%(now)s::timestamptz AT TIME ZONE operation.time_zone)::date
    FROM late, operations_operation operation
    WHERE offer.id = late.id AND operation.id = offer.operation_id
    RETURNING offer.operation_id, offer.unit_id
)
SELECT operation_id, unit_id, count(*) FROM broken GROUP BY operation_id, unit_id ORDER BY operation_id, unit_id
