-- Spans that were cut and for which no row goes on: they are to be open again.
SELECT moved.row_id FROM duplicates_movedrow moved
WHERE moved.merge_id = %(cause)s AND moved.key = %(key)s AND moved.made_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM {table} made WHERE made.id = moved.made_id)
