-- Opens the seats that are asked for: as many of each kind as it says.
INSERT INTO staffing_seat
    (operation_id, unit_id, group_kind, group_id, group_name, kind, skill_id, longitude, latitude, state, state_on)
SELECT %(operation)s, row.unit_id, %(group_kind)s, row.group_id, row.group_name, row.kind, row.skill, row.longitude, row.latitude,
       'vacant', %(day)s
FROM staffing_need row CROSS JOIN LATERAL generate_series(1, row.count)
