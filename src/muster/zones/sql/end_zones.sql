-- Ends the zones under this path, and those of the communities that the plan cuts anew; their parts are history.
WITH ended AS (
    UPDATE zones_zone zone SET state = 'ended', state_on = %(day)s
    FROM units_unit unit
    WHERE unit.id = zone.unit_id AND zone.operation_id = %(operation)s AND zone.state = 'active'
      AND (unit.path <@ %(path)s::ltree OR zone.area_id IN (SELECT area_id FROM zones_zone WHERE plan_id = %(plan)s))
    RETURNING zone.id
), freed AS (
    UPDATE zones_zonepart part SET is_in_force = false FROM ended WHERE part.zone_id = ended.id
)
SELECT id FROM ended
