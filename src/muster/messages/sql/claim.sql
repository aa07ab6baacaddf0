-- Takes the next messages of a channel, opens an attempt for each, and gives what is needed to send them. Other workers take others.
WITH due AS (
    SELECT id FROM messaging_message
    WHERE channel = %(channel)s AND state = 'waiting' AND next_at <= %(now)s AND ends_at > %(now)s
      AND (is_urgent OR NOT %(is_quiet)s)
    ORDER BY is_urgent DESC, next_at, id LIMIT %(most)s FOR UPDATE SKIP LOCKED
), claimed AS (
    UPDATE messaging_message message SET state = 'sending', tries = tries + 1
    FROM due WHERE message.id = due.id
    RETURNING message.*
), opened AS (
    INSERT INTO messaging_attempt (message_id, number, started_at) SELECT id, tries, %(now)s FROM claimed
)
SELECT claimed.id, claimed.template, claimed.variables, claimed.was_repeated, claimed.tries, coalesce(account.language, ''), room.kind,
    CASE claimed.channel WHEN 'sms' THEN person.phone WHEN 'email' THEN email.address ELSE room.address END
FROM claimed
LEFT JOIN people_person person ON person.id = claimed.person_id
LEFT JOIN people_account account ON account.person_id = claimed.person_id
LEFT JOIN messaging_emailaddress email ON email.person_id = claimed.person_id
LEFT JOIN messaging_room room ON room.id = claimed.room_id
