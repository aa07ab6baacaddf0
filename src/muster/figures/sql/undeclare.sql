DELETE FROM figures_declaration WHERE key = ANY (%(keys)s)
