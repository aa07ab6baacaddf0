"""Opening and closing seats, putting people into them one by one or by a plan."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from muster.kernel.actor import Actor
from muster.kernel.commands import start_job
from muster.kernel.jobs import Progress, silent
from muster.kernel.journal import record
from muster.kernel.models import Job
from muster.kernel.problems import constraint_means
from muster.kernel.statements import copy_rows, execute, fetch, statement
from muster.operations.models import Operation
from muster.operations.rules import local_day
from muster.people.models import PersonSkill
from muster.planning import staffing
from muster.planning.stop import MaxSeconds

from . import access, outcome, rules
from .bulk import without_loops
from .models import Assignment, GroupKind, PlanState, Seat, SeatState, StaffingPlan, Volunteer
from .placements import unpacked
from .problems import HasRole, NotFree, NothingToFill, NotQualified, OutOfRange, SeatNotVacant
from .supply import read_supply

PLAN_JOB = "staffing.plan"
UNITS_IN_NEED = (
    "SELECT DISTINCT unit.path::text FROM staffing_need row JOIN units_unit unit ON unit.id = row.unit_id"
)


@dataclass(frozen=True, slots=True)
class Need:
    """Seats of one kind that a zone or team asks for."""

    group_id: UUID
    group_name: str
    unit_id: UUID
    longitude: float
    latitude: float
    kind: str
    skill: str | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Closed:
    seats: int
    released: int


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of a plan: who was placed, and how many placements had become impossible since it was made."""

    placed: int
    dropped: int


# Seats.


@transaction.atomic
def open_seats(actor: Actor, *, operation_id: UUID, group_kind: GroupKind, needs: Iterable[Need]) -> int:
    """Open the seats of zones or teams; how many."""
    operation = access.operation_in_use(actor, operation_id)
    execute(statement("staffing", "need"))
    columns = [field.name for field in fields(Need)]
    copy_rows("staffing_need", columns, map(attrgetter(*columns), needs))
    access.require_plan(actor, [path for (path,) in fetch(UNITS_IN_NEED)])
    values = {"operation": operation_id, "group_kind": group_kind, "day": _day(actor, operation)}
    opened = execute(statement("staffing", "open_seats"), values)
    execute("TRUNCATE staffing_need")
    record(actor, "staffing.seats_opened", operation_id=operation_id, count=opened, kind=str(group_kind))
    return opened


@transaction.atomic
def close_seats(actor: Actor, *, operation_id: UUID, group_ids: Collection[UUID]) -> Closed:
    """The zones or teams are no more: nobody serves in them any longer."""
    operation = access.operation_in_use(actor, operation_id)
    open_ = Seat.objects.filter(operation=operation_id, group_id__in=group_ids).exclude(
        state=SeatState.CLOSED
    )
    access.require_plan(actor, list(open_.values_list("unit__path", flat=True).distinct().order_by()))
    values = {"groups": list(group_ids), "now": actor.now, "day": _day(actor, operation)}
    with without_loops():
        closed = Closed(*fetch(statement("staffing", "close_seats"), values)[0])
    record(
        actor,
        "staffing.seats_closed",
        operation_id=operation_id,
        count=closed.seats,
        released=closed.released,
    )
    return closed


# One person.


@transaction.atomic
def welcome(actor: Actor, *, operation_id: UUID, unit_id: UUID, person_id: UUID) -> Volunteer:
    """Somebody came forward to a unit: it may give them a seat, wherever their roll lies. Twice is once."""
    operation = access.operation_in_use(actor, operation_id)
    unit = access.unit_to_plan(actor, operation, unit_id)
    volunteer, is_new = Volunteer.objects.get_or_create(
        operation=operation, unit=unit, person_id=person_id, defaults={"since": actor.now}
    )
    if is_new:
        record(actor, "staffing.welcomed", volunteer, operation_id=operation_id, unit_id=unit_id)
    return volunteer


@transaction.atomic
def assign(actor: Actor, *, seat_id: UUID, person_id: UUID) -> Assignment:
    """Give a vacant seat to a person who is free."""
    seat = access.seat_to_change(actor, seat_id)
    if seat.state != SeatState.VACANT:
        raise SeatNotVacant
    _require_fit(actor, seat, person_id)
    assignment = _seat(actor, seat, person_id)
    _record(actor, "staffing.assigned", assignment)
    return assignment


@transaction.atomic
def release(actor: Actor, *, assignment_id: UUID) -> Assignment:
    """The person's role ends; the seat is vacant again."""
    assignment = access.assignment_to_end(actor, assignment_id)
    _unseat(actor, assignment)
    _record(actor, "staffing.released", assignment)
    return assignment


@transaction.atomic
def hand_over(actor: Actor, *, seat_id: UUID, person_id: UUID) -> Assignment:
    """Another person takes the seat, vacant or not. Who serves elsewhere in the same zone or team moves over."""
    seat = access.seat_to_change(actor, seat_id)
    if seat.state == SeatState.CLOSED:
        raise SeatNotVacant
    _require_fit(actor, seat, person_id)
    held = Assignment.objects.filter(
        Q(seat=seat) | Q(person=person_id, seat__group_id=seat.group_id), ended_at=None
    )
    for before in held.select_related("seat"):
        if before.seat_id == seat_id and before.person_id == person_id:
            return before
        before.seat.operation = seat.operation
        _unseat(actor, before)
    assignment = _seat(actor, seat, person_id)
    _record(actor, "staffing.handed_over", assignment)
    return assignment


# By a plan.


@transaction.atomic
def start_staffing(
    actor: Actor,
    *,
    operation_id: UUID,
    unit_id: UUID,
    max_metres: int = rules.FAR_ENOUGH,
    seconds: int = 30,
    seed: int = 0,
) -> Job:
    """Have the vacant seats under a unit planned; the job's result names the plan."""
    operation = access.operation_in_use(actor, operation_id)
    access.unit_to_plan(actor, operation, unit_id)
    _require_ranges(seconds, max_metres)
    return start_job(
        actor,
        name=PLAN_JOB,
        operation_id=operation_id,
        operation=str(operation_id),
        unit=str(unit_id),
        max_metres=max_metres,
        seconds=seconds,
        seed=seed,
    )


@transaction.atomic
def plan_staff(
    actor: Actor,
    *,
    operation_id: UUID,
    unit_id: UUID,
    max_metres: int = rules.FAR_ENOUGH,
    seconds: float = 30,
    seed: int = 0,
    progress: Progress = silent,
) -> StaffingPlan:
    """Work out who might take which vacant seat under a unit, prove how good that is, and keep it for a decision."""
    operation = access.operation_to_plan(actor, operation_id)
    unit = access.unit_to_plan(actor, operation, unit_id)
    _require_ranges(seconds, max_metres)
    progress("read", 0, 0)
    day = _day(actor, operation)
    supply = read_supply(operation_id=operation_id, path=unit.path, day=day, max_metres=max_metres)
    if not supply.instance.seats:
        raise NothingToFill
    solved = staffing.solve(
        supply.instance,
        stop=MaxSeconds(seconds),
        seed=seed,
        progress=lambda share: progress("solve", round(100 * share), 100),
    )
    progress("verify", 0, 0)
    staffing.verify(supply.instance, solved)
    progress("store", 0, 0)
    plan = StaffingPlan.objects.create(
        operation=operation,
        unit=unit,
        person_id=actor.person_id,
        made_at=actor.now,
        seed=seed,
        people=supply.instance.people,
        seats=supply.instance.seats,
        certificate=outcome.certificate(solved),
        parts=outcome.parts(supply, solved),
        placements=outcome.packed(supply, solved),
    )
    about = {"operation_id": operation_id, "unit_id": unit_id}
    record(
        actor,
        "staffing.planned",
        plan,
        count=solved.certificate.filled,
        vacant=solved.certificate.vacant,
        **about,
    )
    return plan


@transaction.atomic
def commit_staff(actor: Actor, *, plan_id: UUID) -> Filled:
    """Put a plan's people into its seats. Other plans for the same units are no longer offered."""
    plan = access.plan_to_decide(actor, plan_id)
    execute(statement("staffing", "placement"))
    columns = ["seat_id", "person_id", "reason", "qualified", "rivals"]
    copy_rows("staffing_placement", columns, unpacked(bytes(plan.placements)))
    execute("ANALYZE staffing_placement")
    values = {"operation": plan.operation_id, "now": actor.now, "day": _day(actor, plan.operation)}
    with without_loops():
        ((placed, planned),) = fetch(statement("staffing", "fill_seats"), values)
    execute("TRUNCATE staffing_placement")
    filled = Filled(placed=placed, dropped=planned - placed)
    access.operation_in_use(actor, plan.operation_id)  # last, so that nobody waits for us long
    _decide(actor, plan, PlanState.COMMITTED, dropped=filled.dropped)
    about = {"operation_id": plan.operation_id, "unit_id": plan.unit_id}
    record(actor, "staffing.plan_committed", plan, count=placed, dropped=filled.dropped, **about)
    for other in access.rival_plans(plan):
        _decide(actor, other, PlanState.DISCARDED)
    return filled


@transaction.atomic
def discard_staff_plan(actor: Actor, *, plan_id: UUID) -> StaffingPlan:
    plan = access.plan_to_decide(actor, plan_id)
    _decide(actor, plan, PlanState.DISCARDED)
    record(actor, "staffing.plan_discarded", plan, operation_id=plan.operation_id, unit_id=plan.unit_id)
    return plan


def _require_fit(actor: Actor, seat: Seat, person_id: UUID) -> None:
    """The person is in sight, called, able to come, and can do what the seat needs."""
    if not access.is_called(actor, operation_id=seat.operation_id, person_id=person_id):
        raise NotFree
    membership = access.membership_of(actor, person_id)
    skills = set(PersonSkill.objects.filter(person=person_id).values_list("skill_id", flat=True))
    if not rules.is_fit(
        skill=seat.skill_id,
        skills=skills,
        leads=seat.kind == "leader",
        may_lead=membership is not None and rules.may_lead(membership=membership.kind),
    ):
        raise NotQualified


def _seat(actor: Actor, seat: Seat, person_id: UUID) -> Assignment:
    """Write that the person sits there; the database knows whether they sit elsewhere."""
    with constraint_means("staffing_assignment_one_role", HasRole()), transaction.atomic():
        assignment = Assignment.objects.create(
            operation_id=seat.operation_id, seat=seat, person_id=person_id, began_at=actor.now
        )
    _set_state(actor, seat, SeatState.FILLED)
    return assignment


def _unseat(actor: Actor, assignment: Assignment) -> None:
    assignment.ended_at = actor.now
    assignment.save(update_fields=["ended_at"])
    _set_state(actor, assignment.seat, SeatState.VACANT)


def _set_state(actor: Actor, seat: Seat, state: SeatState) -> None:
    seat.state, seat.state_on = state, _day(actor, seat.operation)
    seat.reason, seat.qualified, seat.rivals = "", None, None
    seat.save(update_fields=["state", "state_on", "reason", "qualified", "rivals"])


def _decide(actor: Actor, plan: StaffingPlan, state: PlanState, *, dropped: int = 0) -> None:
    """Whom it would have placed where is nobody's business any more."""
    plan.state, plan.decided_at, plan.dropped, plan.placements = state, actor.now, dropped, b""
    plan.save(update_fields=["state", "decided_at", "dropped", "placements"])


def _require_ranges(seconds: float, max_metres: int) -> None:
    if not 0 < seconds <= rules.MOST_SECONDS:
        raise OutOfRange("seconds", 1, rules.MOST_SECONDS)
    if not 0 < max_metres <= rules.MOST_METRES:
        raise OutOfRange("max_metres", 1, rules.MOST_METRES)


def _record(actor: Actor, event: str, assignment: Assignment) -> None:
    seat = assignment.seat
    record(
        actor,
        event,
        assignment,
        operation_id=seat.operation_id,
        unit_id=seat.unit_id,
        person=assignment.person_id,
        group=seat.group_id,
    )


def _day(actor: Actor, operation: Operation) -> date:
    return local_day(actor.now, time_zone=operation.time_zone)
