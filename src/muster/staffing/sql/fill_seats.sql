-- Puts the people of a plan into its seats. What became impossible since it was made is left out: the seat is no longer vacant, the
-- person is no longer free. Every other vacant seat of the plan keeps its reason. Seats are locked, and people written, in the order of ids.
WITH vacant AS MATERIALIZED (
    SELECT seat.id
    FROM staffing_seat seat JOIN staffing_placement row ON row.seat_id = seat.id
    WHERE seat.state = 'vacant'
    ORDER BY seat.id FOR NO KEY UPDATE OF seat
), placed AS MATERIALIZED (
    INSERT INTO staffing_assignment (operation_id, seat_id, person_id, began_at)
    SELECT %(operation)s, row.seat_id, row.person_id, %(now)s
    FROM staffing_placement row
    JOIN vacant ON vacant.id = row.seat_id
    JOIN people_person person ON person.id = row.person_id
    WHERE person.is_available AND NOT person.is_spared AND EXISTS (
        SELECT FROM operations_mobilisedmember called
        WHERE called.operation_id = %(operation)s AND called.person_id = person.id)
    ORDER BY row.person_id
    ON CONFLICT DO NOTHING
    RETURNING seat_id
), told AS (
    UPDATE staffing_seat seat
    SET state = CASE WHEN placed.seat_id IS NULL THEN 'vacant' ELSE 'filled' END,
        state_on = CASE WHEN placed.seat_id IS NULL THEN seat.state_on ELSE %(day)s END,
        reason = CASE WHEN placed.seat_id IS NOT NULL THEN '' WHEN row.person_id IS NULL THEN row.reason ELSE 'taken_meanwhile' END,
        qualified = CASE WHEN row.person_id IS NULL THEN row.qualified END,
        rivals = CASE WHEN row.person_id IS NULL THEN row.rivals END
    FROM staffing_placement row
    JOIN vacant ON vacant.id = row.seat_id
    LEFT JOIN placed ON placed.seat_id = row.seat_id
    WHERE seat.id = row.seat_id
)
SELECT (SELECT count(*) FROM placed), (SELECT count(person_id) FROM staffing_placement)
