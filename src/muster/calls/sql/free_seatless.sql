-- Whose seat has ended (their team was disbanded, or its officer released them) stands by again, and the call has a place more.
WITH ended AS (
    SELECT offer.id
    FROM calls_offer offer JOIN staffing_assignment held ON held.id = offer.assignment_id
    WHERE offer.state = 'assigned' AND held.ended_at IS NOT NULL
    ORDER BY offer.id FOR NO KEY UPDATE OF offer SKIP LOCKED
)
UPDATE calls_offer offer
SET state = 'standing_by', assignment_id = NULL, state_on = (%(now)s::timestamptz AT TIME ZONE operation.time_zone)::date
FROM ended, operations_operation operation
WHERE offer.id = ended.id AND operation.id = offer.operation_id
