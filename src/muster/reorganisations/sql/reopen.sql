UPDATE {table} SET {span} = daterange(lower({span}), NULL) WHERE id = ANY(%(rows)s::uuid[])
