"""A town with an operation, zones in force, teams, a directive half answered, a temporary unit; and ways to reorganise it."""

from datetime import timedelta

import pytest
from django.utils import translation

from conftest import NOW, TODAY
from muster.directives import commands as directives
from muster.figures import commands as figures
from muster.kernel.actor import system_actor
from muster.operations import commands as operations
from muster.people.rules import POWERS
from muster.reorganisations import commands
from muster.reorganisations.models import Kind
from muster.staffing.tests import town as towns
from muster.teams import commands as teams
from muster.zones import commands as zones

YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


def on(day):
    """The system, on another day."""
    return system_actor("test", now=NOW + timedelta(days=(day - TODAY).days), powers=POWERS)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def town(tree, people):
    """Everything began yesterday, so that a change of today can be told from it."""
    return make_busy_town(tree)


def make_busy_town(tree):
    before = on(YESTERDAY)
    town = towns.make_town(before, tree)
    town.operation = towns.activate(before, tree)
    plan = zones.plan_zones(
        before, operation_id=town.operation.pk, unit_id=tree.city.pk, zones=9, seconds=0.01
    )
    zones.commit_zones(before, plan_id=plan.pk)
    for unit in (tree.riverside, tree.hillside, tree.lakeside):
        teams.create_team(
            before,
            operation_id=town.operation.pk,
            unit_id=unit.pk,
            kind="vanguard",
            name=f"{unit.code} vanguard",
            helpers=1,
        )
    town.directive = issue(before, town, tree)
    directives.accept_directive(before, directive_id=town.directive.pk, unit_ids=[tree.hillside.pk])
    temporary = operations.propose_temporary_unit(
        before,
        operation_id=town.operation.pk,
        parent_id=tree.hillside.pk,
        name="Gate",
        task="Gate",
        leader_id=tree.hillside.memberships.first().person_id,
    )
    town.temporary = operations.approve_temporary_unit(before, temporary_unit_id=temporary.pk)
    figures.fold(before)
    return town


def issue(actor, town, tree):
    draft = directives.Draft(
        issuing_unit_id=tree.city.pk,
        addressee_ids=[tree.city.pk],
        kind="notice",
        purpose="for_action",
        series="演组",
        title="Notice",
        body="Keep the gates.",
    )
    made = directives.draft_directive(actor, operation_id=town.operation.pk, draft=draft)
    for step in (directives.submit_for_review, directives.sign_off, directives.issue_directive):
        step(actor, directive_id=made.pk)
    return made


@pytest.fixture
def reorganise(system):
    """`reorganise("merge", units=[…], into=…)`: proposed, decided and, unless it is told otherwise, in force."""

    def make(kind, *, units, into=None, actor=system, day=TODAY, only=(), apply=True, **choices):
        proposal = commands.Proposal(
            kind=Kind(kind),
            unit_ids=[unit.pk for unit in units],
            into_id=into.pk if into else None,
            day=day,
            only=[one.pk for one in only],
            **choices,
        )
        made = commands.propose_reorganisation(actor, proposal=proposal)
        if not apply:
            return made
        commands.decide_reorganisation(actor, reorganisation_id=made.pk)
        return commands.put_in_force(actor, reorganisation_id=made.pk)

    return make
