-- One message for each of these people, over the first of the channels by which they can be reached, and one for each work chat of
-- their units; who has had this step has it no second time. Returns how many were queued, and how many people nobody can reach.
-- The recipients give person_id, unit_id and facts: what is special to this person's message.
WITH recipients AS MATERIALIZED (
    {recipients}
), persons AS (
    SELECT DISTINCT ON (person_id) person_id, unit_id, facts FROM recipients
    WHERE person_id IS NOT NULL ORDER BY person_id, unit_id
), reached AS (
    SELECT persons.*,
        CASE WHEN first_way.channel = 'sms' THEN 'sms' WHEN first_way.channel = 'email' THEN 'email' END AS channel
    FROM persons
    JOIN people_person person ON person.id = persons.person_id
    LEFT JOIN messaging_emailaddress email ON email.person_id = person.id
    LEFT JOIN LATERAL (
        SELECT way.channel FROM unnest(%(channels)s::text[]) WITH ORDINALITY AS way (channel, place)
        WHERE (way.channel = 'sms' AND person.phone IS NOT NULL) OR (way.channel = 'email' AND email.id IS NOT NULL)
        ORDER BY way.place LIMIT 1
    ) first_way ON true
), rooms AS (
    SELECT room.id, room.unit_id, facts.facts
    FROM messaging_room room
    JOIN (SELECT DISTINCT ON (unit_id) unit_id, facts FROM recipients ORDER BY unit_id) facts ON facts.unit_id = room.unit_id
    WHERE room.closed_at IS NULL AND 'chat' = ANY(%(channels)s::text[])
), queued AS (
    INSERT INTO messaging_message
        (operation_id, purpose, subject_id, round, step, person_id, unit_id, room_id, channel, template, variables, is_urgent,
         queued_at, next_at, ends_at)
    SELECT %(operation)s, %(purpose)s, %(subject)s, %(round)s, %(step)s, ready.person_id, ready.unit_id, ready.room_id,
        ready.channel, %(template)s, %(variables)s::jsonb || ready.facts, %(is_urgent)s, %(now)s, %(now)s, %(ends)s
    FROM (
        SELECT person_id, unit_id, NULL::uuid AS room_id, channel, facts FROM reached WHERE channel IS NOT NULL
        UNION ALL
        SELECT NULL, unit_id, id, 'chat', facts FROM rooms
    ) ready
    ON CONFLICT DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(*) FROM queued), (SELECT count(*) FROM reached WHERE channel IS NULL)
