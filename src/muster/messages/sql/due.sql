-- How many messages of each channel could be sent now, up to a number beyond which it makes no difference.
SELECT channel.name, (
    SELECT count(*) FROM (
        SELECT FROM messaging_message message
        WHERE message.channel = channel.name AND message.state = 'waiting' AND message.next_at <= %(now)s
          AND message.ends_at > %(now)s AND (message.is_urgent OR NOT %(is_quiet)s)
        LIMIT %(most)s
    ) AS due
)
FROM unnest(%(channels)s::text[]) AS channel (name)
WHERE NOT EXISTS (SELECT FROM messaging_pause pause WHERE pause.channel = channel.name AND pause.until > %(now)s)
