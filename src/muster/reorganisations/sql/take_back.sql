-- The rows that went on go, unless they have ended or gone elsewhere since; the spans for which they stood are to be open again.
DELETE FROM {table} AS made USING {log} AS moved
WHERE moved.{cause} = %(cause)s AND moved.key = %(key)s
  AND made.id = moved.made_id AND made.{column} = moved.to_id AND upper_inf(made.{span})
RETURNING moved.row_id
