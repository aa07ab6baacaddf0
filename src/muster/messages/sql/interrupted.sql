-- Attempts that a killed worker left open: nobody can tell whether they went out. The log says so, and each is repeated once at most.
WITH interrupted AS (
    SELECT message.id, attempt.id AS attempt_id
    FROM messaging_message message
    JOIN messaging_attempt attempt ON attempt.message_id = message.id AND attempt.ended_at IS NULL
    WHERE message.state = 'sending' AND attempt.started_at <= %(before)s
    ORDER BY message.id FOR UPDATE OF message SKIP LOCKED
), ended AS (
    UPDATE messaging_attempt attempt SET ended_at = %(now)s, outcome = 'unknown', reason = 'interrupted'
    FROM interrupted WHERE attempt.id = interrupted.attempt_id
)
UPDATE messaging_message message
SET state = CASE WHEN message.was_repeated THEN 'unsure' ELSE 'waiting' END, was_repeated = true
FROM interrupted WHERE message.id = interrupted.id
