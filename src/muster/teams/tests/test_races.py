"""Two people at once, on two real connections."""

import pytest

import conftest as cast
from muster.directives.tests.test_races import meanwhile
from muster.staffing.models import Assignment
from muster.staffing.tests import town as towns
from muster.teams import commands, problems


@pytest.fixture
def team(committed_db, system):
    tree = cast.make_tree(system)
    cast.make_people(tree)
    towns.make_town(system, tree)
    operation = towns.activate(system, tree)
    return commands.create_team(
        system, operation_id=operation.pk, unit_id=tree.riverside.pk, kind="vanguard", name="Night watch"
    )


def test_nobody_joins_a_team_that_is_being_disbanded(team, system):
    from muster.people.models import Person

    member = Person.objects.get(name="riverside2")
    _, joined = meanwhile(
        lambda: commands.disband_team(system, team_id=team.pk),
        lambda: commands.add_member(system, team_id=team.pk, person_id=member.pk),
    )
    assert isinstance(joined.exception(), problems.TeamDisbanded)
    assert not Assignment.objects.exists()
