-- Copies and parts of directives in force where the tree has changed under them.
WITH live AS MATERIALIZED (
    SELECT directive.id, directive.operation_id, directive.kind, directive.purpose, operation.time_zone,
           (%(now)s::timestamptz AT TIME ZONE operation.time_zone)::date AS day
    FROM directives_directive directive JOIN operations_operation operation ON operation.id = directive.operation_id
    WHERE directive.state = 'issued' AND operation.closed_at IS NULL
), ended AS (
    UPDATE directives_delivery delivery SET is_in_force = false, day = live.day
    FROM live, units_unit unit
    WHERE delivery.directive_id = live.id AND unit.id = delivery.unit_id AND unit.ended_on < live.day
      AND unit.successor_id IS NULL  -- whoever takes a unit over answers for what it had not finished
      AND delivery.is_in_force AND delivery.state <> 'done'
    RETURNING delivery.id
), orphaned AS MATERIALIZED (
    SELECT part.id, part.clause_id, above.id AS above_id, live.day,
           row_number() OVER (PARTITION BY part.clause_id, above.id ORDER BY part.id) AS place
    FROM directives_part part
    JOIN directives_clause clause ON clause.id = part.clause_id
    JOIN live ON live.id = clause.directive_id
    JOIN units_unit unit ON unit.id = part.unit_id AND unit.ended_on < live.day
    LEFT JOIN LATERAL (
        SELECT above.id FROM units_unit above
        WHERE above.path @> unit.path AND above.id <> unit.id AND above.ended_on IS NULL
        ORDER BY nlevel(above.path) DESC LIMIT 1
    ) above ON true
    WHERE part.is_in_force AND part.state NOT IN ('done', 'confirmed')
), heirs AS MATERIALIZED (
    SELECT orphaned.* FROM orphaned
    WHERE place = 1 AND above_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM directives_part held WHERE held.clause_id = orphaned.clause_id AND held.unit_id = orphaned.above_id
    )
), moved AS (
    UPDATE directives_part part SET unit_id = heirs.above_id, keeper_id = NULL
    FROM heirs WHERE part.id = heirs.id
    RETURNING part.id
), dropped AS (
    UPDATE directives_part part SET is_in_force = false, day = orphaned.day
    FROM orphaned WHERE part.id = orphaned.id AND part.id NOT IN (SELECT id FROM heirs)
    RETURNING part.id
), opened AS (
    INSERT INTO directives_delivery (operation_id, directive_id, unit_id, is_copy, asks_acceptance, day, members)
    SELECT DISTINCT live.operation_id, live.id, unit.id, false, sibling.asks_acceptance, live.day, 0
    FROM live
    JOIN directives_addressee addressee ON addressee.directive_id = live.id AND NOT addressee.is_copy
    JOIN units_unit main ON main.id = addressee.unit_id
    JOIN units_unit unit ON unit.path <@ main.path AND unit.ended_on IS NULL AND unit.kind_id <> ALL(%(not_addressed)s)
    JOIN LATERAL (
        SELECT asks_acceptance FROM directives_delivery known
        WHERE known.directive_id = live.id AND NOT known.is_copy LIMIT 1
    ) sibling ON true
    WHERE NOT EXISTS (
        SELECT FROM directives_delivery known WHERE known.directive_id = live.id AND known.unit_id = unit.id
    )
    ON CONFLICT (directive_id, unit_id) DO NOTHING
    RETURNING id
)
SELECT (SELECT count(*) FROM ended), (SELECT count(*) FROM moved), (SELECT count(*) FROM dropped), (SELECT count(*) FROM opened)
