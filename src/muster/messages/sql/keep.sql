-- What became of each try: the attempt ends, and the message is done with or waits. One answered in the meantime stays stopped.
WITH tried AS (
    SELECT * FROM unnest(%(messages)s::uuid[], %(outcomes)s::text[], %(reasons)s::text[], %(states)s::text[], %(nexts)s::timestamptz[])
        AS tried (message_id, outcome, reason, state, next_at)
), ended AS (
    UPDATE messaging_attempt attempt SET ended_at = %(now)s, outcome = tried.outcome, reason = tried.reason
    FROM tried WHERE attempt.message_id = tried.message_id AND attempt.ended_at IS NULL
)
UPDATE messaging_message message
SET state = tried.state, next_at = tried.next_at, was_repeated = message.was_repeated OR tried.outcome = 'unknown'
FROM tried WHERE message.id = tried.message_id AND message.state = 'sending'
