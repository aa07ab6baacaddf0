-- Rows go back to where they were, unless they have gone elsewhere since.
UPDATE {table} AS place SET {column} = moved.from_id
FROM {log} AS moved
WHERE moved.{cause} = %(cause)s AND moved.key = %(key)s AND moved.made_id IS NULL
  AND place.id = moved.row_id AND place.{column} = moved.to_id
