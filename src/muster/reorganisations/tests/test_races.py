"""Two things at once, on two real connections."""

from types import SimpleNamespace

import pytest

import conftest as cast
from muster.directives import commands as directives
from muster.directives.tests.test_races import meanwhile
from muster.figures import commands as figures_commands
from muster.figures import queries as figures
from muster.people.models import Membership
from muster.reorganisations import commands
from muster.reorganisations.models import Kind, Reorganisation
from muster.reorganisations.problems import Outdated
from muster.units.models import Unit
from muster.zones import commands as zones
from muster.zones.models import Zone

from .conftest import TODAY, make_busy_town, on


@pytest.fixture
def city(committed_db, system):
    tree = cast.make_tree(system)
    people = cast.make_people(tree)
    town = make_busy_town(tree)
    return SimpleNamespace(tree=tree, people=people, town=town, system=system)


def decided(city, kind, units, into):
    proposal = commands.Proposal(
        kind=Kind(kind), unit_ids=[unit.pk for unit in units], into_id=into.pk, day=TODAY
    )
    made = commands.propose_reorganisation(city.system, proposal=proposal)
    commands.decide_reorganisation(city.system, reorganisation_id=made.pk)
    return lambda: commands.put_in_force(city.system, reorganisation_id=made.pk)


def no_drift():
    figures_commands.fold(on(TODAY))
    return figures.drift(on(TODAY)) == []


def test_of_two_that_name_the_same_unit_the_second_is_refused(city):
    first = decided(city, "merge", [city.tree.riverside], city.tree.lakeside)
    second = decided(city, "merge", [city.tree.riverside], city.tree.hillside)
    _, other = meanwhile(first, second)
    assert isinstance(other.exception(), Outdated)
    assert Unit.objects.get(pk=city.tree.riverside.pk).successor_id == city.tree.lakeside.pk
    assert Reorganisation.objects.filter(state="in_force").count() == 1
    assert no_drift()


def test_two_that_would_close_a_loop_do_not(city):
    first = decided(city, "move", [city.tree.north], city.tree.south)
    second = decided(city, "move", [city.tree.south], city.tree.north)
    _, other = meanwhile(first, second)
    assert isinstance(other.exception(), Outdated)
    assert no_drift()


def test_a_directive_issued_meanwhile_reaches_everyone_once_where_they_are_then(city):
    draft = directives.Draft(
        issuing_unit_id=city.tree.city.pk,
        addressee_ids=[city.tree.city.pk],
        kind="notice",
        purpose="for_action",
        series="演组",
        title="Meanwhile",
        body="x",
    )
    made = directives.draft_directive(city.system, operation_id=city.town.operation.pk, draft=draft)
    directives.submit_for_review(city.system, directive_id=made.pk)
    directives.sign_off(city.system, directive_id=made.pk)
    merge = decided(city, "merge", [city.tree.riverside], city.tree.lakeside)
    meanwhile(merge, lambda: directives.issue_directive(city.system, directive_id=made.pk))
    assert not made.deliveries.filter(unit=city.tree.riverside).exists()
    members = Membership.objects.filter(during__contains=TODAY)
    assert made.receipts.count() == members.count()
    assert (
        made.receipts.filter(unit=city.tree.lakeside).count()
        == members.filter(unit=city.tree.lakeside).count()
    )
    assert no_drift()


def test_a_directive_under_way_is_waited_for_and_answered_by_who_takes_over(city):
    draft = directives.Draft(
        issuing_unit_id=city.tree.city.pk,
        addressee_ids=[city.tree.city.pk],
        kind="notice",
        purpose="for_action",
        series="演组",
        title="Before",
        body="x",
    )
    made = directives.draft_directive(city.system, operation_id=city.town.operation.pk, draft=draft)
    directives.submit_for_review(city.system, directive_id=made.pk)
    directives.sign_off(city.system, directive_id=made.pk)
    merge = decided(city, "merge", [city.tree.riverside], city.tree.lakeside)
    meanwhile(lambda: directives.issue_directive(city.system, directive_id=made.pk), merge)
    late = made.deliveries.get(unit=city.tree.riverside)
    assert late.unit.successor_id == city.tree.lakeside.pk
    assert no_drift()


def test_zones_put_into_force_meanwhile_are_the_new_units(city):
    plan = zones.plan_zones(
        city.system, operation_id=city.town.operation.pk, unit_id=city.tree.city.pk, zones=7, seconds=0.01
    )
    merge = decided(city, "merge", [city.tree.riverside], city.tree.lakeside)
    meanwhile(lambda: zones.commit_zones(city.system, plan_id=plan.pk), merge)
    assert not Zone.objects.filter(state="active", unit=city.tree.riverside).exists()
    assert no_drift()


def test_a_double_click_undoes_once(city):
    apply = decided(city, "merge", [city.tree.riverside], city.tree.lakeside)
    made = apply()
    undo = lambda: commands.undo_reorganisation(city.system, reorganisation_id=made.pk)  # noqa: E731 - two lines that say it twice are no better
    meanwhile(undo, undo)
    assert Reorganisation.objects.get().state == "undone"
    assert no_drift()
