-- What waits on behalf of units that have answered is not sent; a superior's waits while any unit below has not.
WITH silent AS MATERIALIZED (
    SELECT unit.id, unit.path FROM units_unit unit WHERE unit.id IN (SELECT silent.unit_id FROM ({silent}) silent)
)
UPDATE messaging_message message SET state = 'stopped'
FROM units_unit unit
WHERE message.purpose = %(source)s AND message.subject_id = %(subject)s AND message.round = %(round)s AND message.state = 'waiting'
  AND unit.id = message.unit_id
  AND NOT EXISTS (
      SELECT FROM silent
      WHERE silent.id = unit.id OR (message.template = 'superior' AND silent.path <@ unit.path)
  )
