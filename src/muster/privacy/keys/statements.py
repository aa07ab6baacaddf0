"""SQL made from what is sealed: rows that an older key sealed."""

from collections.abc import Iterable
from dataclasses import dataclass

from muster.privacy.registry import sealed

STANDING = "'00000000-0000-0000-0000-000000000000'::uuid"


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its sealed columns, and the SQL of whose key seals a row."""

    name: str
    columns: tuple[str, ...]
    scope: str


def tables() -> list[Table]:
    return [
        Table(name, tuple(columns), f"held.{scope}" if scope else STANDING)
        for (name, scope), columns in sealed().items()
    ]


def outdated(table: Table) -> str:
    """Rows that some older key sealed, with the generation of today; those that somebody writes just now are left for later."""
    columns = ", ".join(f"held.{column}" for column in table.columns)
    return (
        f"SELECT held.id, {table.scope}, {columns} FROM {table.name} held "  # noqa: S608 - Django's names, nothing of a user's
        f"JOIN kernel_datakey key ON key.scope_id = {table.scope} AND key.wrapped IS NOT NULL "
        f"WHERE {_some(table.columns)} LIMIT %(most)s FOR UPDATE OF held SKIP LOCKED"
    )


def count(table: Table) -> str:
    return (
        f"SELECT count(*) FROM {table.name} held "  # noqa: S608 - as above
        f"JOIN kernel_datakey key ON key.scope_id = {table.scope} AND key.wrapped IS NOT NULL WHERE {_some(table.columns)}"
    )


def resealed(table: Table) -> str:
    values = ", ".join(f"{column} = %s" for column in table.columns)
    return f"UPDATE {table.name} SET {values} WHERE id = %s"  # noqa: S608 - as above


def _some(columns: Iterable[str]) -> str:
    is_older = (
        f"(octet_length(held.{column}) > 0 AND get_byte(held.{column}, 0) <> key.generation)"
        for column in columns
    )
    return f"({' OR '.join(is_older)})"
