"""Muster calls, to those who see the unit that calls; one's own answer, to whoever was asked."""

from uuid import UUID

from django.db.models import QuerySet

from muster.kernel.actor import Actor
from muster.kernel.problems import NotFound
from muster.operations import access as operations
from muster.units import access as units

from .models import Asked, MusterCall
from .tokens import asked_of


def calls_visible_to(actor: Actor) -> QuerySet[MusterCall]:
    return MusterCall.objects.filter(unit__path__within=actor.paths("see")).select_related("unit", "skill")


def call_to_see(actor: Actor, call_id: UUID) -> MusterCall:
    found = calls_visible_to(actor).filter(pk=call_id).first()
    if found is None:
        raise NotFound
    return found


def call_to_lead(actor: Actor, call_id: UUID) -> MusterCall:
    """Locked, in an open operation, for those who plan in the unit that calls."""
    found = call_to_see(actor, call_id)
    operations.open_operation(actor, found.operation_id)
    units.require(actor, "plan", found.unit)
    return locked(call_id)


def locked(call_id: UUID) -> MusterCall:
    return (
        MusterCall.objects.select_for_update(of=("self",)).select_related("unit", "operation").get(pk=call_id)
    )


def asked_by_link(token: str) -> Asked:
    """The answer that a link is for."""
    asked_id = asked_of(token)
    if asked_id is None:
        raise NotFound
    found = Asked.objects.filter(pk=asked_id).select_related("call", "call__unit", "person").first()
    if found is None:
        raise NotFound
    return found
