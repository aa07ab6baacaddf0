"""Reading teams."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from muster.kernel.actor import Actor
from muster.operations import access as operations
from muster.people.models import Skill
from muster.staffing.models import Seat, SeatKind, SeatState
from muster.units import access as units

from . import access
from .models import Team, TeamState

WITHOUT_LEADER, WITH_VACANCY, COMPLETE = "leader", "vacant", "complete"


def teams(
    actor: Actor,
    *,
    operation_id: UUID,
    unit_id: UUID | None = None,
    kind: str = "",
    vacancy: str = "",
    text: str = "",
) -> QuerySet[Team]:
    """Active teams in sight, each with how many seats it has and how many of them are filled."""
    found = _in_sight(actor, operation_id, unit_id)
    if kind:
        found = found.filter(kind=kind)
    if wanted := text.strip():
        found = found.filter(name__contains=wanted)
    seats, filled = _seats(), _seats(state=SeatState.FILLED)
    found = _filled_as(vacancy, found).annotate(seats=seats, filled=filled, has_leader=_has_leader())
    return found.order_by("unit__code", "name")


def team(actor: Actor, *, team_id: UUID) -> Team:
    return access.team_to_see(actor, team_id)


def team_to_plan(actor: Actor, *, team_id: UUID) -> Team:
    """An active team that the actor may change."""
    return access.team_to_plan(actor, team_id)


def count_by_kind(actor: Actor, *, operation_id: UUID, unit_id: UUID) -> dict[str, int]:
    """How many active teams of each kind a unit has with all below it."""
    found = _in_sight(actor, operation_id, unit_id).order_by()
    return dict(found.values_list("kind").annotate(n=Count("pk")))


def skills() -> QuerySet[Skill]:
    """What a team's seats can ask for."""
    return Skill.objects.all()


def _in_sight(actor: Actor, operation_id: UUID, unit_id: UUID | None) -> QuerySet[Team]:
    operations.operation_to_see(actor, operation_id)
    found = access.teams_visible_to(actor).filter(operation=operation_id, state=TeamState.ACTIVE)
    if unit_id:
        found = found.filter(unit__path__within=[units.unit_to_see(actor, unit_id).path])
    return found


def _seats(**of: Any) -> Coalesce:
    seats = Seat.objects.filter(group_id=OuterRef("pk"), **of).exclude(state=SeatState.CLOSED).order_by()
    counted = seats.values("group_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _has_leader() -> Exists:
    return Exists(Seat.objects.filter(group_id=OuterRef("pk"), kind=SeatKind.LEADER, state=SeatState.FILLED))


def _filled_as(vacancy: str, found: QuerySet[Team]) -> QuerySet[Team]:
    vacant = Exists(Seat.objects.filter(group_id=OuterRef("pk"), state=SeatState.VACANT))
    wanted = {WITHOUT_LEADER: ~_has_leader(), WITH_VACANCY: vacant, COMPLETE: ~vacant}
    return found.filter(wanted[vacancy]) if vacancy in wanted else found
