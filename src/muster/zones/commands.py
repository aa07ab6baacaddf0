"""Cutting zones, putting them into force, and naming who answers for one."""

from collections.abc import Iterator
from dataclasses import astuple, fields
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from muster.kernel.actor import Actor
from muster.kernel.commands import start_job
from muster.kernel.jobs import Progress, silent
from muster.kernel.journal import record
from muster.kernel.models import Job
from muster.kernel.problems import constraint_means
from muster.kernel.statements import copy_rows, fetch, statement
from muster.operations.models import Operation
from muster.operations.rules import local_day
from muster.planning import zoning
from muster.planning.stop import MaxSeconds
from muster.staffing import access as staffing
from muster.staffing import commands as seats
from muster.staffing.bulk import without_loops
from muster.staffing.commands import Need
from muster.staffing.models import Assignment, GroupKind, PlanState, Seat, SeatKind, SeatState
from muster.units import access as units

from . import access, parts, rules
from .atoms import Atoms, read_atoms
from .cutting import Cut, Piece, cut
from .models import Zone, ZonePlan, ZoneState
from .problems import NoHomes, PlanOutdated, SecondsOutOfRange, ZoneCountImpossible, ZonesOverlap

PLAN_JOB = "zones.plan"
OF_PARTS = ("operation_id", "zone_id", "stairwell_id", "floors", "is_in_force")


@transaction.atomic
def start_zoning(
    actor: Actor, *, operation_id: UUID, unit_id: UUID, zones: int, seconds: int = 5, seed: int = 0
) -> Job:
    """Have the homes under a unit cut into so many zones; the job's result names the plan."""
    operation = staffing.operation_in_use(actor, operation_id)
    staffing.unit_to_plan(actor, operation, unit_id)
    _require_seconds(seconds)
    return start_job(
        actor,
        name=PLAN_JOB,
        operation_id=operation_id,
        operation=str(operation_id),
        unit=str(unit_id),
        zones=zones,
        seconds=seconds,
        seed=seed,
    )


@transaction.atomic
def plan_zones(
    actor: Actor,
    *,
    operation_id: UUID,
    unit_id: UUID,
    zones: int,
    seconds: float = 5,
    seed: int = 0,
    progress: Progress = silent,
) -> ZonePlan:
    """Cut the homes under a unit into so many zones, prove how good that is, and keep it for a decision."""
    operation = staffing.operation_to_plan(actor, operation_id)
    unit = staffing.unit_to_plan(actor, operation, unit_id)
    _require_seconds(seconds)
    progress("read", 0, 0)
    atoms = read_atoms(unit.path)
    if not atoms.communities:
        raise NoHomes(unit.name)
    least, most = len(atoms.communities), len(atoms.homes)
    if not least <= zones <= most:
        raise ZoneCountImpossible(zones, least, most)
    progress("graph", 0, 0)
    instance = atoms.instance(zones)
    solved = zoning.solve(
        instance,
        stop=MaxSeconds(seconds),
        seed=seed,
        progress=lambda share: progress("solve", round(100 * share), 100),
    )
    progress("verify", 0, 0)
    zoning.verify(instance, solved)
    progress("store", 0, 0)
    return _keep(actor, ZonePlan(operation=operation, unit=unit, seed=seed), atoms, cut(atoms, solved))


@transaction.atomic
def commit_zones(actor: Actor, *, plan_id: UUID) -> ZonePlan:
    """Put a plan's zones into force in place of those before, which are kept as history. Who served in those is released.

    Other plans for the same homes are no longer offered.
    """
    units.tree_at_rest()
    plan = access.plan_to_decide(actor, plan_id)
    if read_atoms(plan.unit.path).digest != bytes(plan.digest):
        raise PlanOutdated
    values = {
        "operation": plan.operation_id,
        "plan": plan.pk,
        "path": plan.unit.path,
        "day": _day(actor, plan.operation),
    }
    with without_loops():
        ended = [zone_id for (zone_id,) in fetch(statement("zones", "end_zones"), values)]
    if ended:
        seats.close_seats(actor, operation_id=plan.operation_id, group_ids=ended)
    _put_into_force(plan)
    Zone.objects.filter(plan=plan).update(state=ZoneState.ACTIVE, state_on=values["day"])
    seats.open_seats(actor, operation_id=plan.operation_id, group_kind=GroupKind.ZONE, needs=_needs(plan))
    staffing.operation_in_use(actor, plan.operation_id)  # last, so that nobody waits for us long
    _decide(actor, plan, PlanState.COMMITTED)
    about = {"operation_id": plan.operation_id, "unit_id": plan.unit_id}
    record(actor, "zones.committed", plan, count=plan.certificate["zones"], ended=len(ended), **about)
    for other in access.rival_plans(plan):
        _decide(actor, other, PlanState.DISCARDED)
    return plan


@transaction.atomic
def discard_zones(actor: Actor, *, plan_id: UUID) -> ZonePlan:
    plan = access.plan_to_decide(actor, plan_id)
    _decide(actor, plan, PlanState.DISCARDED)
    record(actor, "zones.plan_discarded", plan, operation_id=plan.operation_id, unit_id=plan.unit_id)
    return plan


@transaction.atomic
def hand_over_zone(actor: Actor, *, zone_id: UUID, person_id: UUID) -> Assignment:
    """Another person answers for the zone; who did so before is released."""
    zone = access.zone_to_change(actor, zone_id)
    keeper = Seat.objects.exclude(state=SeatState.CLOSED).get(group_id=zone.pk, kind=SeatKind.LEADER)
    assignment = seats.hand_over(actor, seat_id=keeper.pk, person_id=person_id)
    record(
        actor,
        "zones.handed_over",
        zone,
        operation_id=zone.operation_id,
        unit_id=zone.unit_id,
        person=person_id,
    )
    return assignment


def _keep(actor: Actor, plan: ZonePlan, atoms: Atoms, made: Cut) -> ZonePlan:
    """Write the plan and its zones, which are not in force yet."""
    plan.person_id, plan.made_at = actor.person_id, actor.now
    plan.homes, plan.certificate, plan.communities = made.homes, made.certificate, made.communities
    plan.parts, plan.digest = made.parts, atoms.digest
    plan.save(force_insert=True)
    day = _day(actor, plan.operation)
    shared = {
        "operation_id": plan.operation_id,
        "plan_id": plan.pk,
        "state": ZoneState.PROPOSED,
        "state_on": day,
    }
    own = [field.name for field in fields(Piece)]
    copy_rows("zones_zone", [*shared, *own], ((*shared.values(), *astuple(piece)) for piece in made.pieces))
    about = {"operation_id": plan.operation_id, "unit_id": plan.unit_id}
    record(actor, "zones.planned", plan, count=len(made.pieces), homes=made.homes, **about)
    return plan


def _put_into_force(plan: ZonePlan) -> None:
    """Write what the zones are made of; the database sees to it that no home lies in two."""
    zone_ids = list(Zone.objects.filter(plan=plan).order_by("number").values_list("pk", flat=True))
    rows = parts.copied(bytes(plan.parts), operation_id=plan.operation_id, zone_ids=zone_ids)
    overlap = constraint_means("zones_zonepart_one_zone_a_home", ZonesOverlap())
    with overlap, transaction.atomic(), connection.wrap_database_errors:  # COPY goes around Django
        copy_rows("zones_zonepart", OF_PARTS, rows)


def _needs(plan: ZonePlan) -> Iterator[Need]:
    """A keeper for every zone, and others by its homes."""
    for zone in Zone.objects.filter(plan=plan).order_by("number"):
        where = (zone.pk, zone.name, zone.unit_id, zone.longitude, zone.latitude)
        yield Need(*where, kind=SeatKind.LEADER)
        skills, helpers = rules.seats(zone.homes)
        for skill in skills:
            yield Need(*where, kind=SeatKind.SKILLED, skill=skill)
        yield Need(*where, kind=SeatKind.GENERAL, count=helpers)


def _decide(actor: Actor, plan: ZonePlan, state: PlanState) -> None:
    """What was proposed and is not taken leaves nothing behind."""
    if state == PlanState.DISCARDED:
        Zone.objects.filter(plan=plan).delete()
    plan.state, plan.decided_at, plan.parts = state, actor.now, b""
    plan.save(update_fields=["state", "decided_at", "parts"])


def _require_seconds(seconds: float) -> None:
    if not 0 < seconds <= rules.MOST_SECONDS:
        raise SecondsOutOfRange(rules.MOST_SECONDS)


def _day(actor: Actor, operation: Operation) -> date:
    return local_day(actor.now, time_zone=operation.time_zone)
