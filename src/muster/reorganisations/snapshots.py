"""Units as they are at a moment: to see whether they have changed, and to put them back."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from muster.units.commands import Shape
from muster.units.models import Unit


def as_they_are(unit_ids: Iterable[UUID]) -> list[dict[str, Any]]:
    found = Unit.objects.in_bulk(list(unit_ids))
    return [
        {
            "id": str(unit.pk),
            "name": unit.name,
            "parent_id": str(unit.parent_id) if unit.parent_id else None,
            "ended_on": unit.ended_on.isoformat() if unit.ended_on else None,
            "successor_id": str(unit.successor_id) if unit.successor_id else None,
        }
        for unit in (found[unit_id] for unit_id in unit_ids)
    ]


def shape(kept: dict[str, Any]) -> Shape:
    return Shape(
        id=UUID(kept["id"]),
        name=kept["name"],
        parent_id=UUID(kept["parent_id"]) if kept["parent_id"] else None,
        ended_on=date.fromisoformat(kept["ended_on"]) if kept["ended_on"] else None,
        successor_id=UUID(kept["successor_id"]) if kept["successor_id"] else None,
    )


def digest(named: Iterable[Unit]) -> str:
    facts = [(str(unit.pk), unit.name, unit.path, str(unit.ended_on)) for unit in named]
    return hashlib.sha256(repr(facts).encode()).hexdigest()
