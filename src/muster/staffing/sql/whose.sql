-- Whose people serve under a path: each once, by the branch of the tree in which their roll lies (the line), and by whether they live
-- in the communities under the path (the locality). No name and no unit: they are on no roll.
WITH serving AS (
    SELECT DISTINCT ON (held.person_id) held.person_id
    FROM staffing_assignment held
    JOIN staffing_seat seat ON seat.id = held.seat_id
    JOIN units_unit here ON here.id = seat.unit_id AND here.path <@ %(path)s::ltree
    WHERE held.operation_id = %(operation)s AND held.ended_at IS NULL
), known AS (
    SELECT serving.person_id, subpath(roll.path, 0, least(nlevel(roll.path), %(depth)s)) AS line,
           lives.path <@ %(path)s::ltree AS is_local
    FROM serving
    JOIN people_person person ON person.id = serving.person_id
    LEFT JOIN people_membership membership ON membership.person_id = person.id AND membership.during @> %(day)s::date
    LEFT JOIN units_unit roll ON roll.id = membership.unit_id
    LEFT JOIN places_home home ON home.id = person.home_id
    LEFT JOIN places_stairwell stairwell ON stairwell.id = home.stairwell_id
    LEFT JOIN places_building building ON building.id = stairwell.building_id
    LEFT JOIN places_area area ON area.id = building.area_id
    LEFT JOIN units_unit lives ON lives.id = area.unit_id
)
SELECT unit.name, unit.path::text, count(*), count(*) FILTER (WHERE is_local), count(*) FILTER (WHERE is_local IS NULL)
FROM known LEFT JOIN units_unit unit ON unit.path = known.line
GROUP BY unit.id
ORDER BY count(*) DESC, unit.name
