"""What the page of one unit shows: where it belongs, who is in it, what it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from muster.figures import queries as figures
from muster.kernel.actor import Actor, lies_under
from muster.operations import queries as operations
from muster.operations.models import Operation, TemporaryUnit
from muster.people import queries as people
from muster.people.queries import Member
from muster.reorganisations import queries as reorganisations
from muster.reorganisations.models import Reorganisation
from muster.units import queries as units
from muster.units.models import Twinning, Unit
from muster.units.queries import Place

from . import queries
from .feed import Line, lines
from .now import Tile, tiles

CHILDREN, STATIONED, MEMBERS, TEMPORARY, LINES, REORGANISATIONS = 30, 10, 10, 10, 10, 10


@dataclass(frozen=True, slots=True)
class UnitPage:
    unit: Unit
    ancestors: Sequence[Unit]
    parent: Unit | None
    locality: Unit | None
    children: Sequence[Unit]
    child_count: int
    stationed: Sequence[Unit]
    stationed_count: int
    history: list[Place]
    strength: int
    members: list[Member] | None  # None: this reader may not read lists of people here
    operation: Operation | None
    tiles: list[Tile]
    temporary_units: Sequence[TemporaryUnit]
    lines: list[Line]
    reorganisations: list[tuple[Reorganisation, str]]
    may_reorganise: bool
    may_connect: bool  # its work chats
    twinnings: list[Twinning]


def unit_page(actor: Actor, *, unit_id: UUID) -> UnitPage:
    unit = units.unit(actor, unit_id=unit_id)
    ancestors = list(units.ancestors(actor, unit=unit))
    below, here = units.children(actor, unit_id=unit_id), units.stationed_in(actor, unit=unit)
    operation = operations.newest_open(actor)
    return UnitPage(
        unit=unit,
        ancestors=ancestors,
        parent=ancestors[-2] if len(ancestors) > 1 else None,
        locality=units.locality_of(actor, unit=unit),
        children=list(below[:CHILDREN]),
        child_count=below.count(),
        stationed=list(here[:STATIONED]),
        stationed_count=here.count(),
        history=units.history(actor, unit=unit),
        strength=people.strength(actor, unit_id=unit_id),
        members=_members(actor, unit),
        operation=operation,
        tiles=_tiles(actor, operation, unit),
        temporary_units=_temporary_units(actor, operation, unit),
        lines=lines(actor, queries.happened(actor, unit=unit)[:LINES]),
        reorganisations=[
            (one, reorganisations.title(one))
            for one in reorganisations.of_unit(actor, unit=unit)[:REORGANISATIONS]
        ],
        twinnings=units.twinnings(actor, unit=unit, day=timezone.localdate(actor.now)),
        may_connect=unit.ended_on is None and actor.may("grant", unit.path),
        may_reorganise=unit.ended_on is None and actor.may("approve", unit.path),
    )


def _members(actor: Actor, unit: Unit) -> list[Member] | None:
    if not actor.may("see_people", unit.path):
        return None
    return people.members(people.roll_of(actor, unit_id=unit.pk, below=False)[:MEMBERS])


def _tiles(actor: Actor, operation: Operation | None, unit: Unit) -> list[Tile]:
    """None for a unit outside the operation."""
    if operation is None or not lies_under(unit.path, operation.unit.path):
        return []
    readings = figures.figures_of(actor, operation_id=operation.pk, unit=unit)
    return tiles(readings, operation_id=operation.pk, unit=unit)


def _temporary_units(actor: Actor, operation: Operation | None, unit: Unit) -> list[TemporaryUnit]:
    if operation is None:
        return []
    found = operations.temporary_units(actor, operation_id=operation.pk)
    return list(found.filter(parent__path__within=[unit.path])[:TEMPORARY])
