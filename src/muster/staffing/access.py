"""Which seats an actor sees, and may fill. Locks go from the operation (shared) to the seat to its assignment."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from muster.kernel.actor import Actor, lies_under
from muster.kernel.problems import NotAllowed, NotFound
from muster.kernel.statements import execute
from muster.operations import access as operations
from muster.operations.models import MobilisedMember, Operation
from muster.operations.problems import OperationClosed
from muster.people import access as people
from muster.people.models import Membership, Person
from muster.units import access as units
from muster.units.models import Unit

from .models import Assignment, PlanState, Seat, StaffingPlan, Volunteer
from .problems import AlreadyReleased, OutsideOperation, PlanDecided

# Officers all over the city fill seats at once, so they share the lock; who closes the operation waits for them.
SHARED = "SELECT * FROM operations_operation WHERE id = %s FOR SHARE"
ONE_PLAN_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('staffing.plan ' || %s, 0))"


def operation_in_use(actor: Actor, operation_id: UUID) -> Operation:
    """Seen, and not closed while this transaction lasts; others may use it at the same time."""
    seen = operations.operation_to_see(actor, operation_id)
    (operation,) = Operation.objects.raw(SHARED, [operation_id])
    if operation.closed_at is not None:
        raise OperationClosed
    operation.unit = seen.unit
    return operation


def operation_to_plan(actor: Actor, operation_id: UUID) -> Operation:
    """Seen and open, without a lock: planning takes long."""
    operation = operations.operation_to_see(actor, operation_id)
    require_open(operation)
    return operation


def operation_path(actor: Actor, operation_id: UUID) -> str:
    """Where the organisation of an operation in sight begins."""
    return operations.operation_to_see(actor, operation_id).unit.path


def unit_to_plan(actor: Actor, operation: Operation, unit_id: UUID) -> Unit:
    """A unit of the operation on which the actor plans."""
    unit = units.unit_to(actor, "plan", unit_id)
    if not lies_under(unit.path, operation.unit.path):
        raise OutsideOperation(unit.name)
    return unit


def require_plan(actor: Actor, paths: list[str]) -> None:
    if not all(actor.may("plan", path) for path in paths):
        raise NotAllowed("plan")


def seats_visible_to(actor: Actor) -> QuerySet[Seat]:
    """Those of units in sight, and of the zone or team in which one serves."""
    own = Assignment.objects.filter(
        person=actor.person_id, ended_at=None, seat__group_id=OuterRef("group_id")
    )
    return Seat.objects.filter(Q(unit__path__within=actor.paths("see")) | Exists(own))


def serves_in(actor: Actor, group_id: UUID) -> bool:
    """Whether the person who acts serves in this zone or team."""
    return Assignment.objects.filter(person=actor.person_id, ended_at=None, seat__group_id=group_id).exists()


def seat_to_change(actor: Actor, seat_id: UUID) -> Seat:
    """The seat, in an open operation. All seats of its zone or team are locked, in the order of ids."""
    seen = seat_to_fill(actor, seat_id)
    operation = operation_in_use(actor, seen.operation_id)
    together = Seat.objects.select_for_update(no_key=True).filter(group_id=seen.group_id).order_by("pk")
    seat = next(seat for seat in together if seat.pk == seat_id)
    seat.operation = operation
    return seat


def seat_to_fill(actor: Actor, seat_id: UUID) -> Seat:
    """The seat, not locked, with the power to fill it."""
    seat = seats_visible_to(actor).filter(pk=seat_id).select_related("unit").first()
    if seat is None:
        raise NotFound
    units.require(actor, "plan", seat.unit)
    return seat


def assignment_to_end(actor: Actor, assignment_id: UUID) -> Assignment:
    """A person in a seat that is locked."""
    seen = Assignment.objects.filter(pk=assignment_id).first()
    if seen is None:
        raise NotFound
    seat = seat_to_change(actor, seen.seat_id)
    assignment = Assignment.objects.get(pk=assignment_id)
    if assignment.ended_at is not None:
        raise AlreadyReleased
    assignment.seat = seat
    return assignment


def called_persons(operation_id: UUID) -> QuerySet[Person]:
    """Whom the operation has called, can come, and need not be spared. Which of these is missing is nobody's business."""
    called = MobilisedMember.objects.filter(operation=operation_id, person=OuterRef("pk"))
    return Person.objects.filter(Exists(called), is_available=True, is_spared=False)


def volunteers_for(actor: Actor, operation_id: UUID) -> QuerySet[Volunteer]:
    """Who came forward to units where the actor may read lists of people. To come forward is a newer word than the roll's."""
    return Volunteer.objects.filter(
        operation=operation_id, unit__path__within=actor.paths("see_people"), person__is_spared=False
    )


def is_called(actor: Actor, *, operation_id: UUID, person_id: UUID) -> bool:
    """Whether a person in sight could be given a role, roles that they have aside."""
    if volunteers_for(actor, operation_id).filter(person=person_id).exists():
        return True
    person = people.person_to_see(actor, person_id)
    return called_persons(operation_id).filter(pk=person.pk).exists()


def membership_of(actor: Actor, person_id: UUID) -> Membership | None:
    """Where the person's roll lies today."""
    today = timezone.localdate(actor.now)
    return Membership.objects.filter(person=person_id, during__contains=today).first()


def plans_visible_to(actor: Actor) -> QuerySet[StaffingPlan]:
    """For those who plan there: a plan is not yet anybody's work."""
    return StaffingPlan.objects.filter(unit__path__within=actor.paths("plan")).select_related(
        "unit", "operation__unit"
    )


def plan_to_see(actor: Actor, plan_id: UUID) -> StaffingPlan:
    plan = plans_visible_to(actor).filter(pk=plan_id).first()
    if plan is None:
        raise NotFound
    return plan


def plan_to_decide(actor: Actor, plan_id: UUID) -> StaffingPlan:
    """A plan nobody has decided on; those who decide on plans of one operation take turns."""
    seen = plan_to_see(actor, plan_id)
    require_open(seen.operation)
    execute(ONE_PLAN_AT_A_TIME, [str(seen.operation_id)])
    locked = StaffingPlan.objects.select_for_update(of=("self",), no_key=True)
    plan = locked.select_related("unit", "operation__unit").get(pk=plan_id)
    if plan.state != PlanState.PREVIEW:
        raise PlanDecided
    return plan


def rival_plans(plan: StaffingPlan) -> QuerySet[StaffingPlan]:
    """Other plans for the same seats: those of units above and below."""
    near = Q(unit__path__within=[plan.unit.path]) | Q(unit__path__above=plan.unit.path)
    open_ = StaffingPlan.objects.filter(near, operation=plan.operation_id, state=PlanState.PREVIEW)
    return open_.exclude(pk=plan.pk).defer("placements").order_by("pk")


def require_open(operation: Operation) -> None:
    if operation.closed_at is not None:
        raise OperationClosed
