-- Hands a part down to units below; those that have one of the same clause keep it.
WITH given AS (
    INSERT INTO directives_part
        (operation_id, clause_id, unit_id, is_lead, given_by_id, due_on, instruction, is_in_force, day)
    SELECT %(operation)s, %(clause)s, unit, true, %(part)s, %(due_on)s, %(instruction)s, true, %(day)s
    FROM unnest(%(units)s::uuid[]) AS unit ORDER BY unit
    ON CONFLICT (clause_id, unit_id) DO NOTHING
    RETURNING unit_id
), copies AS (
    INSERT INTO directives_delivery (operation_id, directive_id, unit_id, is_copy, asks_acceptance, day, members)
    SELECT %(operation)s, %(directive)s, unit_id, false, true, %(day)s, 0 FROM given
    ON CONFLICT (directive_id, unit_id) DO UPDATE SET is_copy = false, asks_acceptance = true
    WHERE NOT directives_delivery.asks_acceptance
)
SELECT count(*) FROM given
