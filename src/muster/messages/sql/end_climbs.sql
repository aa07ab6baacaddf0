-- What is withdrawn, closed, or asks anew in another round stops climbing, and what still waits of it is not sent.
WITH open AS ({open}), ended AS (
    UPDATE messaging_climb climb SET ended_at = %(now)s, ended_because = 'over'
    WHERE climb.source = %(source)s AND climb.ended_at IS NULL
      AND NOT EXISTS (SELECT FROM open WHERE open.subject_id = climb.subject_id AND open.round = climb.round)
    RETURNING climb.subject_id, climb.round
)
UPDATE messaging_message message SET state = 'stopped'
FROM ended
WHERE message.purpose = %(source)s AND message.subject_id = ended.subject_id AND message.round = ended.round
  AND message.state = 'waiting'
