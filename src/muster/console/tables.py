"""Every table that can be brought in from a file, in the order in which they build on one another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from muster.kernel.actor import Actor
from muster.kernel.changes import Columns, Held
from muster.kernel.importing import Layout, Reading
from muster.kernel.problems import Words
from muster.kernel.statements import Written
from muster.people import imports as people
from muster.places import imports as places
from muster.units import imports as units

from .problems import UnknownTable


class Store(Protocol):
    def __call__(self, actor: Actor, *, reading: Reading, day: date) -> Written: ...


class HeldOf(Protocol):
    def __call__(self, reading: Reading, day: date) -> Held: ...


class Wanted(Protocol):
    def __call__(self, reading: Reading, held: Held) -> Columns: ...


class StoreFile(Protocol):
    def __call__(self, actor: Actor, *, source: Path) -> Written: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a file may hold, and the files that are taken."""

    key: str
    label: Words
    holds: Words
    accept: str = ".xlsx,.xls,.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTable(Table):
    """Rows in a documented layout."""

    layout: Callable[[], Layout]
    store: Store
    held: HeldOf  # what is here of each row of a file
    wanted: Wanted  # what the file would make of it
    moves: str = ""  # the column whose change is a move


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeTable(Table):
    """Shapes, in a format of their own."""

    store: StoreFile


def _rows(layout: Layout, store: Store, held: HeldOf, wanted: Wanted, **more: Any) -> RowTable:
    return RowTable(key=layout.key, layout=lambda: layout, store=store, held=held, wanted=wanted, **more)


TABLES: dict[str, RowTable | ShapeTable] = {
    table.key: table
    for table in (
        _rows(
            units.LAYOUT,
            units.store,
            units.held,
            units.wanted,
            moves="parent",
            label=_("Units"),
            holds=_("The organisation tree: each unit, its parent, and the locality where it stands."),
        ),
        _rows(
            places.AREAS,
            places.store_areas,
            places.held_areas,
            places.wanted,
            moves="parent",
            label=_("Areas"),
            holds=_("Divisions by code, and the unit that answers for each."),
        ),
        _rows(
            places.GRIDS,
            places.store_grids,
            places.held_grids,
            places.wanted,
            moves="area",
            label=_("Grids"),
            holds=_("The official grids of every village and community."),
        ),
        _rows(
            places.PREMISES,
            places.store_premises,
            places.held_premises,
            places.wanted,
            moves="area",
            label=_("Premises"),
            holds=_("Compounds, courtyards and hamlets."),
        ),
        _rows(
            places.BUILDINGS,
            places.store_buildings,
            places.held_buildings,
            places.wanted,
            moves="premises",
            label=_("Buildings"),
            holds=_("Buildings with their stairwells, floors and homes."),
        ),
        RowTable(
            key="people",
            label=_("Members"),
            holds=_("Members, the unit that holds the roll, where they live and what they can do."),
            layout=people.layout,
            store=people.store,
            held=people.held,
            wanted=people.wanted,
        ),
        ShapeTable(
            key="boundaries",
            label=_("Boundaries"),
            holds=_("The outlines of areas and grids, as GeoJSON."),
            store=places.store_boundaries,
            accept=".geojson,.json",
        ),
    )
}


def table(key: str) -> RowTable | ShapeTable:
    if key not in TABLES:
        raise UnknownTable(key)
    return TABLES[key]


def row_table(key: str) -> RowTable:
    """One with a layout."""
    chosen = table(key)
    if not isinstance(chosen, RowTable):
        raise UnknownTable(key)
    return chosen
