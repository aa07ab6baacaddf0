-- Vacant seats of zones and teams under a path, in the order of ids.
SELECT seat.id, seat.group_kind, seat.group_id, seat.kind, skill.bit, seat.longitude, seat.latitude
FROM staffing_seat seat
JOIN units_unit unit ON unit.id = seat.unit_id
LEFT JOIN people_skill skill ON skill.code = seat.skill_id
WHERE seat.operation_id = %(operation)s AND seat.state = 'vacant' AND unit.path <@ %(path)s::ltree
ORDER BY seat.id
