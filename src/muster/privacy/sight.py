"""Policies of row-level security, as migrations make them: what a connection may see of people. See kernel/sight.py."""

# The planner takes a comparison with a setting for one that few rows pass, and would plan lists for a single row: of a CASE it
# knows nothing and takes half. Settings and units in sight are read once a statement; units not at all where sight is whole.
WITHIN = """
    CASE WHEN (SELECT current_setting('muster.sight', true)) = 'all' THEN true
    ELSE person_id = (SELECT nullif(current_setting('muster.person', true), '')::uuid)
         OR unit_id = ANY (ARRAY(
             SELECT unit.id FROM units_unit unit
             WHERE unit.path <@ ANY (coalesce(nullif(current_setting('muster.paths', true), ''), '{}')::ltree[])))
    END
"""
KNOWN = "coalesce((SELECT current_setting('muster.sight', true)), '') <> ''"
POLICIES = {
    "people_membership": WITHIN,
    "people_dualreport": WITHIN,
    "people_person": KNOWN,
}


def forward(table: str, rule: str) -> list[str]:
    """The owner is bound too, unless the application has a role of its own: then the owner only migrates and backs up."""
    return [
        f"CREATE POLICY {table}_in_sight ON {table} USING ({rule})",
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"""
        DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'muster_app') THEN
                ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            END IF;
        END $$
        """,
    ]


def backward(table: str) -> list[str]:
    return [
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        f"DROP POLICY {table}_in_sight ON {table}",
    ]
