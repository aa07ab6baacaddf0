"""Which zones an actor sees, and may plan. Locks go from the operation (shared) to the plan to the zone to its seats."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from muster.kernel.actor import Actor
from muster.kernel.problems import NotFound
from muster.kernel.statements import execute
from muster.staffing import access as staffing
from muster.staffing.models import Assignment, PlanState
from muster.units import access as units

from .models import Zone, ZonePlan, ZoneState
from .problems import PlanDecided, ZoneEnded

ONE_PLAN_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('zones.plan ' || %s, 0))"


def zones_visible_to(actor: Actor) -> QuerySet[Zone]:
    """Those of units in sight that are or were in force, and the one in which one serves."""
    own = Assignment.objects.filter(person=actor.person_id, ended_at=None, seat__group_id=OuterRef("pk"))
    in_sight = Q(unit__path__within=actor.paths("see")) | Q(Exists(own))
    return Zone.objects.filter(in_sight).exclude(state=ZoneState.PROPOSED).select_related("unit", "area")


def zone_to_see(actor: Actor, zone_id: UUID) -> Zone:
    zone = zones_visible_to(actor).filter(pk=zone_id).first()
    if zone is None:
        raise NotFound
    return zone


def zone_to_plan(actor: Actor, zone_id: UUID) -> Zone:
    """The zone in force, not locked, with the power to plan there."""
    zone = zone_to_see(actor, zone_id)
    units.require(actor, "plan", zone.unit)
    if zone.state != ZoneState.ACTIVE:
        raise ZoneEnded
    return zone


def zone_to_change(actor: Actor, zone_id: UUID) -> Zone:
    """The zone, in force until this transaction ends."""
    seen = zone_to_plan(actor, zone_id)
    staffing.operation_in_use(actor, seen.operation_id)
    zone = Zone.objects.select_for_update(no_key=True).get(pk=zone_id)
    if zone.state != ZoneState.ACTIVE:
        raise ZoneEnded
    return zone


def plans_visible_to(actor: Actor) -> QuerySet[ZonePlan]:
    """For those who plan there: a plan binds nobody yet."""
    plans = ZonePlan.objects.filter(unit__path__within=actor.paths("plan"))
    return plans.select_related("unit", "operation__unit").defer("parts")


def plan_to_see(actor: Actor, plan_id: UUID) -> ZonePlan:
    plan = plans_visible_to(actor).filter(pk=plan_id).first()
    if plan is None:
        raise NotFound
    return plan


def plan_to_decide(actor: Actor, plan_id: UUID) -> ZonePlan:
    """A plan nobody has decided on; those who decide on plans of one operation take turns."""
    seen = plan_to_see(actor, plan_id)
    staffing.require_open(seen.operation)
    execute(ONE_PLAN_AT_A_TIME, [str(seen.operation_id)])
    locked = ZonePlan.objects.select_for_update(of=("self",), no_key=True)
    plan = locked.select_related("unit", "operation__unit").get(pk=plan_id)
    if plan.state != PlanState.PREVIEW:
        raise PlanDecided
    return plan


def rival_plans(plan: ZonePlan) -> QuerySet[ZonePlan]:
    """Other plans for the same homes: those of units above and below."""
    near = Q(unit__path__within=[plan.unit.path]) | Q(unit__path__above=plan.unit.path)
    open_ = ZonePlan.objects.filter(near, operation=plan.operation_id, state=PlanState.PREVIEW)
    return open_.exclude(pk=plan.pk).defer("parts").order_by("pk")
