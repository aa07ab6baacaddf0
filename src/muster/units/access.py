"""Which units an actor sees, and may do things to."""

from uuid import UUID

from muster.kernel.actor import Actor
from muster.kernel.problems import NotAllowed, NotFound
from muster.kernel.statements import execute

from .models import Twinning, Unit, UnitQuerySet
from .problems import UnitEnded

# Whoever writes rows for many units shares the tree with others who do; a reorganisation has it alone.
SHARED = "SELECT pg_advisory_xact_lock_shared(hashtext('muster.tree'))"
ALONE = "SELECT pg_advisory_xact_lock(hashtext('muster.tree'))"


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


def tree_at_rest() -> None:
    """No unit moves or ends until this transaction does. Taken before other locks."""
    execute(SHARED)


def tree_to_change() -> None:
    """Nobody else changes the tree, or writes rows for many units of it, until this transaction ends."""
    execute(ALONE)


def twinning_to_end(actor: Actor, twinning_id: UUID) -> Twinning:
    seen = Twinning.objects.filter(pk=twinning_id, unit__path__within=actor.paths("see"))
    held = seen.select_related("unit").first()
    if held is None:
        raise NotFound
    require(actor, "approve", held.unit)
    return held


def standing_unit_to(actor: Actor, power: str, unit_id: UUID) -> Unit:
    """Seen, with this power on it, and not ended."""
    unit = unit_to(actor, power, unit_id)
    if unit.ended_on is not None:
        raise UnitEnded(unit.name)
    return unit
