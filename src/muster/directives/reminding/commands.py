"""Reminding units by hand, and the ladder by which they are reminded without a hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from muster.directives import access, rules
from muster.directives.ladders import ACCEPTANCE
from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.statements import fetch, statement
from muster.messages.climbs import commands as climbs
from muster.messages.models import OwnLadder
from muster.units import access as units


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many units; how many messages that made, which wait for the worker; and how many people nobody can write to."""

    units: int
    messages: int = 0
    unreachable: int = 0


@transaction.atomic
def remind_units(actor: Actor, *, directive_id: UUID, unit_id: UUID) -> Reminded:
    """Remind this unit and all below it that have not accepted, and only those: on their pages, and by a message to their chairs.

    A unit reminded within the hour is left in peace, so that a second click writes to nobody.
    """
    unit = units.unit_to(actor, "accept", unit_id)
    directive = access.directive_to_act_on(actor, directive_id)
    values = {"directive": directive_id, "path": unit.path, "person": actor.person_id, "now": actor.now}
    silent = fetch(statement("directives", "remind"), values | {"before": rules.reminded_before(actor.now)})
    if not silent:
        return Reminded(0)
    record(
        actor,
        "directives.units_reminded",
        directive,
        operation_id=directive.operation_id,
        unit_id=unit_id,
        count=len(silent),
    )
    queued = climbs.remind_now(
        actor, source=ACCEPTANCE, subject_id=directive_id, unit_ids=[row[0] for row in silent]
    )
    return Reminded(len(silent), queued.messages, queued.unreachable)


@transaction.atomic
def set_ladder(actor: Actor, *, directive_id: UUID, steps: Sequence[Mapping[str, Any]]) -> OwnLadder:
    """How its reminders will climb. Before it is issued: whoever writes it; from then on whoever issues, and steps taken stay."""
    directive = access.directive_to_pace(actor, directive_id)
    return climbs.set_ladder(
        actor,
        source=ACCEPTANCE,
        subject_id=directive_id,
        steps=steps,
        operation_id=directive.operation_id,
        unit_id=directive.issuing_unit_id,
    )
