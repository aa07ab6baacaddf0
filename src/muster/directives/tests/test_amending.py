from dataclasses import replace
from datetime import date, timedelta

import pytest

from muster.directives import commands, problems
from muster.directives import queries as directives
from muster.directives.amending import queries
from muster.directives.amending.commands import Amendment, amend_directive
from muster.directives.models import Delivery, EarlierAcceptance, Receipt, Version
from muster.figures import queries as figures
from muster.kernel.models import Entry
from muster.kernel.problems import NotAllowed, NotFound

CHANGED = "Every branch keeps its gate day and night."


def later(actor, **span):
    return replace(actor, now=actor.now + timedelta(**span))


def amendment(**changes):
    return Amendment(**{"base": 1, "body": CHANGED, "note": "Also at night", "is_material": True} | changes)


def amend(actor, directive, **changes):
    return amend_directive(actor, directive_id=directive.pk, amendment=amendment(**changes))


def accept(actor, directive, *units, **more):
    unit_ids = [unit.pk for unit in units]
    return commands.accept_directive(actor, directive_id=directive.pk, unit_ids=unit_ids, **more)


def copy_of(directive, unit):
    return Delivery.objects.get(directive=directive, unit=unit)


def accepted_in_figures(actor, operation, tree):
    found = figures.figures_of(actor, operation_id=operation.pk, unit=tree.city)
    return next(reading.value for reading in found if reading.key == "directives.accepted")


def test_a_material_change_asks_again_those_that_had_accepted(chief, officer, operation, notice, tree):
    accept(officer, notice, tree.north, tree.riverside, local_detail="Two shifts")
    commands.mark_done(officer, directive_id=notice.pk, unit_ids=[tree.riverside.pk])
    assert accepted_in_figures(chief, operation, tree) == 2
    amend(later(chief, hours=1), notice)
    assert set(Delivery.objects.values_list("state", "accepted_at", "done_at")) == {("delivered", None, None)}
    assert accepted_in_figures(chief, operation, tree) == 0
    kept = EarlierAcceptance.objects.get(delivery__unit=tree.riverside)
    assert (kept.version, kept.state, kept.person_id) == (1, "done", officer.person_id)
    entry = Entry.objects.get(event="directives.amended")
    assert (entry.count, entry.about) == (2, {"version": 2, "material": True})
    accept(later(officer, hours=2), notice, tree.riverside)
    again = copy_of(notice, tree.riverside)
    assert (again.accepted_version, again.local_detail) == (2, "Two shifts")


def test_any_other_change_leaves_acceptances_alone(chief, officer, notice, tree):
    accept(officer, notice, tree.north)
    version = amend(chief, notice, is_material=False)
    assert (version.number, copy_of(notice, tree.north).accepted_version) == (2, 1)
    assert not EarlierAcceptance.objects.exists()
    assert accept(officer, notice, tree.north) == 0


def test_nobody_accepts_what_replaced_the_version_they_read(chief, officer, notice, tree):
    amend(chief, notice)
    with pytest.raises(problems.ChangedMeanwhile):
        accept(officer, notice, tree.north, version=1)
    assert accept(officer, notice, tree.north, version=2) == 1


def test_a_note_stops_nobody_from_accepting_what_they_read(chief, officer, notice, tree):
    amend(chief, notice, is_material=False)
    assert accept(officer, notice, tree.north, version=1) == 1
    assert copy_of(notice, tree.north).accepted_version == 2


def test_two_do_not_amend_the_same_version(chief, notice):
    amend(chief, notice)
    with pytest.raises(problems.ChangedMeanwhile):
        amend(chief, notice, body="Something else.")
    assert Version.objects.filter(directive=notice).count() == 2


def test_an_amendment_changes_something(chief, notice):
    same = Version.objects.get(directive=notice).body
    with pytest.raises(problems.NothingChanged):
        amend(chief, notice, body=f"{same}\r\n")
    assert amend(chief, notice, body=same, due_on=date(2020, 2, 3)).due_on == date(2020, 2, 3)
    notice.refresh_from_db()
    assert notice.due_on == date(2020, 2, 3)


@pytest.mark.parametrize("changes", [{"body": "机密★1年"}, {"note": "绝密"}])
def test_an_amendment_bears_no_marking_of_state_secrets(chief, notice, changes):
    with pytest.raises(problems.ClassifiedMarking):
        amend(chief, notice, **changes)


def test_only_those_who_issue_amend_and_only_what_is_in_force(chief, officer, stranger, signed, notice):
    with pytest.raises(NotAllowed):
        amend(officer, notice)
    with pytest.raises(problems.NotNow):
        amend(chief, signed())
    commands.close_directive(chief, directive_id=notice.pk)
    with pytest.raises(problems.NotNow):
        amend(chief, notice)


def test_readers_are_shown_what_changed_since_they_read(chief, member, notice):
    commands.mark_read(member, directive_id=notice.pk)
    amend(later(chief, hours=1), notice)
    versions = directives.text(member, directive_id=notice.pk)
    receipt = Receipt.objects.get(directive=notice, person=member.person_id)
    change = queries.change_since_read(receipt, versions=versions)
    assert [(run.kind, run.text) for run in change.changed[0] if run.kind == "added"] == [
        ("added", " day and night")
    ]
    unread = Receipt.objects.filter(directive=notice, read_at=None).first()
    assert queries.change_since_read(unread, versions=versions) is None


def test_a_unit_is_shown_what_changed_since_it_accepted(chief, officer, notice, tree):
    accept(officer, notice, tree.north)
    amend(chief, notice, due_on=date(2020, 2, 3))
    versions = directives.text(officer, directive_id=notice.pk)
    change = queries.change_since_accepted(copy_of(notice, tree.north), versions=versions)
    assert (change.since.number, change.to.number) == (1, 2)
    assert change.due_dates == (None, date(2020, 2, 3))
    assert queries.change_since_accepted(copy_of(notice, tree.south), versions=versions) is None


def test_versions_that_do_not_exist_have_no_difference(chief, notice):
    with pytest.raises(NotFound):
        queries.change(chief, directive_id=notice.pk, since=1, to=9)


def test_what_is_voluntary_is_amended_and_asks_nobody(chief, appeal):
    assert amend(chief, appeal).number == 2
    assert Entry.objects.get(event="directives.amended").count == 0
