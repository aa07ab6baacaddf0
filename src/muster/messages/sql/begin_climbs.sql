-- A ladder for every subject that asks for an answer and has none yet in this round.
WITH open AS ({open})
INSERT INTO messaging_climb
    (source, subject_id, operation_id, unit_id, round, since, is_urgent, variables, path, ladder_id, steps)
SELECT %(source)s, open.subject_id, open.operation_id, open.unit_id, open.round, open.since, open.is_urgent, open.variables, open.path,
    ladder.code, coalesce(own.steps, ladder.steps)
FROM open JOIN messaging_ladder ladder ON ladder.code = open.ladder
LEFT JOIN messaging_ownladder own ON own.source = %(source)s AND own.subject_id = open.subject_id
ON CONFLICT DO NOTHING
RETURNING id
