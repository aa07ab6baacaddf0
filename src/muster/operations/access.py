"""Which operations an actor sees: those of units above, at or below the subtrees in sight, and those that called the person."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from muster.kernel.actor import Actor
from muster.kernel.problems import NotFound
from muster.units import access as units

from .models import MobilisedMember, Operation, ResponseLevel, TemporaryUnit
from .problems import OperationClosed, OperationNotClosed


def operations_visible_to(actor: Actor) -> QuerySet[Operation]:
    paths = actor.paths("see")
    seen = Q(unit__path__within=paths)
    if actor.person_id is not None:
        called = MobilisedMember.objects.filter(operation=OuterRef("pk"), person_id=actor.person_id)
        seen |= Q(Exists(called))
    for path in filter(None, paths):
        seen |= Q(unit__path__above=path)
    return Operation.objects.filter(seen).select_related("unit")


def operation_to_see(actor: Actor, operation_id: UUID) -> Operation:
    operation = operations_visible_to(actor).filter(pk=operation_id).first()
    if operation is None:
        raise NotFound
    return operation


def open_operation(actor: Actor, operation_id: UUID) -> Operation:
    """For work inside the operation: seen, and not closed while this transaction lasts."""
    operation_to_see(actor, operation_id)
    operation = (
        Operation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("unit")
        .get(pk=operation_id)
    )
    if operation.closed_at is not None:
        raise OperationClosed
    return operation


def operation_to_change(actor: Actor, operation_id: UUID) -> Operation:
    operation = open_operation(actor, operation_id)
    units.require(actor, "activate", operation.unit)
    return operation


def ended_operation(actor: Actor, operation_id: UUID) -> Operation:
    """An operation that has ended, where the actor could have closed it."""
    operation = operation_to_see(actor, operation_id)
    units.require(actor, "activate", operation.unit)
    if operation.closed_at is None:
        raise OperationNotClosed
    return operation


def temporary_units_visible_to(actor: Actor) -> QuerySet[TemporaryUnit]:
    return TemporaryUnit.objects.filter(parent__path__within=actor.paths("see")).select_related(
        "parent", "unit", "leader"
    )


def temporary_unit_to(actor: Actor, power: str, temporary_unit_id: UUID) -> TemporaryUnit:
    """The temporary unit, locked, with this power on the unit above it."""
    seen = temporary_units_visible_to(actor).filter(pk=temporary_unit_id).first()
    if seen is None:
        raise NotFound
    open_operation(actor, seen.operation_id)
    units.require(actor, power, seen.parent)
    return (
        TemporaryUnit.objects.select_for_update(of=("self",))
        .select_related("parent", "operation")
        .get(pk=seen.pk)
    )


def level_in_force(operation: Operation, area_id: UUID | None) -> ResponseLevel | None:
    """The open-ended level of an area, or of the whole operation; None before the first."""
    levels = operation.levels.filter(during__upper_inf=True)
    of_area = levels.filter(area_id=area_id) if area_id else levels.filter(area__isnull=True)
    return of_area.first()
