"""What is held of one person, line by line of the register."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from muster.kernel import crypto
from muster.kernel.personal import Mask, Personal, masked_by
from muster.kernel.problems import KeyDestroyed
from muster.kernel.statements import fetch
from muster.places import queries as places

from . import statements
from .registry import register

GONE = "–"
Value = tuple[str, str]  # the column, and what it holds


@dataclass(frozen=True, slots=True)
class Holding:
    """One row about the person. `stays`: a request to erase it is refused, as the register says why."""

    line: Personal
    stays: bool
    values: tuple[Value, ...]


def of_person(*, person_id: UUID, in_clear: bool) -> list[Holding]:
    return [
        Holding(line, bool(stays), tuple(_values(line, scope, row, in_clear=in_clear)))
        for line in register()
        if line.person
        for scope, stays, _id, *row in fetch(statements.of_person(line), {"person": person_id})
    ]


def as_json(found: Sequence[Holding]) -> dict[str, Any]:
    """For people and for programs: what, why, on what ground, until when, and what it says."""
    return {
        "held": [
            {
                "key": one.line.key,
                "what": str(one.line.what),
                "purpose": str(one.line.purpose),
                "ground": str(one.line.ground.label),
                "kept": f"{one.line.kept.until} + {one.line.kept.days}" if one.line.kept else None,
                "stays": str(one.line.stays) if one.stays else None,
                "values": dict(one.values),
            }
            for one in found
        ]
    }


def _values(line: Personal, scope: UUID | None, row: Sequence[Any], *, in_clear: bool) -> Iterator[Value]:
    for column, value in zip(line.columns, row, strict=True):
        if column in line.indexes or value in (None, "", b""):
            continue
        text = _text(line, column, value, scope)
        yield column, text if in_clear or line.mask == Mask.OPEN else masked_by(line.mask, text)


def _text(line: Personal, column: str, value: Any, scope: UUID | None) -> str:
    if column == "home_id":
        return places.address(home_id=value)
    if column in line.sealed:
        try:
            return crypto.unseal(value, scope_id=scope or crypto.STANDING)
        except KeyDestroyed:
            return GONE
    return str(value)
