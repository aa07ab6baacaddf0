-- Seats under a path by kind of group and of seat: all that are open, and those that somebody holds.
SELECT seat.group_kind, seat.kind, count(*), count(*) FILTER (WHERE seat.state = 'filled')
FROM staffing_seat seat JOIN units_unit unit ON unit.id = seat.unit_id
WHERE seat.operation_id = %(operation)s AND seat.state <> 'closed' AND unit.path <@ %(path)s::ltree
GROUP BY seat.group_kind, seat.kind
ORDER BY seat.group_kind DESC, array_position(ARRAY['leader', 'skilled', 'general'], seat.kind::text)
