-- Puts the parts of a directive just issued in force. A unit that has a part and was not addressed gets a copy: it must act on it.
WITH charged AS (
    UPDATE directives_part part SET is_in_force = true, day = %(day)s, due_on = coalesce(part.due_on, clause.due_on)
    FROM directives_clause clause WHERE clause.id = part.clause_id AND clause.directive_id = %(directive)s
    RETURNING part.unit_id
)
INSERT INTO directives_delivery (operation_id, directive_id, unit_id, is_copy, asks_acceptance, day, members)
SELECT DISTINCT %(operation)s::uuid, %(directive)s::uuid, unit_id, false, true, %(day)s::date, 0 FROM charged
ON CONFLICT (directive_id, unit_id) DO UPDATE SET is_copy = false, asks_acceptance = true
