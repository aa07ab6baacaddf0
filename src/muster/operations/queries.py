"""Reading operations and their temporary units."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from muster.kernel.actor import Actor
from muster.kernel.problems import NotFound
from muster.kernel.statements import fetch, statement
from muster.units import access as units

from . import access
from .models import MobilisedUnit, Operation, PhaseChange, Posting, ResponseLevel, TemporaryUnit
from .problems import OperationClosed
from .rules import Called


def operation(actor: Actor, *, operation_id: UUID) -> Operation:
    return access.operation_to_see(actor, operation_id)


def operation_to_change(actor: Actor, *, operation_id: UUID) -> Operation:
    """For pages that lead to a change: raises what the change itself would."""
    operation = access.operation_to_see(actor, operation_id)
    units.require(actor, "activate", operation.unit)
    if operation.closed_at is not None:
        raise OperationClosed
    return operation


def operations(actor: Actor) -> QuerySet[Operation]:
    """The open ones first, newest first."""
    open_first = F("closed_at").desc(nulls_first=True)
    return access.operations_visible_to(actor).order_by(open_first, "-activated_at")


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
    return found.annotate(strength=serving).order_by("-state", "parent__code", "name", "pk")


def has_called(actor: Actor, *, operation_id: UUID) -> bool:
    """Whether the operation has frozen its roll yet."""
    access.operation_to_see(actor, operation_id)
    return MobilisedUnit.objects.filter(operation_id=operation_id).exists()


def newest_open(actor: Actor) -> Operation | None:
    """The operation that a person means who names none."""
    return access.operations_visible_to(actor).filter(closed_at=None).order_by("-activated_at").first()


def level_of(operation: Operation, *, at: datetime) -> int | None:
    """The level in force for the whole of an operation that was seen, at a moment."""
    levels = operation.levels.filter(area=None, during__contains=at)
    return levels.values_list("level", flat=True).first()


def levels_in_force(actor: Actor, *, operation_id: UUID) -> QuerySet[ResponseLevel]:
    """Of the whole operation first, then of areas that have one of their own."""
    operation = access.operation_to_see(actor, operation_id)
    now = operation.levels.filter(during__contains=actor.now).select_related("area")
    return now.order_by(F("area__code").asc(nulls_first=True))


def phase_changes(actor: Actor, *, operation_id: UUID) -> QuerySet[PhaseChange]:
    return access.operation_to_see(actor, operation_id).phase_changes.order_by("at")


def whom_it_would_call(actor: Actor, *, unit_id: UUID) -> Called:
    """The base units and members that an operation of this unit would call now."""
    unit = units.unit_to(actor, "activate", unit_id)
    values = {"path": unit.path, "day": timezone.localdate(actor.now)}
    ((called, members),) = fetch(statement("operations", "would_call"), values)
    return Called(units=called, members=members)


def temporary_unit(actor: Actor, *, temporary_unit_id: UUID) -> TemporaryUnit:
    found = access.temporary_units_visible_to(actor).filter(pk=temporary_unit_id).first()
    if found is None:
        raise NotFound
    return found


def temporary_unit_to(actor: Actor, power: str, *, temporary_unit_id: UUID) -> TemporaryUnit:
    """For pages that lead to a change: seen, and with this power on the unit above it."""
    found = temporary_unit(actor, temporary_unit_id=temporary_unit_id)
    units.require(actor, power, found.parent)
    return found


def serving(actor: Actor, *, temporary_unit_id: UUID) -> QuerySet[Posting]:
    """Who serves in a temporary unit, for those who may read lists of people there."""
    found = temporary_unit_to(actor, "see_people", temporary_unit_id=temporary_unit_id)
    return found.postings.filter(left_at=None).select_related("person").order_by("joined_at", "pk")


def strength(temporary: TemporaryUnit) -> int:
    """How many serve in a temporary unit that was seen."""
    return temporary.postings.filter(left_at=None).count()


def shows_demo_data() -> bool:
    """Whether any operation is a demonstration: then what stands beside it may be invented too."""
    return Operation.objects.filter(is_demo=True).exists()
