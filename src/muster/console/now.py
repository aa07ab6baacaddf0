"""What the page Now shows: the figures of a unit, its parts by one of them, what is late, and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page

from muster.figures import queries as figures
from muster.figures.queries import Part, Reading
from muster.kernel.actor import Actor
from muster.kernel.figure import Counted, Stated
from muster.kernel.paging import page_of
from muster.kernel.problems import Words
from muster.operations import queries as operations
from muster.operations.models import Operation
from muster.places import queries as places
from muster.units import queries as units
from muster.units.models import Unit

from . import queries
from .feed import Line, lines
from .late import Late, late
from .navigation import figure_url, page_url

LINES, ROWS = 12, 50
FIRST_FIGURE = "units.mobilised"
BESIDE = ("musters.", "messages.")  # of one call, or of the post: on their own pages and among all figures


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure as `parts/figure_tile.html` wants it."""

    key: str
    label: Words
    value: Decimal | None
    measure: str
    change: Decimal | None
    as_of: datetime
    url: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A unit below, and its part of the chosen figure."""

    id: UUID
    name: str
    value: Decimal
    is_itself: bool
    url: str


@dataclass(frozen=True, slots=True)
class Now:
    operation: Operation
    unit: Unit
    ancestors: Sequence[Unit]
    tiles: list[Tile]
    choices: list[tuple[str, Words]]
    chosen: Reading
    rows: Page[Row]
    has_map: bool
    late: list[Late]
    lines: list[Line]


def now(
    actor: Actor, *, operation_id: UUID, unit_id: UUID | None, figure: str, page: str | None = None
) -> Now:
    operation = operations.operation(actor, operation_id=operation_id)
    unit = figures.unit_to_open(actor, operation_id=operation_id, unit_id=unit_id)
    readings = figures.figures_of(actor, operation_id=operation_id, unit=unit)
    chosen = _chosen(readings, figure)
    parts = figures.by_child(actor, operation_id=operation_id, unit=unit, key=chosen.key)
    parts.sort(key=lambda part: (part.unit_id != unit.pk, part.value == 0))  # those that have none come last
    below = [part.unit_id for part in parts if part.unit_id != unit.pk]
    return Now(
        operation=operation,
        unit=unit,
        ancestors=list(units.ancestors(actor, unit=unit)),
        tiles=tiles(readings, operation_id=operation_id, unit=unit),
        choices=[(reading.key, reading.label) for reading in readings if _can_be_parted(reading)],
        chosen=chosen,
        rows=page_of([_row(part, operation, unit, chosen) for part in parts], page, rows=ROWS),
        has_map=places.boundaries(actor, unit_ids=below).exists(),
        late=late(actor, operation=operation, unit=unit, readings=readings),
        lines=lines(actor, queries.happened(actor, operation_id=operation_id)[:LINES]),
    )


def areas(actor: Actor, *, operation_id: UUID, unit_id: UUID | None, figure: str) -> dict[str, Any]:
    """The areas of the units below, with their parts of a figure, as GeoJSON."""
    unit = figures.unit_to_open(actor, operation_id=operation_id, unit_id=unit_id)
    parts = figures.by_child(actor, operation_id=operation_id, unit=unit, key=figure or FIRST_FIGURE)
    by_unit = {part.unit_id: part for part in parts if part.unit_id != unit.pk}
    shapes = places.boundaries(actor, unit_ids=by_unit).values_list("unit_id", "boundary")
    features = [
        {
            "type": "Feature",
            "id": str(unit_id),
            "properties": {"name": by_unit[unit_id].name, "value": float(by_unit[unit_id].value)},
            "geometry": boundary,
        }
        for unit_id, boundary in shapes
        if unit_id is not None
    ]
    return {"type": "FeatureCollection", "features": features}


def tiles(readings: Sequence[Reading], *, operation_id: UUID, unit: Unit) -> list[Tile]:
    """As of the minute that was begun: a page that asks again within it gets the same answer."""
    return [
        Tile(
            key=reading.key,
            label=reading.label,
            value=reading.value,
            measure=reading.measure,
            change=reading.change,
            as_of=reading.as_of.replace(second=0, microsecond=0),
            url=figure_url(operation_id, reading.key, unit),
        )
        for reading in readings
        if not reading.key.startswith(BESIDE)
    ]


def _chosen(readings: Sequence[Reading], figure: str) -> Reading:
    """The figure asked for, if it can be parted among the units below."""
    parted = {reading.key: reading for reading in readings if _can_be_parted(reading)}
    return parted.get(figure) or parted[FIRST_FIGURE]


def _can_be_parted(reading: Reading) -> bool:
    return isinstance(reading.figure, Counted | Stated)


def _row(part: Part, operation: Operation, unit: Unit, chosen: Reading) -> Row:
    here = page_url("console:now", operation_id=operation.pk)
    narrowed = urlencode({"unit": part.unit_id, "figure": chosen.key})
    is_itself = part.unit_id == unit.pk
    return Row(
        id=part.unit_id,
        name=part.name or "",
        value=part.value,
        is_itself=is_itself,
        url="" if is_itself or part.name is None else f"{here}?{narrowed}",
    )
