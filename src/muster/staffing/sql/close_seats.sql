-- Closes the seats of these zones and teams, and releases whoever sits in them. Locked in the order of ids, as all do.
WITH locked AS MATERIALIZED (
    SELECT id FROM staffing_seat WHERE group_id = ANY(%(groups)s) AND state <> 'closed' ORDER BY id FOR NO KEY UPDATE
), released AS (
    UPDATE staffing_assignment assignment SET ended_at = %(now)s FROM locked
    WHERE assignment.seat_id = locked.id AND assignment.ended_at IS NULL
    RETURNING 1
), closed AS (
    UPDATE staffing_seat seat
    SET state = 'closed', state_on = %(day)s, reason = '', qualified = NULL, rivals = NULL
    FROM locked WHERE seat.id = locked.id
    RETURNING 1
)
SELECT (SELECT count(*) FROM closed), (SELECT count(*) FROM released)
