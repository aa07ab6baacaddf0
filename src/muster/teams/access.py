"""Which teams an actor sees, and may change. Locks go from the operation (shared) to the team to its seats."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from muster.kernel.actor import Actor
from muster.kernel.problems import NotFound
from muster.staffing import access as staffing
from muster.staffing.models import Assignment
from muster.units import access as units

from .models import Team, TeamState
from .problems import TeamDisbanded


def teams_visible_to(actor: Actor) -> QuerySet[Team]:
    """Those of units in sight, and the one in which one serves."""
    own = Assignment.objects.filter(person=actor.person_id, ended_at=None, seat__group_id=OuterRef("pk"))
    return Team.objects.filter(Q(unit__path__within=actor.paths("see")) | Q(Exists(own))).select_related(
        "unit"
    )


def team_to_see(actor: Actor, team_id: UUID) -> Team:
    team = teams_visible_to(actor).filter(pk=team_id).first()
    if team is None:
        raise NotFound
    return team


def team_to_plan(actor: Actor, team_id: UUID) -> Team:
    """The active team, not locked, with the power to plan there."""
    team = team_to_see(actor, team_id)
    units.require(actor, "plan", team.unit)
    if team.state != TeamState.ACTIVE:
        raise TeamDisbanded
    return team


def team_to_change(actor: Actor, team_id: UUID) -> Team:
    """The team, active until this transaction ends."""
    seen = team_to_plan(actor, team_id)
    operation = staffing.operation_in_use(actor, seen.operation_id)
    team = Team.objects.select_for_update(no_key=True).get(pk=team_id)
    if team.state != TeamState.ACTIVE:
        raise TeamDisbanded
    team.operation = operation
    return team
