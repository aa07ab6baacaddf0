"""The tree changes under directives in force."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from muster.directives import commands, queries
from muster.directives.clauses.commands import ClauseDraft, delegate_clause, put_clause
from muster.directives.following.commands import follow_the_tree
from muster.directives.models import Delivery, Part
from muster.figures import queries as figures
from muster.kernel.models import Entry
from muster.units.commands import end_unit, open_unit

YESTERDAY, TODAY = date(2020, 1, 27), date(2020, 1, 28)


@pytest.fixture
def measures(chief, operation, draft, tree):
    """Clause 1 is riverside's, clause 2 is north's and was handed down to riverside."""
    directive = commands.draft_directive(chief, operation_id=operation.pk, draft=draft)
    for unit in (tree.riverside, tree.north):
        put_clause(chief, directive_id=directive.pk, draft=ClauseDraft(text="x", lead_id=unit.pk))
    commands.submit_for_review(chief, directive_id=directive.pk)
    commands.sign_off(chief, directive_id=directive.pk)
    commands.issue_directive(chief, directive_id=directive.pk)
    commands.accept_directive(chief, directive_id=directive.pk, unit_ids=[tree.north.pk])
    delegate_clause(
        chief,
        clause_id=directive.clauses.get(number=2).pk,
        unit_id=tree.north.pk,
        receiver_ids=[tree.riverside.pk],
    )
    return directive


def later(actor, **span):
    return replace(actor, now=actor.now + timedelta(**span))


def delivered(actor, operation, tree):
    found = figures.figures_of(actor, operation_id=operation.pk, unit=tree.city)
    return next(reading.value for reading in found if reading.key == "directives.delivered")


def test_a_unit_dissolved_in_mid_directive_is_asked_no_more(system, chief, operation, measures, tree):
    before = delivered(chief, operation, tree)
    end_unit(system, unit_id=tree.riverside.pk, day=TODAY)
    assert follow_the_tree(system) == 0  # it stands until the day is over
    tomorrow = later(system, days=1)
    assert follow_the_tree(tomorrow) == 3
    assert not Delivery.objects.get(directive=measures, unit=tree.riverside).is_in_force
    assert delivered(later(chief, days=1), operation, tree) == before - 1
    waiting = queries.units_yet_to_accept(chief, directive_id=measures.pk)
    assert "riverside" not in [delivery.unit.code for delivery in waiting]
    assert follow_the_tree(tomorrow) == 0


def test_its_parts_go_to_the_unit_above_which_keeps_its_own(system, measures, tree):
    end_unit(system, unit_id=tree.riverside.pk, day=YESTERDAY)
    follow_the_tree(system)
    first, second = measures.clauses.order_by("number")
    assert list(Part.objects.filter(clause=first).values_list("unit__code", "is_in_force")) == [
        ("north", True)
    ]
    assert set(Part.objects.filter(clause=second).values_list("unit__code", "is_in_force")) == {
        ("north", True),
        ("riverside", False),
    }


def test_what_was_done_stays_where_it_was_done(system, chief, measures, tree):
    commands.accept_directive(chief, directive_id=measures.pk, unit_ids=[tree.hillside.pk])
    commands.mark_done(chief, directive_id=measures.pk, unit_ids=[tree.hillside.pk])
    end_unit(system, unit_id=tree.hillside.pk, day=YESTERDAY)
    assert follow_the_tree(system) == 0
    assert Delivery.objects.get(directive=measures, unit=tree.hillside).is_in_force


def test_a_unit_set_up_in_mid_directive_gets_its_copy_once(system, chief, measures, tree):
    opened = open_unit(system, parent_id=tree.north.pk, name="Merged", pinyin="", kind="branch", day=TODAY)
    assert follow_the_tree(system) == 1
    copy = Delivery.objects.get(directive=measures, unit=opened)
    assert (copy.asks_acceptance, copy.state) == (True, "delivered")
    assert follow_the_tree(system) == 0
    assert Entry.objects.filter(event="directives.followed_the_tree").count() == 1
    assert commands.accept_directive(chief, directive_id=measures.pk, unit_ids=[opened.pk]) == 1


def test_what_is_closed_or_for_a_subtree_elsewhere_is_left_alone(system, chief, issued, tree):
    narrow = issued(addressee_ids=[tree.south.pk])
    closed = issued()
    commands.close_directive(chief, directive_id=closed.pk)
    open_unit(system, parent_id=tree.north.pk, name="Merged", pinyin="", kind="branch", day=TODAY)
    assert follow_the_tree(system) == 0
    assert Delivery.objects.filter(directive=narrow).count() == 2
