"""Reading zones: which there are, what lies in them, where they lie; and plans."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from muster.kernel.actor import Actor
from muster.kernel.statements import fetch, statement
from muster.operations import access as operations
from muster.places.access import areas_visible_to
from muster.staffing import access as staffing
from muster.staffing.bulk import without_loops
from muster.staffing.models import PlanState, Seat, SeatKind, SeatState
from muster.units import access as units
from muster.units.models import Unit

from . import access, rules
from .models import Zone, ZonePlan, ZoneState

WITHOUT_KEEPER, WITH_VACANCY, COMPLETE = "keeper", "vacant", "complete"


@dataclass(frozen=True, slots=True)
class Doors:
    """The homes of one stairwell that lie in a zone; no floors named: all of them."""

    building: str
    stairwell: int
    lowest: int | None
    highest: int | None
    homes: int


@dataclass(frozen=True, slots=True)
class State:
    """The zones in force under a unit. Deviations are shares of the mean of a zone's community; None where there is no zone."""

    zones: int
    homes: int
    p95_deviation: float | None
    worst_deviation: float | None
    uncovered: int  # homes in no zone

    @property
    def p95_percent(self) -> str:
        return percent(self.p95_deviation)

    @property
    def worst_percent(self) -> str:
        return percent(self.worst_deviation)


@dataclass(frozen=True, slots=True)
class Community:
    """What a plan makes of one community. Deviations in per cent; no plan could have a lower worst one than `floor`."""

    name: str
    unit_id: UUID
    zones: int
    homes: int
    worst: float
    floor: float


@dataclass(frozen=True, slots=True)
class Size:
    zones: int
    homes: int

    @property
    def proposed(self) -> int:
        """As many as there are; else as many as are usual for so many homes."""
        return self.zones or max(1, round(self.homes / rules.HOMES_A_ZONE))


def zones(
    actor: Actor, *, operation_id: UUID, unit_id: UUID | None = None, vacancy: str = "", text: str = ""
) -> QuerySet[Zone]:
    """Zones in force and in sight, each with how many seats it has and how many of them are filled."""
    operations.operation_to_see(actor, operation_id)
    found = access.zones_visible_to(actor).filter(operation=operation_id, state=ZoneState.ACTIVE)
    if unit_id:
        found = found.filter(unit__path__within=[units.unit_to_see(actor, unit_id).path])
    if wanted := text.strip():
        found = found.filter(Q(name__contains=wanted) | Q(code__startswith=wanted))
    found = _filled_as(vacancy, found)
    seats, filled = _seats(), _seats(state=SeatState.FILLED)
    return found.annotate(seats=seats, filled=filled, has_keeper=_has_keeper()).order_by("code")


def zone(actor: Actor, *, zone_id: UUID) -> Zone:
    return access.zone_to_see(actor, zone_id)


def doors(actor: Actor, *, zone_id: UUID) -> list[Doors]:
    """What lies in a zone, building by building."""
    zone = access.zone_to_see(actor, zone_id)
    return [Doors(*row) for row in fetch(statement("zones", "doors"), {"zone": zone.pk})]


def grids(actor: Actor, *, zone_id: UUID) -> list[str]:
    """The official grids in which the zone's buildings stand."""
    zone = access.zone_to_see(actor, zone_id)
    return [name for (name,) in fetch(statement("zones", "grids"), {"zone": zone.pk})]


def state(actor: Actor, *, operation_id: UUID, unit: Unit) -> State:
    """What is in force under a unit in sight, and what is left out."""
    unit = units.unit_to_see(actor, unit.pk)
    values = {"operation": operation_id, "path": unit.path}
    ((count, homes, p95, worst),) = fetch(statement("zones", "state"), values)
    return State(count, homes, p95, worst, uncovered(actor, operation_id=operation_id, unit=unit))


def uncovered(actor: Actor, *, operation_id: UUID, unit: Unit) -> int:
    """Homes under a unit that lie in no zone in force; no home can lie in two."""
    unit = units.unit_to_see(actor, unit.pk)
    with without_loops():
        ((homes,),) = fetch(statement("zones", "uncovered"), {"operation": operation_id, "path": unit.path})
    return int(homes)


def plan(actor: Actor, *, plan_id: UUID) -> ZonePlan:
    return access.plan_to_see(actor, plan_id)


def shown(plan: ZonePlan) -> dict[str, str]:
    """The deviations of its certificate, as people read them."""
    names = ("p95", "worst", "city_p95", "city_worst")
    return {name: percent(plan.certificate[f"{name}_deviation"]) for name in names}


def plans(actor: Actor, *, operation_id: UUID) -> QuerySet[ZonePlan]:
    """Those still to decide on, the newest first."""
    open_ = access.plans_visible_to(actor).filter(operation=operation_id, state=PlanState.PREVIEW)
    return open_.defer("communities", "digest").order_by("-pk")


def worst_communities(actor: Actor, *, plan: ZonePlan) -> list[Community]:
    """How equal a plan's zones are in each community, the least equal first."""
    told = {UUID(one["area"]): one for one in plan.communities}
    names = areas_visible_to(actor).filter(pk__in=told).values_list("pk", "name", "unit_id")
    found = [Community(name, unit_id, *_numbers(told[area])) for area, name, unit_id in names]
    return sorted(found, key=lambda one: -one.worst)


def size(actor: Actor, *, operation_id: UUID, unit: Unit) -> Size:
    """Zones in force under a unit, and homes there: what a form's proposal starts from, for those who plan there."""
    unit = staffing.unit_to_plan(actor, staffing.operation_to_plan(actor, operation_id), unit.pk)
    return Size(*fetch(statement("zones", "size"), {"operation": operation_id, "path": unit.path})[0])


def keeper_seat(actor: Actor, *, zone_id: UUID) -> Seat:
    """The seat of whoever answers for the zone, for those who may fill it."""
    zone = access.zone_to_plan(actor, zone_id)
    return Seat.objects.exclude(state=SeatState.CLOSED).get(group_id=zone.pk, kind=SeatKind.LEADER)


def _numbers(told: dict[str, Any]) -> tuple[int, int, float, float]:
    return told["zones"], told["homes"], 100 * told["worst"], 100 * told["floor"]


def percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _seats(**of: Any) -> Coalesce:
    seats = Seat.objects.filter(group_id=OuterRef("pk"), **of).exclude(state=SeatState.CLOSED).order_by()
    counted = seats.values("group_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _has_keeper() -> Exists:
    return Exists(Seat.objects.filter(group_id=OuterRef("pk"), kind=SeatKind.LEADER, state=SeatState.FILLED))


def _filled_as(vacancy: str, found: QuerySet[Zone]) -> QuerySet[Zone]:
    vacant = Exists(Seat.objects.filter(group_id=OuterRef("pk"), state=SeatState.VACANT))
    wanted = {WITHOUT_KEEPER: ~_has_keeper(), WITH_VACANCY: vacant, COMPLETE: ~vacant}
    return found.filter(wanted[vacancy]) if vacancy in wanted else found
