-- How far a directive has come in these subtrees, by level of unit. One row a level.
SELECT unit.level,
       count(*),
       count(*) FILTER (WHERE delivery.asks_acceptance),
       count(delivery.accepted_at),
       count(*) FILTER (WHERE delivery.state IN ('in_progress', 'returned')),
       count(*) FILTER (WHERE delivery.state = 'done'),
       coalesce(sum(delivery.members), 0),
       coalesce(sum(delivery.members_read), 0),
       coalesce(sum(delivery.members_told), 0)
FROM directives_delivery delivery JOIN units_unit unit ON unit.id = delivery.unit_id
WHERE delivery.directive_id = %(directive)s AND unit.path <@ ANY(%(paths)s::ltree[])
GROUP BY unit.level
