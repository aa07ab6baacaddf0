"""Reading operations and their temporary units."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from muster.kernel.actor import Actor

from . import access
from .models import MobilisedUnit, Operation, ResponseLevel, TemporaryUnit


def operation(actor: Actor, *, operation_id: UUID) -> Operation:
    return access.operation_to_see(actor, operation_id)


def operations(actor: Actor) -> QuerySet[Operation]:
    """The open ones first, newest first."""
    return access.operations_visible_to(actor).order_by("closed_at", "-activated_at")


def current_level(actor: Actor, *, operation_id: UUID, area_id: UUID | None = None) -> ResponseLevel | None:
    """The level now in force for an area, or for the whole operation where the area has none of its own."""
    operation = access.operation_to_see(actor, operation_id)
    now = operation.levels.filter(during__contains=actor.now)
    own = now.filter(area_id=area_id).first() if area_id else None
    return own or now.filter(area__isnull=True).first()


def temporary_units(actor: Actor, *, operation_id: UUID) -> QuerySet[TemporaryUnit]:
    """Those still to decide first, then the active ones; each with `strength`, the members who serve there."""
    access.operation_to_see(actor, operation_id)
    serving = Count("postings", filter=Q(postings__left_at=None))
    found = access.temporary_units_visible_to(actor).filter(operation_id=operation_id)
    return found.annotate(strength=serving).order_by("-state", "parent__code", "name")


def has_called(actor: Actor, *, operation_id: UUID) -> bool:
    """Whether the operation has frozen its roll yet."""
    access.operation_to_see(actor, operation_id)
    return MobilisedUnit.objects.filter(operation_id=operation_id).exists()
