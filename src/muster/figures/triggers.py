"""The SQL that keeps figures, made from their declarations, and its installation.

One function a table: after each statement it appends what that statement changed, summed by figure, operation, unit and day. A
second trigger, on the tree's history, moves what units have when they move.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from muster.kernel.figure import Counted, Figure, Stated
from muster.kernel.statements import statement

from . import registry
from .registry import table_of

Kept = Counted | Stated
TREE = "units_unitpath"
TRANSITIONS = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
    "TRUNCATE": "",
}
EXISTING_TABLES = "SELECT name FROM unnest(%s::text[]) AS name WHERE to_regclass(name) IS NOT NULL"
LONE_FUNCTIONS = """
SELECT proname FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace AND proname LIKE 'figures\\_count\\_%%' AND NOT proname = ANY (%s)
"""


def install_triggers(connection: BaseDatabaseWrapper, figures: Iterable[Figure] | None = None) -> None:
    """Make the database count these figures and no others; what is new or was declared otherwise is counted anew. As owner."""
    declared = registry.figures().values() if figures is None else figures
    tables = by_table(declared)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        # A migration of one app alone may run before another's tables are made, or our own.
        cursor.execute(EXISTING_TABLES, [["figures_total"]])
        if cursor.fetchone() is None:
            return
        cursor.execute(EXISTING_TABLES, [list(tables)])
        tables = {table: tables[table] for (table,) in cursor.fetchall()}
        cursor.execute("SELECT quote_ident(current_schema())")
        ((schema,),) = cursor.fetchall()
        _install_tree(cursor, schema)
        _drop_lone_functions(cursor, [function_of(table) for table in tables])
        for table, counted in tables.items():
            cursor.execute(function_sql(table, counted, schema=schema))
            _install(cursor, table, function_of(table), prefix="figures_")
        _count_anew(cursor, tables)
        cursor.execute("SELECT FROM pg_roles WHERE rolname = 'muster_app'")
        if cursor.fetchone() is not None:
            cursor.execute("GRANT MAINTAIN ON figures_delta TO muster_app")  # the fold vacuums after itself


def function_of(table: str) -> str:
    return f"figures_count_{table}"


def function_sql(table: str, figures: list[Kept], *, schema: str) -> str:
    """The function that counts a table's figures."""
    return statement("figures", "count").format(
        function=function_of(table),
        schema=schema,
        inserted=changes(figures, "new_rows"),
        updated=_updates(figures),
        deleted=changes(figures, "old_rows", sign="-"),
        keys="ARRAY[" + ", ".join(f"'{figure.key}'" for figure in figures) + "]",
    )


def changes(figures: list[Kept], rows: str, *, sign: str = "") -> str:
    """What these rows amount to, by figure, operation, unit and day."""
    parts = [
        f"('{figure.key}', row.operation_{n}, row.unit_{n}, row.day_{n}, {sign}row.amount_{n})"
        for n, figure in enumerate(figures)
    ]
    return _summed(f"({_side(figures, rows)}) AS row", parts)


def by_table(figures: Iterable[Figure]) -> dict[str, list[Kept]]:
    """The figures that are kept by triggers, under the tables whose rows they count."""
    found: defaultdict[str, list[Kept]] = defaultdict(list)
    for figure in figures:
        if isinstance(figure, Counted | Stated):
            found[table_of(figure)].append(figure)
    return dict(found)


def counts(figures: list[Kept], table: str) -> str:
    """The same of all rows of a table, and whether it is a stock: figure by figure, which is faster for many rows."""
    return "\nUNION ALL\n".join(
        f"""
        SELECT '{figure.key}' AS figure, operation_id, unit_id, day, {isinstance(figure, Stated)} AS is_stock,
               sum(amount) AS amount
        FROM (
            SELECT ({figure.operation}) AS operation_id, ({figure.unit}) AS unit_id, ({figure.day})::date AS day,
                   ({figure.amount})::numeric AS amount
            FROM {table} WHERE {figure.where}
        ) AS row
        WHERE operation_id IS NOT NULL AND unit_id IS NOT NULL AND day IS NOT NULL
        GROUP BY operation_id, unit_id, day
        HAVING sum(amount) <> 0"""  # noqa: S608 - names from declarations
        for figure in figures
    )


def _updates(figures: list[Kept]) -> str:
    """The old row goes, the new one comes; a stock goes on the day of the change. (A full join is never a nested loop.)"""
    parts = []
    for n, figure in enumerate(figures):
        gone_on = f"was.day_{n}" if isinstance(figure, Counted) else f"coalesce(now.day_{n}, was.day_{n})"
        parts.append(f"('{figure.key}', was.operation_{n}, was.unit_{n}, {gone_on}, -was.amount_{n})")
        parts.append(f"('{figure.key}', now.operation_{n}, now.unit_{n}, now.day_{n}, now.amount_{n})")
    sides = (
        f"({_side(figures, 'old_rows')}) AS was FULL JOIN ({_side(figures, 'new_rows')}) AS now USING (id)"
    )
    return _summed(sides, parts)


def _summed(rows: str, parts: list[str]) -> str:
    return f"""
        SELECT part.figure, part.operation_id, part.unit_id, part.day, sum(part.amount) AS amount
        FROM {rows}
        CROSS JOIN LATERAL (VALUES {", ".join(parts)}) AS part (figure, operation_id, unit_id, day, amount)
        WHERE part.amount <> 0 AND part.operation_id IS NOT NULL AND part.unit_id IS NOT NULL AND part.day IS NOT NULL
        GROUP BY part.figure, part.operation_id, part.unit_id, part.day
        HAVING sum(part.amount) <> 0"""  # noqa: S608 - names from declarations


def _side(figures: list[Kept], rows: str) -> str:
    columns = [
        f"({figure.operation}) AS operation_{n}, ({figure.unit}) AS unit_{n}, ({figure.day})::date AS day_{n},"
        f" CASE WHEN {figure.where} THEN ({figure.amount})::numeric END AS amount_{n}"
        for n, figure in enumerate(figures)
    ]
    return f"SELECT id, {', '.join(columns)} FROM {rows}"  # noqa: S608 - names from declarations


def _install_tree(cursor: CursorWrapper, schema: str) -> None:
    cursor.execute(statement("figures", "forget").format(schema=schema))
    cursor.execute(
        statement("figures", "stand").format(
            schema=schema,
            places=statement("figures", "places"),
            spread=statement("figures", "spread").format(own="own", place="place", itself="false"),
            add=statement("figures", "add").format(change="change"),
        )
    )
    _install(cursor, TREE, "figures_follow", prefix="figures_follow_")
    cursor.execute(f"SELECT figures_stand(array_agg(DISTINCT unit_id)) FROM {TREE}")  # noqa: S608 - names from declarations


def _install(cursor: CursorWrapper, table: str, function: str, *, prefix: str) -> None:
    """A trigger for each way to change a table; those that are there stay, without a lock."""
    cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass", [table])
    held = {name for (name,) in cursor.fetchall()}
    for event, transition in TRANSITIONS.items():
        name = f"{prefix}{event.lower()}"
        if name not in held:
            cursor.execute(
                f"CREATE TRIGGER {name} AFTER {event} ON {table} {transition} FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
            )


def _drop_lone_functions(cursor: CursorWrapper, wanted: list[str]) -> None:
    """And their triggers with them."""
    cursor.execute(LONE_FUNCTIONS, [wanted])
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP FUNCTION "{name}" CASCADE')


def _count_anew(cursor: CursorWrapper, tables: dict[str, list[Kept]]) -> None:
    """Count what was not yet, or not so, and forget what is no longer declared."""
    cursor.execute("SELECT key, digest FROM figures_declaration")
    known: dict[str, str] = dict(cursor.fetchall())
    digests = {figure.key: digest(figure) for figures in tables.values() for figure in figures}
    gone = [key for key in known if key not in digests]
    cursor.execute("SELECT figures_forget(%s)", [gone])
    cursor.execute(statement("figures", "undeclare"), {"keys": gone})
    for table, figures in tables.items():
        new = [figure for figure in figures if known.get(figure.key) != digests[figure.key]]
        if new:
            _recount(cursor, table, new)
    for figure in (figure for figures in tables.values() for figure in figures):
        values: dict[str, str | bool] = {
            "key": figure.key,
            "digest": digests[figure.key],
            "is_stock": isinstance(figure, Stated),
        }
        cursor.execute(statement("figures", "declare"), values)


def _recount(cursor: CursorWrapper, table: str, figures: list[Kept]) -> None:
    """From the rows. Writers of the table wait, so that none counts twice or not at all."""
    cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
    cursor.execute("SELECT figures_forget(%s)", [[figure.key for figure in figures]])
    cursor.execute(statement("figures", "recount").format(counts=counts(figures, table)))


def digest(figure: Kept) -> str:
    """Changes when what is counted does."""
    words = (
        type(figure).__name__,
        table_of(figure),
        figure.amount,
        figure.where,
        figure.operation,
        figure.unit,
        figure.day,
    )
    return hashlib.sha256("\n".join(words).encode()).hexdigest()
