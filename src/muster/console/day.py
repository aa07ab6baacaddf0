"""A secretary's day on one page: what came, who does it, who serves here, and today's report."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from muster.directives import queries as directives
from muster.directives.clauses import queries as clauses
from muster.directives.models import Delivery, Part
from muster.directives.rounds import queries as rounds
from muster.directives.rounds.queries import Due
from muster.kernel.actor import Actor
from muster.operations import queries as operations
from muster.people.models import Person
from muster.staffing.models import Assignment
from muster.staffing.words import title
from muster.units import access as units
from muster.units.models import Unit

MOST, SERVING = 20, 6


@dataclass(frozen=True, slots=True)
class Waiting:
    """A directive to accept; `version` is the one that is shown."""

    delivery: Delivery
    version: int
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """A part to hand to somebody of the unit, or to report on."""

    part: Part
    members: Sequence[Person]


@dataclass(frozen=True, slots=True)
class Serving:
    name: str
    group: str
    title: str


@dataclass(frozen=True, slots=True)
class Day:
    unit: Unit
    others: Sequence[Unit]  # of the person's own units, to turn to
    waiting: Sequence[Waiting]
    tasks: Sequence[Task]
    serving: Sequence[Serving]  # the first of them
    serving_count: int
    due: Sequence[Due]
    unheard: Sequence[Delivery]  # directives of which members have neither read nor heard

    @property
    def is_over(self) -> bool:
        """Whether nothing is left that others wait for."""
        handed_out = all(task.part.keeper_id for task in self.tasks)
        return not self.waiting and handed_out and all(one.sent for one in self.due)


def day(actor: Actor, *, operation_id: UUID, unit_id: UUID | None = None) -> Day | None:
    """None for who accepts for no unit of the operation."""
    operation = operations.operation(actor, operation_id=operation_id)
    own = list(
        units.units_visible_to(actor)
        .standing()
        .filter(path__in=actor.paths("accept"), path__within=[operation.unit.path])
        .order_by("path__depth", "code")
    )
    unit = next((one for one in own if one.pk == unit_id), own[0] if own else None)
    if unit is None:
        return None
    held = _held(actor, operation_id, unit)
    return Day(
        unit=unit,
        others=[one for one in own if one != unit],
        waiting=_waiting(actor, operation_id, unit),
        tasks=_tasks(actor, operation_id, unit),
        serving=[
            Serving(one.person.name, one.seat.group_name, str(title(one.seat))) for one in held[:SERVING]
        ],
        serving_count=held.count(),
        due=[one for one in rounds.due(actor, operation_id=operation_id) if one.delivery.unit_id == unit.pk],
        unheard=_unheard(actor, operation_id, unit),
    )


def _waiting(actor: Actor, operation_id: UUID, unit: Unit) -> list[Waiting]:
    found = directives.deliveries_to_accept(actor).filter(directive__operation=operation_id, unit=unit)
    return [_shown(actor, delivery) for delivery in found[:MOST]]


def _shown(actor: Actor, delivery: Delivery) -> Waiting:
    latest = directives.text(actor, directive_id=delivery.directive_id)[0]
    return Waiting(delivery, latest.number, latest.body)


def _tasks(actor: Actor, operation_id: UUID, unit: Unit) -> list[Task]:
    open_ = clauses.parts_to_do(actor, operation_id=operation_id).filter(unit=unit)[:MOST]
    return [Task(part, clauses.members_to_name(actor, part=part)) for part in open_]


def _held(actor: Actor, operation_id: UUID, unit: Unit) -> QuerySet[Assignment]:
    """Whoever holds a seat in its zones and teams, for those who may read lists of people."""
    held = Assignment.objects.filter(
        operation=operation_id, ended_at=None, seat__unit__path__within=[unit.path]
    )
    shown = held if actor.may("see_people", unit.path) else held.none()
    return shown.select_related("person", "seat__skill").order_by("seat__group_name", "pk")


def _unheard(actor: Actor, operation_id: UUID, unit: Unit) -> list[Delivery]:
    own = directives.deliveries_unheard(actor, operation_id=operation_id)
    return list(own.filter(unit=unit)[:MOST])
