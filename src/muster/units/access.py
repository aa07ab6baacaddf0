"""Which units an actor sees, and may do things to."""

from uuid import UUID

from muster.kernel.actor import Actor
from muster.kernel.problems import NotAllowed, NotFound

from .models import Unit, UnitQuerySet


def units_visible_to(actor: Actor) -> UnitQuerySet:
    return Unit.objects.within(actor.paths("see"))


def unit_to_see(actor: Actor, unit_id: UUID) -> Unit:
    unit = units_visible_to(actor).filter(pk=unit_id).select_related("kind").first()
    if unit is None:
        raise NotFound
    return unit


def unit_to(actor: Actor, power: str, unit_id: UUID) -> Unit:
    """The unit, seen and with this power on it: 404 out of sight, 403 in sight but not allowed."""
    unit = unit_to_see(actor, unit_id)
    require(actor, power, unit)
    return unit


def require(actor: Actor, power: str, unit: Unit) -> None:
    if not actor.may(power, unit.path):
        raise NotAllowed(power)
