-- The rows that go on where spans were cut.
INSERT INTO {table} (id, {column}, {span}, {columns})
SELECT moved.made_id, moved.to_id, daterange(%(day)s::date, NULL), {values}
FROM {log} AS moved JOIN {table} ON {table}.id = moved.row_id
WHERE moved.{cause} = %(cause)s AND moved.key = %(key)s
  AND NOT EXISTS (SELECT FROM {table} AS made WHERE made.id = moved.made_id)
  AND moved.made_id IS NOT NULL AND {free}
