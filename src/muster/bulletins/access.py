"""Who sees and does what to bulletins. A published one is for everybody; a draft is for those who write or publish there."""

from uuid import UUID

from django.db.models import Q, QuerySet

from muster.kernel.actor import Actor
from muster.kernel.problems import NotAllowed, NotFound
from muster.operations import access as operations
from muster.operations.models import Operation
from muster.units import access as units
from muster.units.models import Unit

from .models import Bulletin, State
from .problems import NotPublished


def bulletins_visible_to(actor: Actor) -> QuerySet[Bulletin]:
    """Of the operations in sight. One that was withdrawn stays visible to those who see its unit."""
    withdrawn = Q(state=State.WITHDRAWN, unit__path__within=actor.paths("see"))
    draft = Q(state=State.DRAFT, unit__path__within=(*actor.paths("draft"), *actor.paths("issue")))
    seen = Q(state=State.PUBLISHED) | withdrawn | draft
    in_sight = operations.operations_visible_to(actor)
    return Bulletin.objects.filter(seen, operation__in=in_sight).select_related("unit", "operation")


def bulletin_to_see(actor: Actor, bulletin_id: UUID) -> Bulletin:
    bulletin = bulletins_visible_to(actor).filter(pk=bulletin_id).first()
    if bulletin is None:
        raise NotFound
    return bulletin


def bulletin_with(actor: Actor, power: str, bulletin_id: UUID) -> Bulletin:
    """The bulletin, with this power on its unit. Its operation may be closed: a final report comes after the end."""
    seen = bulletin_to_see(actor, bulletin_id)
    units.require(actor, power, seen.unit)
    return seen


def bulletin_to(actor: Actor, power: str, bulletin_id: UUID) -> Bulletin:
    """The same, locked. The operation is locked first, so that bulletins take their numbers one after the other."""
    seen = bulletin_with(actor, power, bulletin_id)
    Operation.objects.select_for_update(no_key=True).get(pk=seen.operation_id)
    locked = Bulletin.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("unit", "operation").get(pk=bulletin_id)


def published_to_correct(actor: Actor, operation_id: UUID) -> list[Bulletin]:
    """The published bulletins of an operation on whose units the actor may publish, locked."""
    operations.operation_to_see(actor, operation_id)
    published = Bulletin.objects.filter(
        operation=operation_id, state=State.PUBLISHED, unit__path__within=actor.paths("issue")
    )
    locked = published.select_for_update(of=("self",), no_key=True)
    return list(locked.select_related("unit", "operation").order_by("pk"))


def unit_to_write_for(actor: Actor, operation_id: UUID, unit_id: UUID) -> tuple[Operation, Unit]:
    """A unit of the operation's organisation for which the actor writes."""
    operation = operations.operation_to_see(actor, operation_id)
    unit = units.unit_to(actor, "draft", unit_id)
    if not units_of(operation).filter(pk=unit_id).exists():
        raise NotFound
    return operation, unit


def units_to_write_for(actor: Actor, operation_id: UUID) -> list[Unit]:
    """The operation's unit, and those of the actor's roles, as far as the actor writes there; the highest first."""
    operation = operations.operation_to_see(actor, operation_id)
    own = Q(path__in=actor.paths("draft")) | Q(pk=operation.unit_id)
    may = units_of(operation).filter(own, path__within=actor.paths("draft"))
    found = list(may.filter(path__within=actor.paths("see"), ended_on=None).order_by("path__depth", "code"))
    if not found:
        raise NotAllowed("draft")
    return found


def units_of(operation: Operation) -> QuerySet[Unit]:
    return Unit.objects.filter(path__within=[operation.unit.path])


def published() -> QuerySet[Bulletin]:
    """For everybody, without log-in."""
    return Bulletin.objects.filter(state=State.PUBLISHED).select_related("unit", "operation")


def public_bulletin(token: str) -> Bulletin:
    bulletin = published().filter(token=token).first()
    if bulletin is None:
        raise NotPublished
    return bulletin
