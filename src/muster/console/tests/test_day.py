"""A secretary's day on one page."""

from html import unescape

import pytest
from django.urls import reverse

from muster.console.day import day
from muster.directives.clauses.commands import ClauseDraft, put_clause
from muster.directives.models import DayReport, Delivery, Part
from muster.directives.rounds.commands import set_rhythm
from muster.directives.rounds.rules import USUAL


@pytest.fixture
def secretary(actor_as, tree):
    """An officer of riverside alone."""
    return actor_as("officer", unit=tree.riverside)


def words(response):
    return " ".join(unescape(response.content.decode()).split())


def issue_measures(chief, operation, tree):
    from muster.directives import commands

    draft = commands.Draft(
        issuing_unit_id=tree.city.pk,
        addressee_ids=[tree.city.pk],
        kind="measures",
        purpose="for_action",
        series="演组发",
        title="Ten measures",
        body="Each in its part.",
    )
    directive = commands.draft_directive(chief, operation_id=operation.pk, draft=draft)
    put_clause(chief, directive_id=directive.pk, draft=ClauseDraft(text="Masks", lead_id=tree.riverside.pk))
    commands.submit_for_review(chief, directive_id=directive.pk)
    commands.sign_off(chief, directive_id=directive.pk)
    commands.issue_directive(chief, directive_id=directive.pk)
    set_rhythm(chief, directive_id=directive.pk, items=["visits"], cut_offs=USUAL)
    return directive


def test_all_of_a_day_is_on_one_page(chief, secretary, operation, notice, tree, people):
    directive = issue_measures(chief, operation, tree)
    shown = day(secretary, operation_id=operation.pk)
    assert shown.unit == tree.riverside
    assert {one.delivery.directive_id for one in shown.waiting} == {notice.pk, directive.pk}
    assert [str(task.part.clause) for task in shown.tasks] == ["1. Masks"]
    assert {member.name for member in shown.tasks[0].members} >= {"riverside1", "riverside2"}
    assert [one.delivery.directive_id for one in shown.due] == [directive.pk]
    assert {one.directive_id: (one.heard, one.members) for one in shown.unheard}[directive.pk] == (0, 4)
    assert not shown.is_over


def test_who_accepts_for_nothing_has_no_such_day(member, chief, operation):
    assert day(member, operation_id=operation.pk) is None


def test_the_day_is_done_from_the_page_alone(client_as, chief, operation, tree, people):
    directive = issue_measures(chief, operation, tree)
    browser = client_as(
        "officer"
    )  # of the township: turns to the village is not theirs, so their own unit is shown
    here = reverse("console:day", args=[operation.pk])
    page = words(browser.get(here))
    assert "Accept what came" in page
    assert "Nothing today: report zero" in page
    copy = Delivery.objects.get(directive=directive, unit=tree.north)
    about = [operation.pk, directive.pk, tree.north.pk]
    sent = {"version": 1, "local_detail": "Two shifts", "next": here}
    response = browser.post(reverse("directives:accept", args=about), sent)
    assert response.headers["Location"] == here
    response = browser.post(reverse("directives:report_zero", args=about), {"next": here})
    assert response.headers["Location"] == here
    copy.refresh_from_db()
    assert (copy.state, copy.local_detail, DayReport.objects.get().is_zero) == (
        "accepted",
        "Two shifts",
        True,
    )
    assert "Nobody waits for you now." in words(browser.get(here, {"unit": tree.north.pk}))


def test_a_task_is_handed_to_a_member_of_the_unit(chief, secretary, operation, tree, people):
    from muster.directives.clauses.commands import name_keeper

    issue_measures(chief, operation, tree)
    part = Part.objects.get()
    name_keeper(secretary, clause_id=part.clause_id, unit_id=part.unit_id, person_id=people.member.pk)
    assert day(secretary, operation_id=operation.pk).tasks[0].part.keeper == people.member
