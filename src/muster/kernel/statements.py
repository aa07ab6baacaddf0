"""SQL that is too long for a line lives in `<app>/sql/<name>.sql`; here it is read and run."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

PACKAGE = Path(__file__).resolve().parent.parent
Values = Mapping[str, Any] | Sequence[Any] | None


@cache
def statement(app: str, name: str) -> str:
    return (PACKAGE / app / "sql" / f"{name}.sql").read_text()


def execute(sql: str, values: Values = None) -> int:
    """Run a statement; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def fetch(sql: str, values: Values = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def copy_rows(table: str, columns: Sequence[str], rows: Any) -> int:
    """COPY an iterable of tuples into a table, as fast as the wire takes them."""
    written = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
            written += 1
    return written
