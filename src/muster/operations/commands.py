"""Activating an operation, calling its units and members, and changing its level and phase."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation

from muster.kernel import crypto
from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.statements import fetch, learn, statement
from muster.people import access as people
from muster.people.models import Membership, MembershipKind
from muster.units import access as units
from muster.units.commands import end_unit, open_unit

from . import access, rules, shipped
from .models import Operation, PhaseChange, Posting, ResponseLevel, TemporaryUnit, TemporaryUnitState
from .problems import (
    AlreadyDecided,
    LeaderNotAMember,
    NotALevel,
    TemporaryUnitsRemain,
    UnknownPhase,
    UnknownTemplate,
)
from .rules import Called

TEMPORARY_KIND = "temporary_unit"


@transaction.atomic
def activate_operation(
    actor: Actor,
    *,
    unit_id: UUID,
    template: str,
    name: str = "",
    headquarters: str = "",
    time_zone: str = "Asia/Shanghai",
    is_demo: bool = False,
    is_drill: bool = False,
) -> Operation:
    """Begin an emergency for the organisation under a unit, at the template's first phase and response level."""
    unit = units.unit_to(actor, "activate", unit_id)
    shape = shipped.templates().get(template)
    if shape is None:
        raise UnknownTemplate(template)
    chinese = (translation.get_language() or "").startswith("zh")
    operation = Operation.objects.create(
        name=name or (shape.name_zh if chinese else shape.name_en),
        template=template,
        headquarters=headquarters or (shape.headquarters_zh if chinese else shape.headquarters_en),
        unit=unit,
        time_zone=time_zone,
        phases=list(shape.phases),
        phase=shape.phases[0]["code"],
        is_demo=is_demo,
        is_drill=is_drill,
        activated_at=actor.now,
    )
    PhaseChange.objects.create(operation=operation, phase=operation.phase, at=actor.now)
    ResponseLevel.objects.create(operation=operation, level=shape.level, during=(actor.now, None))
    record(
        actor,
        "operations.activated",
        operation,
        operation_id=operation.pk,
        unit_id=unit.pk,
        template=template,
    )
    return operation


@transaction.atomic
def mobilise(actor: Actor, *, operation_id: UUID) -> Called:
    """Call every base unit and member of the organisation; those called already are not called twice."""
    operation = access.operation_to_change(actor, operation_id)
    day = _day(actor, operation)
    values = {"operation": operation.pk, "path": operation.unit.path, "day": day}
    ((called_units, called_members),) = fetch(statement("operations", "mobilise"), values)
    learn("operations_mobilisedunit", "operations_mobilisedmember", written=called_members)
    record(
        actor,
        "operations.mobilised",
        operation,
        operation_id=operation.pk,
        unit_id=operation.unit_id,
        count=called_units,
        members=called_members,
    )
    return Called(units=called_units, members=called_members)


@transaction.atomic
def begin_operation(actor: Actor, **about: Any) -> Operation:
    """Activate an operation and call everyone at once."""
    operation = activate_operation(actor, **about)
    mobilise(actor, operation_id=operation.pk)
    return operation


@transaction.atomic
def change_phase(actor: Actor, *, operation_id: UUID, phase: str) -> Operation:
    operation = access.operation_to_change(actor, operation_id)
    if not rules.is_phase(phase, phases=operation.phases):
        raise UnknownPhase(phase)
    operation.phase = phase
    operation.save(update_fields=["phase"])
    PhaseChange.objects.create(operation=operation, phase=phase, at=actor.now)
    record(actor, "operations.phase_changed", operation, operation_id=operation.pk, phase=phase)
    return operation


@transaction.atomic
def set_response_level(
    actor: Actor, *, operation_id: UUID, level: int, area_id: UUID | None = None
) -> ResponseLevel:
    """Raise or lower the level of an area, or of the whole operation; the level before ends at this moment."""
    operation = access.operation_to_change(actor, operation_id)
    if not rules.is_level(level):
        raise NotALevel(level)
    before = access.level_in_force(operation, area_id)
    if before is not None and before.level == level:
        return before
    if before is not None:
        before.during = (before.during.lower, actor.now)
        before.save(update_fields=["during"])
    after = ResponseLevel.objects.create(
        operation=operation, area_id=area_id, level=level, during=(actor.now, None)
    )
    record(actor, "operations.level_set", operation, operation_id=operation.pk, level=level, area=area_id)
    return after


@transaction.atomic
def propose_temporary_unit(
    actor: Actor, *, operation_id: UUID, parent_id: UUID, name: str, task: str, leader_id: UUID
) -> TemporaryUnit:
    """Ask for a unit at the front, below `parent_id`, with a designated leader."""
    operation = access.open_operation(actor, operation_id)
    parent = units.unit_to(actor, "plan", parent_id)
    _require_leader(actor, leader_id)
    proposed = TemporaryUnit.objects.create(
        operation=operation,
        parent=parent,
        name=name,
        task=task,
        leader_id=leader_id,
        state_on=_day(actor, operation),
    )
    record(
        actor, "operations.temporary_unit_proposed", proposed, operation_id=operation.pk, unit_id=parent.pk
    )
    return proposed


@transaction.atomic
def approve_temporary_unit(actor: Actor, *, temporary_unit_id: UUID) -> TemporaryUnit:
    """Set the unit up in the tree; its leader is its first member. Rolls stay at home."""
    units.tree_at_rest()
    temporary = access.temporary_unit_to(actor, "approve", temporary_unit_id)
    day = _day(actor, temporary.operation)
    _decide(temporary, TemporaryUnitState.PROPOSED)
    temporary.unit = open_unit(
        actor, parent_id=temporary.parent_id, name=temporary.name, pinyin="", kind=TEMPORARY_KIND, day=day
    )
    temporary.state, temporary.state_on = TemporaryUnitState.ACTIVE, day
    temporary.save()
    Posting.objects.create(temporary_unit=temporary, person_id=temporary.leader_id, joined_at=actor.now)
    record(
        actor,
        "operations.temporary_unit_approved",
        temporary,
        operation_id=temporary.operation_id,
        unit_id=temporary.unit_id,
        leader=temporary.leader_id,
    )
    return temporary


@transaction.atomic
def decline_temporary_unit(actor: Actor, *, temporary_unit_id: UUID, reason: str) -> TemporaryUnit:
    temporary = access.temporary_unit_to(actor, "approve", temporary_unit_id)
    _decide(temporary, TemporaryUnitState.PROPOSED)
    temporary.state, temporary.reason = TemporaryUnitState.DECLINED, reason
    temporary.state_on = _day(actor, temporary.operation)
    temporary.save()
    record(actor, "operations.temporary_unit_declined", temporary, operation_id=temporary.operation_id)
    return temporary


@transaction.atomic
def post_members(actor: Actor, *, temporary_unit_id: UUID, person_ids: Collection[UUID]) -> int:
    """Send members to serve in a temporary unit; those who serve there already are left alone. How many joined."""
    temporary = access.temporary_unit_to(actor, "plan", temporary_unit_id)
    _decide(temporary, TemporaryUnitState.ACTIVE)
    members = people.persons_visible_to(actor).filter(
        pk__in=person_ids, memberships__during__contains=timezone.localdate(actor.now)
    )
    before = temporary.postings.count()
    Posting.objects.bulk_create(
        [
            Posting(temporary_unit=temporary, person=member, joined_at=actor.now)
            for member in members.distinct()
        ],
        ignore_conflicts=True,
    )
    joined = temporary.postings.count() - before
    record(
        actor,
        "operations.members_posted",
        temporary,
        operation_id=temporary.operation_id,
        unit_id=temporary.unit_id,
        count=joined,
    )
    return joined


@transaction.atomic
def end_temporary_unit(actor: Actor, *, temporary_unit_id: UUID) -> TemporaryUnit:
    """The task is done: the unit ends and everyone in it goes back."""
    temporary = access.temporary_unit_to(actor, "approve", temporary_unit_id)
    _decide(temporary, TemporaryUnitState.ACTIVE)
    day = _day(actor, temporary.operation)
    end_unit(actor, unit_id=temporary.unit_id, day=day)  # type: ignore[arg-type]  # an active one stands in the tree
    temporary.state, temporary.state_on = TemporaryUnitState.ENDED, day
    temporary.save()
    temporary.postings.filter(left_at=None).update(left_at=actor.now)
    record(
        actor,
        "operations.temporary_unit_ended",
        temporary,
        operation_id=temporary.operation_id,
        unit_id=temporary.unit_id,
    )
    return temporary


@transaction.atomic
def close_operation(actor: Actor, *, operation_id: UUID) -> Operation:
    """End the emergency. Its temporary units must have ended."""
    operation = access.operation_to_change(actor, operation_id)
    if remaining := operation.temporary_units.filter(state=TemporaryUnitState.ACTIVE).count():
        raise TemporaryUnitsRemain(remaining)
    operation.closed_at = actor.now
    operation.save(update_fields=["closed_at"])
    record(actor, "operations.closed", operation, operation_id=operation.pk)
    return operation


@transaction.atomic
def destroy_key(actor: Actor, *, operation_id: UUID) -> Operation:
    """What is sealed under the key of an operation that has ended can never be read again. The journal stays whole."""
    operation = access.ended_operation(actor, operation_id)
    crypto.destroy_key(operation.pk, now=actor.now)
    record(actor, "operations.key_destroyed", operation, operation_id=operation.pk)
    return operation


def _day(actor: Actor, operation: Operation) -> date:
    return rules.local_day(actor.now, time_zone=operation.time_zone)


def _decide(temporary: TemporaryUnit, expected: TemporaryUnitState) -> None:
    if temporary.state != expected:
        raise AlreadyDecided


def _require_leader(actor: Actor, leader_id: UUID) -> None:
    full = Membership.objects.filter(kind=MembershipKind.FULL, during__contains=timezone.localdate(actor.now))
    if not people.persons_visible_to(actor).filter(pk=leader_id, memberships__in=full).exists():
        raise LeaderNotAMember
