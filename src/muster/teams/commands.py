"""Forming teams, one by one or for a whole city, and who is in them."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.problems import constraint_means
from muster.kernel.statements import copy_rows
from muster.operations.models import Operation
from muster.operations.rules import local_day
from muster.staffing import access as staffing
from muster.staffing import commands as seats
from muster.staffing.commands import Need
from muster.staffing.models import Assignment, GroupKind, Seat, SeatKind, SeatState
from muster.staffing.positions import Position, unit_positions
from muster.units import access as units

from . import access, rules
from .forming import Formed, form
from .models import Team, TeamKind, TeamState
from .problems import BadSize, NameTaken, NotInTeam

OF_TEAMS = ("id", "operation_id", "unit_id", "kind", "name", "task", "state", "state_on")


@transaction.atomic
def form_teams(actor: Actor, *, operation_id: UUID, unit_id: UUID, teams: int) -> int:
    """Form so many teams under a unit, shared out by free members, each with a leader's and other seats; how many seats."""
    units.tree_at_rest()
    operation = staffing.operation_in_use(actor, operation_id)
    unit = staffing.unit_to_plan(actor, operation, unit_id)
    day = _day(actor, operation)
    formed = form(operation_id=operation_id, path=unit.path, teams=teams, day=day)
    rows = (
        (one.id, operation_id, one.unit_id, one.kind, one.name, "", TeamState.ACTIVE, day) for one in formed
    )
    copy_rows("teams_team", OF_TEAMS, rows)
    opened = seats.open_seats(
        actor, operation_id=operation_id, group_kind=GroupKind.TEAM, needs=_needs(formed, unit_positions())
    )
    record(actor, "teams.formed", operation_id=operation_id, unit_id=unit_id, count=len(formed), seats=opened)
    return opened


@transaction.atomic
def create_team(
    actor: Actor,
    *,
    operation_id: UUID,
    unit_id: UUID,
    kind: TeamKind,
    name: str,
    task: str = "",
    skills: Sequence[str] = (),
    helpers: int = 7,
) -> Team:
    """Form one team by hand: a leader's seat, one for each skill, and so many that need none."""
    units.tree_at_rest()
    operation = staffing.operation_in_use(actor, operation_id)
    unit = staffing.unit_to_plan(actor, operation, unit_id)
    if not 0 <= helpers <= rules.MOST_HELPERS or len(skills) > rules.MOST_SKILLED:
        raise BadSize(rules.MOST_HELPERS)
    with constraint_means("teams_team_name_once", NameTaken(name)), transaction.atomic():
        team = Team.objects.create(
            operation=operation, unit=unit, kind=kind, name=name, task=task, state_on=_day(actor, operation)
        )
    one = Formed(team.pk, unit.pk, name, kind, tuple(skills), helpers)
    seats.open_seats(
        actor, operation_id=operation_id, group_kind=GroupKind.TEAM, needs=_needs([one], unit_positions())
    )
    record(actor, "teams.created", team, operation_id=operation_id, unit_id=unit_id)
    return team


@transaction.atomic
def disband_team(actor: Actor, *, team_id: UUID) -> Team:
    """The task is done: the team is no more, and everyone in it is free."""
    team = access.team_to_change(actor, team_id)
    team.state, team.state_on = TeamState.DISBANDED, _day(actor, team.operation)
    team.save(update_fields=["state", "state_on"])
    seats.close_seats(actor, operation_id=team.operation_id, group_ids=[team_id])
    record(actor, "teams.disbanded", team, operation_id=team.operation_id, unit_id=team.unit_id)
    return team


@transaction.atomic
def add_member(actor: Actor, *, team_id: UUID, person_id: UUID) -> Assignment:
    """Into a vacant seat that needs no skill, or into one that is opened for them."""
    team = access.team_to_change(actor, team_id)
    general = Seat.objects.filter(group_id=team_id, kind=SeatKind.GENERAL)
    if not general.filter(state=SeatState.VACANT).exists():
        some = Seat.objects.filter(group_id=team_id).order_by("pk")[0]
        need = Need(team_id, team.name, team.unit_id, some.longitude, some.latitude, SeatKind.GENERAL)
        seats.open_seats(actor, operation_id=team.operation_id, group_kind=GroupKind.TEAM, needs=[need])
    vacant = general.filter(state=SeatState.VACANT).order_by("pk")[0]
    return seats.assign(actor, seat_id=vacant.pk, person_id=person_id)


@transaction.atomic
def remove_member(actor: Actor, *, team_id: UUID, person_id: UUID) -> Assignment:
    """Their seat is vacant again, and they are free."""
    access.team_to_change(actor, team_id)
    held = Assignment.objects.filter(seat__group_id=team_id, person=person_id, ended_at=None).first()
    if held is None:
        raise NotInTeam
    return seats.release(actor, assignment_id=held.pk)


def _needs(formed: Sequence[Formed], positions: dict[UUID, Position]) -> Iterator[Need]:
    for team in formed:
        where = (team.id, team.name, team.unit_id, *positions[team.unit_id])
        yield Need(*where, kind=SeatKind.LEADER)
        for skill in team.skills:
            yield Need(*where, kind=SeatKind.SKILLED, skill=skill)
        if team.helpers:
            yield Need(*where, kind=SeatKind.GENERAL, count=team.helpers)


def _day(actor: Actor, operation: Operation) -> date:
    return local_day(actor.now, time_zone=operation.time_zone)
