INSERT INTO figures_declaration (key, digest, is_stock) VALUES (%(key)s, %(digest)s, %(is_stock)s)
ON CONFLICT (key) DO UPDATE SET digest = excluded.digest, is_stock = excluded.is_stock
