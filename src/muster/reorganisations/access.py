"""Which reorganisations an actor sees, and may decide. Locks go from the tree to the reorganisation to the rows."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet

from muster.kernel.actor import Actor
from muster.kernel.problems import NotFound
from muster.operations.models import Operation
from muster.units import access as units
from muster.units.models import Unit

from . import rules
from .models import UNDONE_WITHIN, Reorganisation, State
from .planned import Plan
from .problems import Decided, LeadsOperation, TooLate


def reorganisations_visible_to(actor: Actor) -> QuerySet[Reorganisation]:
    """Those that name a unit in sight. What is not yet in force, for those who decide there."""
    happened = Q(state__in=[State.IN_FORCE, State.UNDONE]) & _of(actor, "see")
    return Reorganisation.objects.filter(happened | _of(actor, "approve")).select_related("job")


def reorganisation_to_see(actor: Actor, reorganisation_id: UUID) -> Reorganisation:
    found = reorganisations_visible_to(actor).filter(pk=reorganisation_id).first()
    if found is None:
        raise NotFound
    return found


def reorganisation_to_decide(
    actor: Actor, reorganisation_id: UUID, *, states: Sequence[str]
) -> Reorganisation:
    """Locked, in one of these states, with the power on every unit that it names."""
    seen = reorganisation_to_see(actor, reorganisation_id)
    for unit_id in Plan.read(seen.plan).named:
        units.unit_to(actor, "approve", unit_id)
    found = (
        Reorganisation.objects.select_for_update(of=("self",)).select_related("job").get(pk=reorganisation_id)
    )
    if found.state not in states:
        raise Decided
    return found


def reorganisation_to_undo(actor: Actor, reorganisation_id: UUID) -> Reorganisation:
    found = reorganisation_to_decide(actor, reorganisation_id, states=[State.IN_FORCE])
    if found.in_force_at is None or not rules.can_be_undone(
        in_force_at=found.in_force_at, now=actor.now, within=UNDONE_WITHIN
    ):
        raise TooLate
    return found


def unit_to_end(actor: Actor, unit_id: UUID) -> Unit:
    """One that stands and leads no open operation."""
    unit = units.standing_unit_to(actor, "approve", unit_id)
    operation = Operation.objects.filter(unit=unit, closed_at=None).first()
    if operation is not None:
        raise LeadsOperation(unit.name, operation.name)
    return unit


def _of(actor: Actor, power: str) -> Q:
    return Q(unit_ids__overlap=ArraySubquery(Unit.objects.within(actor.paths(power)).values("pk")))
