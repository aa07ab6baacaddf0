"""What different people read of teams."""

import pytest

from muster.kernel.problems import NotAllowed, NotFound
from muster.teams import commands, queries
from muster.teams.models import Team


@pytest.fixture
def formed(system, operation, tree):
    commands.form_teams(system, operation_id=operation.pk, unit_id=tree.city.pk, teams=16)


def names(actor, operation, **asked):
    return [team.name for team in queries.teams(actor, operation_id=operation.pk, **asked)]


def test_everyone_sees_the_teams_of_their_units(formed, operation, chief, auditor, officer, stranger, member):
    counts = [len(names(actor, operation)) for actor in (chief, auditor, officer, stranger, member)]
    assert counts == [16, 16, 7, 3, 0]


def test_a_member_sees_their_own_team(formed, operation, officer, member, people, tree):
    team = Team.objects.filter(unit=tree.riverside)[0]
    with pytest.raises(NotFound):
        queries.team(member, team_id=team.pk)
    commands.add_member(officer, team_id=team.pk, person_id=people.member.pk)
    assert queries.team(member, team_id=team.pk) == team
    assert names(member, operation) == [team.name]
    with pytest.raises(NotAllowed):
        queries.team_to_plan(member, team_id=team.pk)
    assert queries.team_to_plan(officer, team_id=team.pk) == team


def test_teams_are_found_by_name_kind_unit_and_staffing(formed, operation, chief, people, tree):
    assert (
        len(names(chief, operation, unit_id=tree.hospital.pk))
        == len(names(chief, operation, text="hospital"))
        == 6
    )
    assert len(names(chief, operation, kind="vanguard")) == Team.objects.filter(kind="vanguard").count()
    assert len(names(chief, operation, vacancy=queries.WITHOUT_LEADER)) == 16
    assert len(names(chief, operation, vacancy=queries.WITH_VACANCY)) == 16
    assert names(chief, operation, vacancy=queries.COMPLETE) == []
    assert len(names(chief, operation, vacancy="nonsense")) == 16
    with pytest.raises(NotFound):
        names(chief, operation, unit_id=operation.pk)


def test_a_disbanded_team_is_in_no_list(formed, operation, chief):
    team = Team.objects.all()[0]
    commands.disband_team(chief, team_id=team.pk)
    assert len(names(chief, operation)) == 15
    assert queries.team(chief, team_id=team.pk).state == "disbanded"


def test_teams_are_counted_by_kind(formed, operation, chief, officer, tree):
    counts = queries.count_by_kind(chief, operation_id=operation.pk, unit_id=tree.city.pk)
    assert sum(counts.values()) == 16
    assert sum(queries.count_by_kind(officer, operation_id=operation.pk, unit_id=tree.north.pk).values()) == 7


def test_a_page_of_teams_costs_two_queries(formed, operation, officer, django_assert_num_queries):
    with django_assert_num_queries(2):  # the operation, and the page with its counts
        page = list(queries.teams(officer, operation_id=operation.pk)[:20])
    with django_assert_num_queries(0):
        assert all((team.unit.name, team.seats == 8, team.filled == 0, not team.has_leader) for team in page)
