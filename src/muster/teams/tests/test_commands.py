"""Teams: formed for many units at once or by hand, joined, left, disbanded."""

import pytest
from django.db.models import Count

from muster.kernel.models import Entry
from muster.kernel.problems import NotAllowed, NotFound
from muster.operations.commands import close_operation
from muster.operations.problems import OperationClosed
from muster.staffing import commands as staffing
from muster.staffing.models import Assignment, Seat
from muster.staffing.problems import HasRole, NotFree, OutsideOperation
from muster.staffing.tests import town as towns
from muster.teams import commands, problems
from muster.teams.models import Team


@pytest.fixture
def form(system, operation, tree):
    def form(teams, *, unit=None, actor=system):
        return commands.form_teams(
            actor, operation_id=operation.pk, unit_id=(unit or tree.city).pk, teams=teams
        )

    return form


@pytest.fixture
def team(officer, operation, tree):
    return commands.create_team(
        officer,
        operation_id=operation.pk,
        unit_id=tree.riverside.pk,
        kind="task_force",
        name="Night watch",
        task="Gates",
        skills=["driving"],
        helpers=2,
    )


def test_as_many_teams_are_formed_as_were_asked_for(form):
    assert form(7) == 7 * 8
    assert Team.objects.count() == 7
    assert Seat.objects.filter(group_kind="team", state="vacant").count() == 56
    assert Entry.objects.get(event="teams.formed").count == 7


def test_teams_are_shared_out_by_free_members(form, people):
    form(16)  # one for each of 16 members
    counts = dict(Team.objects.values_list("unit__code").order_by().annotate(n=Count("pk")))
    assert counts == {"riverside": 4, "hillside": 3, "lakeside": 3, "hospital": 6}


def test_who_cannot_come_is_not_counted(form, people):
    for person in people.lakeside:
        person.is_spared = True
        person.save()
    with pytest.raises(problems.TooManyTeams) as refused:
        form(14)
    assert refused.value.data == {"asked": 14, "most": 13}
    form(13)
    assert not Team.objects.filter(unit__code="lakeside").exists()


def test_a_branch_inside_a_base_unit_forms_its_teams_with_that(form, system, tree, people, operation):
    from muster.units.models import Unit

    branch = Unit.objects.create(
        code="b", name="b", kind_id="branch", level="other", is_base=True, parent=tree.riverside, began_on="2010-01-01",
        path=f"{tree.riverside.path}.{'b' * 32}",
    )  # fmt: skip
    towns.settle(branch, 4)
    towns.mobilise(system, operation_id=operation.pk)
    form(20)
    assert Team.objects.filter(unit=tree.riverside).count() == 8
    assert not Team.objects.filter(unit=branch).exists()


def test_names_tell_unit_kind_and_number(form, tree):
    form(16)
    names = list(Team.objects.filter(unit=tree.hospital).values_list("name", flat=True))
    assert len(set(names)) == 6
    assert all(name.startswith("hospital") for name in names)


def test_forming_again_goes_on_numbering(form, tree):
    form(16)
    form(16)
    assert Team.objects.count() == 32
    assert len(set(Team.objects.filter(unit=tree.hospital).values_list("name", flat=True))) == 12


def test_where_many_are_medical_rapid_response_teams_are(form, people, tree):
    from muster.people.models import PersonSkill

    PersonSkill.objects.create(person=people.hospital[0], skill_id="doctor")
    form(16)
    assert set(Seat.objects.filter(skill="doctor").values_list("unit__code", flat=True)) == {"hospital"}


def test_every_team_has_one_leaders_seat_where_its_unit_works(form, town, tree):
    form(7)
    leaders = Seat.objects.filter(kind="leader")
    assert leaders.count() == leaders.values("group_id").distinct().count() == 7
    at_hospital = Seat.objects.filter(unit=tree.hospital)[0]
    assert at_hospital.longitude == pytest.approx(106.601)


@pytest.mark.parametrize("teams", [0, 17])
def test_there_is_a_limit_to_teams(form, teams):
    with pytest.raises(problems.TooManyTeams):
        form(teams)


def test_teams_are_formed_by_those_who_plan_there(form, officer, stranger, member, auditor, tree):
    for actor, problem in ((stranger, NotFound), (member, NotFound), (auditor, NotAllowed)):
        with pytest.raises(problem):
            form(2, unit=tree.north, actor=actor)
    form(2, unit=tree.north, actor=officer)
    with pytest.raises(NotFound):
        form(2, actor=officer)


# By hand.


def test_a_team_is_created_with_its_seats(team, tree):
    seats = Seat.objects.filter(group_id=team.pk)
    assert sorted(seats.values_list("kind", flat=True)) == ["general", "general", "leader", "skilled"]
    assert {seat.group_name for seat in seats} == {"Night watch"}
    assert (team.state, team.task) == ("active", "Gates")
    assert Entry.objects.get(event="teams.created").unit_id == tree.riverside.pk


def test_a_team_may_be_its_leader_alone(officer, operation, tree):
    commands.create_team(
        officer, operation_id=operation.pk, unit_id=tree.riverside.pk, kind="vanguard", name="One", helpers=0
    )
    assert Seat.objects.get().kind == "leader"


def test_a_unit_has_one_active_team_of_a_name(team, officer, operation, tree):
    again = {
        "operation_id": operation.pk,
        "unit_id": tree.riverside.pk,
        "kind": "vanguard",
        "name": team.name,
    }
    with pytest.raises(problems.NameTaken):
        commands.create_team(officer, **again)
    commands.create_team(officer, **(again | {"unit_id": tree.hillside.pk}))
    commands.disband_team(officer, team_id=team.pk)
    commands.create_team(officer, **again)


@pytest.mark.parametrize("size", [{"helpers": 61}, {"helpers": -1}, {"skills": ["care"] * 21}])
def test_a_team_has_a_limit(officer, operation, tree, size):
    with pytest.raises(problems.BadSize):
        commands.create_team(
            officer, operation_id=operation.pk, unit_id=tree.riverside.pk, kind="vanguard", name="x", **size
        )


def test_a_team_is_created_by_those_who_plan_there(operation, stranger, member, auditor, system, tree):
    for actor, problem in ((stranger, NotFound), (member, NotFound), (auditor, NotAllowed)):
        with pytest.raises(problem):
            commands.create_team(
                actor, operation_id=operation.pk, unit_id=tree.riverside.pk, kind="vanguard", name="x"
            )
    flood = towns.activate_operation(system, unit_id=tree.south.pk, template="flood")
    with pytest.raises(OutsideOperation):
        commands.create_team(
            system, operation_id=flood.pk, unit_id=tree.riverside.pk, kind="vanguard", name="x"
        )


def test_people_join_and_leave(team, officer, people):
    held = commands.add_member(officer, team_id=team.pk, person_id=people.member.pk)
    assert (held.seat.kind, held.seat.group_id) == ("general", team.pk)
    left = commands.remove_member(officer, team_id=team.pk, person_id=people.member.pk)
    assert left.ended_at == officer.now
    with pytest.raises(problems.NotInTeam):
        commands.remove_member(officer, team_id=team.pk, person_id=people.member.pk)


def test_a_full_team_opens_a_seat_for_whoever_joins(team, officer, people):
    members = [people.riverside[0], people.riverside[1], people.riverside[2]]
    for person in members:
        commands.add_member(officer, team_id=team.pk, person_id=person.pk)
    assert Seat.objects.filter(group_id=team.pk, kind="general", state="filled").count() == 3


def test_who_cannot_come_or_has_a_role_does_not_join(team, officer, people):
    commands.add_member(officer, team_id=team.pk, person_id=people.member.pk)
    with pytest.raises(HasRole):
        commands.add_member(officer, team_id=team.pk, person_id=people.member.pk)
    away = people.riverside[2]
    away.is_available = False
    away.save()
    with pytest.raises(NotFree):
        commands.add_member(officer, team_id=team.pk, person_id=away.pk)


def test_a_disbanded_team_frees_its_people(team, officer, people):
    commands.add_member(officer, team_id=team.pk, person_id=people.member.pk)
    disbanded = commands.disband_team(officer, team_id=team.pk)
    assert disbanded.state == "disbanded"
    assert set(Seat.objects.filter(group_id=team.pk).values_list("state", flat=True)) == {"closed"}
    assert Assignment.objects.get().ended_at == officer.now
    for command in (
        commands.disband_team,
        lambda actor, team_id: commands.add_member(actor, team_id=team_id, person_id=people.member.pk),
    ):
        with pytest.raises(problems.TeamDisbanded):
            command(officer, team_id=team.pk)


def test_only_those_who_plan_there_change_a_team(team, stranger, member, auditor, people):
    for actor, problem in ((stranger, NotFound), (member, NotFound), (auditor, NotAllowed)):
        with pytest.raises(problem):
            commands.disband_team(actor, team_id=team.pk)
        for command in (commands.add_member, commands.remove_member):
            with pytest.raises(problem):
                command(actor, team_id=team.pk, person_id=people.member.pk)


def test_a_member_of_a_team_may_not_change_it(team, officer, member, people):
    commands.add_member(officer, team_id=team.pk, person_id=people.member.pk)
    with pytest.raises(NotAllowed):
        commands.disband_team(member, team_id=team.pk)


def test_no_team_is_formed_in_a_closed_operation(form, system, operation, tree):
    close_operation(system, operation_id=operation.pk)
    with pytest.raises(OperationClosed):
        form(2)


def test_zones_and_teams_are_staffed_together(form, system, operation, tree, town):
    from muster.zones import commands as zones

    towns.settle(tree.riverside, 20)
    towns.settle(tree.lakeside, 20, skills=["care", "driving", "rescue"])
    towns.mobilise(system, operation_id=operation.pk)
    plan = zones.plan_zones(system, operation_id=operation.pk, unit_id=tree.city.pk, zones=4, seconds=0.01)
    zones.commit_zones(system, plan_id=plan.pk)
    form(3)
    plan = staffing.plan_staff(
        system, operation_id=operation.pk, unit_id=tree.city.pk, max_metres=50_000, seconds=2
    )
    filled = staffing.commit_staff(system, plan_id=plan.pk)
    seats = Seat.objects.exclude(state="closed")
    assert filled.placed == seats.filter(state="filled").count() > 20
    assert seats.filter(kind="leader", state="filled").count() == 7
    assert set(seats.filter(state="filled").values_list("group_kind", flat=True)) == {"zone", "team"}
    assert all(seats.filter(state="vacant").values_list("reason", flat=True))
