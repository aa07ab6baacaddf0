"""SQL that is too long for a line lives in `<app>/sql/<name>.sql`; here it is read and run."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

PACKAGE = Path(__file__).resolve().parent.parent
MANY = 1000
Values = Mapping[str, Any] | Sequence[Any] | None


@dataclass(frozen=True, slots=True)
class Written:
    """What a bulk write did; rows that were the same already are in neither count."""

    created: int = 0
    changed: int = 0


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
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def learn(*tables: str, written: int) -> None:
    """After writing many rows: count what the tables now hold. Until then the database takes a table just filled for empty, and
    would answer every join with a nested loop over all of it.
    """
    if written >= MANY:
        execute(f"ANALYZE {', '.join(tables)}")


def columns_of(kind: type["DataclassInstance"]) -> list[str]:
    return [field.name for field in fields(kind)]


def tuples_of(kind: type["DataclassInstance"], objects: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Dataclasses with two fields or more as tuples. (`astuple` copies every value, which takes ten times as long.)"""
    return map(attrgetter(*columns_of(kind)), objects)


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """COPY tuples into a table, as fast as the wire takes them; how many there were."""
    ready = list(rows)  # a generator that asks the database would wait for ever behind its own COPY
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in ready:
            copy.write_row(row)
    return len(ready)
