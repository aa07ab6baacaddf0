"""What a file would change: each row beside what is held, before anything does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .importing import Reading
from .layouts import Column, shown
from .parsers import Choice

MOST_SHOWN = 20  # rows of each sort
NAMED_BY = 3  # columns that say which row is meant
Columns = Mapping[str, Sequence[Any]]


@dataclass(slots=True)
class Held:
    """What is held of each row of a file, by column: those columns alone that are compared. `known`: whether anything is."""

    known: list[bool]
    columns: dict[str, list[Any]]


def held_by(reading: Reading, key: str, keys: Sequence[str], rows: Mapping[Any, Sequence[Any]]) -> Held:
    """From what is held by the rows' key: the values of these columns, in their order."""
    found = [rows.get(one) for one in reading.columns[key]]
    columns = {name: [row[at] if row else None for row in found] for at, name in enumerate(keys)}
    return Held([row is not None for row in found], columns)


def filled(values: Sequence[Any], default: Any) -> list[Any]:
    """With what is stored where a cell is empty."""
    return [default if value is None else value for value in values]


@dataclass(slots=True)
class Picture:
    created: int = 0
    changed: int = 0
    moved: int = 0
    same: int = 0
    fields: dict[str, int] = field(default_factory=dict)  # how many rows each column changes in
    moved_rows: list[dict[str, Any]] = field(default_factory=list)
    new_rows: list[dict[str, Any]] = field(default_factory=list)
    changed_rows: list[dict[str, Any]] = field(default_factory=list)


def picture(reading: Reading, held: Held, wanted: Columns, *, moves: str = "") -> Picture:
    """Row by row. A row is moved if it changes in the column `moves`."""
    found = Picture()
    columns = [column for column in reading.layout.columns if column.key in held.columns]
    for index, is_known in enumerate(held.known):
        if not is_known:
            found.created += 1
            _keep(found.new_rows, reading, index, [])
            continue
        differing = [
            column for column in columns if held.columns[column.key][index] != wanted[column.key][index]
        ]
        if not differing:
            found.same += 1
            continue
        is_moved = any(column.key == moves for column in differing)
        found.changed += 1
        found.moved += is_moved
        for column in differing:
            found.fields[column.key] = found.fields.get(column.key, 0) + 1
        told = [
            _told(column, held.columns[column.key][index], wanted[column.key][index]) for column in differing
        ]
        _keep(found.moved_rows if is_moved else found.changed_rows, reading, index, told)
    return found


def _keep(rows: list[dict[str, Any]], reading: Reading, index: int, changes: list[dict[str, Any]]) -> None:
    if len(rows) == MOST_SHOWN:
        return
    named = [
        _words(column, reading.columns[column.key][index]) for column in reading.layout.columns[:NAMED_BY]
    ]
    rows.append(
        {
            "row": reading.rows[index],
            "sheet": reading.heading_of(index).sheet,
            "named": named,
            "changes": changes,
        }
    )


def _told(column: Column, before: Any, after: Any) -> dict[str, Any]:
    return {"column": column.key, "before": _words(column, before), "after": _words(column, after)}


def _words(column: Column, value: Any) -> list[str]:
    """In Chinese and in English."""
    if value in (None, "", ()):
        return ["", ""]
    if isinstance(column.parse, Choice):
        return list(column.parse.words(value))
    return [shown(value, private=column.is_private)] * 2
