"""Reading how a directive's reminders climb, and what is near or behind its time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from muster.directives import access
from muster.directives.clauses.rules import colour
from muster.directives.ladders import ACCEPTANCE
from muster.directives.models import Delivery, DeliveryState, Directive, State
from muster.kernel.actor import Actor
from muster.messages.climbs import queries as climbs
from muster.operations.rules import local_day


@dataclass(frozen=True, slots=True)
class OfDirective:
    """Its steps, of which `passed` were taken or passed over."""

    directive: Directive
    steps: list[dict[str, Any]]
    passed: int


def ladder_to_change(actor: Actor, *, directive_id: UUID) -> OfDirective:
    found = access.directive_to_pace(actor, directive_id)
    steps, passed = climbs.ladder_of(source=ACCEPTANCE, subject_id=found.pk, ladder=found.urgency)
    return OfDirective(found, steps, passed)


def colours(actor: Actor, *, directives: Iterable[Directive]) -> dict[UUID, str]:
    """How near or far behind its day each is while a unit in sight has not done it: blue, yellow, red, or nothing."""
    due = {found.pk: found for found in directives if found.due_on and found.state == State.ISSUED}
    unfinished = Delivery.objects.filter(
        directive=OuterRef("pk"),
        asks_acceptance=True,
        is_in_force=True,
        unit__path__within=actor.paths("see"),
    ).exclude(state=DeliveryState.DONE)
    open_ = Directive.objects.filter(Exists(unfinished), pk__in=due).values_list("pk", flat=True)
    return {id_: _colour(actor, due[id_]) for id_ in open_} if due else {}


def _colour(actor: Actor, found: Directive) -> str:
    today = local_day(actor.now, time_zone=found.operation.time_zone)
    return colour(due_on=found.due_on, today=today, is_finished=False)
