"""The figures of zones, teams and seats are what their rows say, whatever happens."""

from decimal import Decimal

import pytest
from django.utils import translation

from muster.figures import commands as figures
from muster.figures import queries
from muster.figures.registry import figure
from muster.people.models import Person
from muster.staffing import commands as staffing
from muster.staffing.models import Seat
from muster.teams import commands as teams
from muster.zones import commands as zones

KEYS = (
    "zones.zones",
    "zones.homes",
    "zones.keepers",
    "teams.teams",
    "teams.members",
    "staffing.filled",
    "staffing.vacant",
)


@pytest.fixture
def values(system, operation):
    def read(unit):
        found = queries.figures_of(system, operation_id=operation.pk, unit=unit, keys=KEYS)
        return {reading.key: reading.value for reading in found}

    return read


def put_into_force(system, operation, unit, count):
    plan = zones.plan_zones(system, operation_id=operation.pk, unit_id=unit.pk, zones=count, seconds=0.01)
    zones.commit_zones(system, plan_id=plan.pk)


def test_figures_follow_a_whole_life(system, operation, tree, town, values):
    put_into_force(system, operation, tree.city, 9)
    teams.form_teams(system, operation_id=operation.pk, unit_id=tree.city.pk, teams=3)
    seats = Seat.objects.exclude(state="closed").count()
    assert values(tree.city) == dict(zip(KEYS, map(Decimal, (9, town.homes, 0, 3, 0, 0, seats)), strict=True))
    plan = staffing.plan_staff(
        system, operation_id=operation.pk, unit_id=tree.city.pk, max_metres=50_000, seconds=1
    )
    filled = staffing.commit_staff(system, plan_id=plan.pk)
    told = values(tree.city)
    assert told["staffing.filled"] == filled.placed
    assert told["staffing.vacant"] == seats - filled.placed
    assert (
        told["zones.keepers"] == Seat.objects.filter(group_kind="zone", kind="leader", state="filled").count()
    )
    assert told["teams.members"] == Seat.objects.filter(group_kind="team", state="filled").count()
    put_into_force(system, operation, tree.north, 5)
    figures.fold(system)
    assert values(tree.north)["zones.zones"] == 5
    assert values(tree.city)["zones.homes"] == town.homes
    assert queries.drift(system) == []


def test_one_who_is_released_no_longer_counts(system, operation, tree, values, people):
    team = teams.create_team(
        system, operation_id=operation.pk, unit_id=tree.riverside.pk, kind="vanguard", name="x"
    )
    teams.add_member(system, team_id=team.pk, person_id=people.member.pk)
    assert values(tree.north)["teams.members"] == 1
    teams.remove_member(system, team_id=team.pk, person_id=people.member.pk)
    assert values(tree.north)["teams.members"] == 0
    teams.disband_team(system, team_id=team.pk)
    assert (values(tree.city)["teams.teams"], values(tree.city)["staffing.vacant"]) == (0, 0)
    assert queries.drift(system) == []


@pytest.mark.parametrize("key", KEYS)
def test_the_rows_behind_name_nobody_and_open_for_whoever_sees_the_unit(
    system, operation, tree, auditor, key
):
    put_into_force(system, operation, tree.city, 9)
    teams.form_teams(system, operation_id=operation.pk, unit_id=tree.city.pk, teams=2)
    staffing.commit_staff(
        system,
        plan_id=staffing.plan_staff(
            system, operation_id=operation.pk, unit_id=tree.city.pk, max_metres=50_000, seconds=1
        ).pk,
    )
    rows = queries.rows_behind(auditor, operation_id=operation.pk, unit=tree.city, key=key)
    names = set(Person.objects.values_list("name", flat=True))
    assert rows is not None
    assert rows.rows
    assert not names & {str(cell) for row in rows.rows for cell in row.cells}


def test_bulletins_know_them_in_both_languages():
    with translation.override("en"):
        assert str(figure("zones.zones").label) == "Responsibility zones"
    assert figure("zones.zones").label_zh == "党员责任区"
    assert "先锋队、突击队和志愿服务队" in figure("teams.teams").words_zh
