from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from muster.directives import commands, problems
from muster.directives.drafting import commands as drafting
from muster.directives.models import (
    Addressee,
    Delivery,
    Directive,
    NumberSeries,
    Receipt,
    Reminder,
    Report,
    ReviewNote,
    Told,
    Version,
)
from muster.directives.reminding.commands import remind_units
from muster.kernel.actor import system_actor
from muster.kernel.models import Entry
from muster.kernel.problems import NotAllowed, NotFound, SignInNeeded
from muster.operations.problems import OperationClosed
from muster.people.models import Membership
from muster.units.commands import UnitRow, put_units
from muster.units.models import Unit

TODAY = date(2020, 1, 28)


def later(actor, **span):
    return replace(actor, now=actor.now + timedelta(**span))


def delivery(directive, unit):
    return Delivery.objects.get(directive=directive, unit=unit)


def entry(event):
    return Entry.objects.get(event=event)


def events():
    return list(Entry.objects.filter(event__startswith="directives.").values_list("event", flat=True))


def add_group(system, parent):
    row = UnitRow("huddle", "huddle", "", "group", parent.code, None, "other", False, "", "", TODAY)
    put_units(system, rows=[row], day=TODAY)
    return Unit.objects.get(code="huddle")


# Drafting.


def test_a_draft_keeps_what_its_author_wrote(chief, operation, draft, tree, people):
    wanted = replace(draft, copied_to_ids=[tree.health.pk], due_on=date(2020, 2, 1), urgency="urgent")
    directive = commands.draft_directive(chief, operation_id=operation.pk, draft=wanted)
    directive.refresh_from_db()
    assert (directive.state, directive.title, directive.urgency) == ("draft", draft.title, "urgent")
    assert (directive.author_id, directive.due_on) == (people.chief.pk, date(2020, 2, 1))
    assert directive.document_number == ""
    assert Version.objects.get(directive=directive).body == draft.body
    assert dict(Addressee.objects.values_list("unit__code", "is_copy")) == {"city": False, "health": True}
    assert entry("directives.drafted").subject_id == directive.pk


def test_a_unit_named_twice_is_a_main_addressee(chief, operation, draft, tree):
    both = replace(draft, addressee_ids=[tree.city.pk] * 2, copied_to_ids=[tree.city.pk, tree.city.pk])
    commands.draft_directive(chief, operation_id=operation.pk, draft=both)
    assert list(Addressee.objects.values_list("unit__code", "is_copy")) == [("city", False)]


def test_its_author_edits_it(chief, operation, draft, tree):
    directive = commands.draft_directive(chief, operation_id=operation.pk, draft=draft)
    changed = replace(draft, title="Another", body="Other words.", addressee_ids=[tree.county.pk])
    commands.edit_draft(later(chief, hours=1), directive_id=directive.pk, draft=changed)
    directive.refresh_from_db()
    assert (directive.title, directive.main_unit_ids) == ("Another", [tree.county.pk])
    version = Version.objects.get(directive=directive)
    assert (version.body, version.written_at) == ("Other words.", later(chief, hours=1).now)


def test_nobody_else_edits_it(chief, actor_as, operation, draft, tree, stranger):
    directive = commands.draft_directive(chief, operation_id=operation.pk, draft=draft)
    second = actor_as("chief", unit=tree.city, who="auditor")
    with pytest.raises(NotAllowed):
        commands.edit_draft(second, directive_id=directive.pk, draft=draft)
    with pytest.raises(NotFound):
        commands.edit_draft(stranger, directive_id=directive.pk, draft=draft)


def test_what_is_in_review_is_not_edited(chief, operation, draft):
    directive = commands.draft_directive(chief, operation_id=operation.pk, draft=draft)
    commands.submit_for_review(chief, directive_id=directive.pk)
    with pytest.raises(problems.NotNow) as caught:
        commands.edit_draft(chief, directive_id=directive.pk, draft=draft)
    assert caught.value.detail


def test_an_officer_drafts_for_their_own_units(officer, operation, draft, tree):
    own = replace(draft, issuing_unit_id=tree.north.pk, addressee_ids=[tree.riverside.pk])
    assert commands.draft_directive(officer, operation_id=operation.pk, draft=own).state == "draft"
    with pytest.raises(NotFound):
        commands.draft_directive(officer, operation_id=operation.pk, draft=draft)


def test_an_auditor_drafts_nothing(auditor, operation, draft):
    with pytest.raises(NotAllowed):
        commands.draft_directive(auditor, operation_id=operation.pk, draft=draft)


@pytest.mark.parametrize("field", ["title", "body"])
def test_what_is_marked_as_a_state_secret_is_refused(chief, operation, draft, field):
    with pytest.raises(problems.ClassifiedMarking):
        commands.draft_directive(
            chief, operation_id=operation.pk, draft=replace(draft, **{field: "机密★1年"})
        )
    assert not Directive.objects.exists()


def test_a_directive_goes_down_the_tree(chief, operation, draft, tree):
    sideways = replace(draft, issuing_unit_id=tree.north.pk, addressee_ids=[tree.north.pk, tree.south.pk])
    with pytest.raises(problems.AddresseeOutside) as caught:
        commands.draft_directive(chief, operation_id=operation.pk, draft=sideways)
    assert tree.south.name in caught.value.detail
    assert tree.north.name not in caught.value.detail
    assert not Directive.objects.exists()


def test_a_directive_reaches_somebody(chief, operation, draft):
    with pytest.raises(problems.NoAddressee):
        commands.draft_directive(chief, operation_id=operation.pk, draft=replace(draft, addressee_ids=[]))


def test_an_addressee_out_of_sight_does_not_exist(officer, operation, draft, tree):
    for field in ("addressee_ids", "copied_to_ids"):
        beyond = replace(draft, issuing_unit_id=tree.north.pk, addressee_ids=[tree.north.pk])
        beyond = replace(beyond, **{field: [tree.south.pk]})
        with pytest.raises(NotFound):
            commands.draft_directive(officer, operation_id=operation.pk, draft=beyond)


def test_a_group_is_reached_through_its_branch(chief, system, operation, draft, tree):
    group = add_group(system, tree.riverside)
    with pytest.raises(problems.NotAddressable):
        commands.draft_directive(
            chief, operation_id=operation.pk, draft=replace(draft, addressee_ids=[group.pk])
        )


@pytest.mark.parametrize("kind", ["appeal", "open_letter"])
def test_a_voluntary_document_instructs_nobody(chief, operation, draft, kind):
    with pytest.raises(problems.WrongPurpose):
        commands.draft_directive(chief, operation_id=operation.pk, draft=replace(draft, kind=kind))


def test_the_issuing_unit_belongs_to_the_operation(system, chief, draft, tree):
    from muster.operations.commands import activate_operation

    smaller = activate_operation(system, unit_id=tree.county.pk, template="flood")
    with pytest.raises(problems.OutsideOperation):
        commands.draft_directive(chief, operation_id=smaller.pk, draft=draft)


def test_nothing_is_drafted_in_a_closed_operation(chief, operation, draft):
    operation.closed_at = chief.now
    operation.save()
    with pytest.raises(OperationClosed):
        commands.draft_directive(chief, operation_id=operation.pk, draft=draft)


# Review and signing.


def test_a_draft_goes_back_to_its_author_with_a_reason(chief, operation, draft):
    directive = commands.draft_directive(chief, operation_id=operation.pk, draft=draft)
    commands.submit_for_review(chief, directive_id=directive.pk)
    drafting.comment_on_draft(chief, directive_id=directive.pk, text="Which gates? ")
    returned = drafting.return_draft(chief, directive_id=directive.pk, reason="Name the gates.")
    assert returned.state == "draft"
    assert list(ReviewNote.objects.values_list("text", "sends_back")) == [
        ("Which gates?", False),
        ("Name the gates.", True),
    ]
    assert commands.submit_for_review(chief, directive_id=directive.pk).state == "in_review"


def test_only_what_is_in_review_is_sent_back_or_signed(chief, operation, draft):
    directive = commands.draft_directive(chief, operation_id=operation.pk, draft=draft)
    with pytest.raises(problems.NotNow):
        drafting.return_draft(chief, directive_id=directive.pk, reason="No")
    with pytest.raises(problems.NotNow):
        commands.sign_off(chief, directive_id=directive.pk)
    assert not NumberSeries.objects.exists()
    assert not ReviewNote.objects.exists()


def test_an_officer_writes_but_does_not_sign(officer, operation, draft, tree):
    own = replace(draft, issuing_unit_id=tree.north.pk, addressee_ids=[tree.north.pk])
    directive = commands.draft_directive(officer, operation_id=operation.pk, draft=own)
    commands.submit_for_review(officer, directive_id=directive.pk)
    for refused in (commands.sign_off, commands.issue_directive, commands.close_directive):
        with pytest.raises(NotAllowed):
            refused(officer, directive_id=directive.pk)
    with pytest.raises(NotAllowed):
        drafting.return_draft(officer, directive_id=directive.pk, reason="No")
    assert drafting.comment_on_draft(officer, directive_id=directive.pk, text="Hm").text == "Hm"


def test_a_number_is_taken_at_signing(chief, signed, people):
    directive = signed()
    directive.refresh_from_db()
    assert directive.document_number == "演组发〔2020〕1号"
    assert (directive.signed_by_id, directive.signed_at) == (people.chief.pk, chief.now)


def test_signing_twice_takes_one_number(chief, signed):
    directive = signed()
    assert commands.sign_off(chief, directive_id=directive.pk).number == 1
    assert signed().number == 2


def test_numbers_run_by_unit_series_and_year(chief, signed, draft, tree, operation):
    assert [
        signed().number,
        signed(series="演组通").number,
        signed(issuing_unit_id=tree.county.pk, addressee_ids=[tree.county.pk]).number,
    ] == [1, 1, 1]
    # At 18:00 UTC on the last day of the year it is already the next year where the operation is.
    eve = replace(chief, now=chief.now.replace(month=12, day=31, hour=18))
    directive = commands.draft_directive(eve, operation_id=operation.pk, draft=draft)
    commands.submit_for_review(eve, directive_id=directive.pk)
    assert commands.sign_off(eve, directive_id=directive.pk).document_number == "演组发〔2021〕1号"


def test_the_number_of_what_was_withdrawn_is_not_used_again(chief, signed):
    directive = signed()
    commands.withdraw_directive(chief, directive_id=directive.pk, reason="Signed by mistake")
    assert signed().number == 2
    assert not Delivery.objects.exists()


# Issuing.


def test_it_reaches_every_unit_and_every_member(chief, notice, tree):
    assert set(Delivery.objects.values_list("unit__code", flat=True)) == set(vars(tree))
    assert Receipt.objects.values("person").distinct().count() == Receipt.objects.count() == 16
    assert dict(Delivery.objects.filter(members__gt=0).values_list("unit__code", "members")) == {
        "riverside": 4,
        "hillside": 3,
        "lakeside": 3,
        "hospital": 6,
    }
    row = delivery(notice, tree.riverside)
    assert (row.state, row.day, row.asks_acceptance, row.operation_id) == (
        "delivered",
        TODAY,
        True,
        notice.operation_id,
    )
    journal = entry("directives.issued")
    assert (journal.subject_id, journal.count, journal.about) == (notice.pk, 9, {"members": 16})


def test_overlapping_subtrees_are_reached_once(issued, tree):
    issued(
        addressee_ids=[tree.north.pk, tree.riverside.pk, tree.south.pk],
        copied_to_ids=[tree.hillside.pk, tree.health.pk],
    )
    assert dict(Delivery.objects.values_list("unit__code", "is_copy")) == {
        "north": False,
        "riverside": False,
        "hillside": False,
        "south": False,
        "lakeside": False,
        "health": True,
    }
    copy = Delivery.objects.get(is_copy=True)
    assert not copy.asks_acceptance
    assert Receipt.objects.count() == 10


def test_members_of_a_group_hear_through_its_branch(system, issued, tree, people):
    group = add_group(system, tree.riverside)
    Membership.objects.filter(person=people.member).update(unit=group)
    directive = issued()
    assert not Delivery.objects.filter(unit=group).exists()
    assert delivery(directive, tree.riverside).members == 4
    assert Receipt.objects.get(person=people.member).unit_id == tree.riverside.pk


def test_what_has_ended_is_not_reached(issued, tree, people):
    Unit.objects.filter(pk__in=[tree.lakeside.pk, tree.health.pk]).update(ended_on=TODAY)
    Membership.objects.filter(person=people.member).update(during=(date(2015, 1, 1), TODAY))
    directive = issued(addressee_ids=[tree.county.pk], copied_to_ids=[tree.health.pk])
    reached = set(directive.deliveries.values_list("unit__code", flat=True))
    assert reached == {"county", "north", "south", "riverside", "hillside"}
    assert Receipt.objects.count() == 6


def test_a_division_of_labour_goes_to_units_alone(issued):
    issued(kind="division_of_labour")
    assert Delivery.objects.filter(asks_acceptance=True).count() == 9
    assert not Receipt.objects.exists()


def test_issued_twice_is_issued_once(chief, notice):
    before = events()
    assert commands.issue_directive(later(chief, hours=1), directive_id=notice.pk).issued_at == chief.now
    assert (Delivery.objects.count(), Receipt.objects.count(), events()) == (9, 16, before)


def test_only_what_is_signed_is_issued(chief, operation, draft):
    directive = commands.draft_directive(chief, operation_id=operation.pk, draft=draft)
    with pytest.raises(problems.NotNow):
        commands.issue_directive(chief, directive_id=directive.pk)
    assert not Delivery.objects.exists()


def test_a_tree_that_moved_since_the_draft_is_noticed(chief, system, signed, tree):
    directive = signed(issuing_unit_id=tree.north.pk, addressee_ids=[tree.riverside.pk])
    moved = UnitRow(
        "riverside", "riverside", "", "branch", "south", None, "village", True, "", "", date(2010, 1, 1)
    )
    put_units(system, rows=[moved], day=TODAY)
    with pytest.raises(problems.AddresseeOutside):
        commands.issue_directive(chief, directive_id=directive.pk)


# Withdrawing and closing.


def test_withdrawing_ends_what_was_asked_and_keeps_what_was_done(chief, officer, notice, tree):
    commands.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.north.pk])
    tomorrow = later(chief, days=1)
    directive = commands.withdraw_directive(tomorrow, directive_id=notice.pk, reason="Replaced")
    assert (directive.state, directive.withdrawn_because, directive.number) == ("withdrawn", "Replaced", 1)
    assert (
        commands.withdraw_directive(chief, directive_id=notice.pk, reason="Again").withdrawn_because
        == "Replaced"
    )
    row = delivery(notice, tree.north)
    assert (row.state, row.is_in_force, row.day) == ("accepted", False, date(2020, 1, 29))
    assert entry("directives.withdrawn").count == 9
    with pytest.raises(problems.NotInForce) as caught:
        commands.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.riverside.pk])
    assert "演组发〔2020〕1号" in caught.value.detail


def test_a_closed_directive_takes_no_more(chief, officer, notice, tree):
    assert commands.close_directive(chief, directive_id=notice.pk).state == "closed"
    assert commands.close_directive(chief, directive_id=notice.pk).ended_at == chief.now
    with pytest.raises(problems.NotInForce):
        commands.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.north.pk])
    with pytest.raises(problems.NotNow):
        commands.withdraw_directive(chief, directive_id=notice.pk, reason="Too late")


def test_a_closed_operation_takes_no_more(chief, officer, operation, notice, tree):
    operation.closed_at = chief.now
    operation.save()
    with pytest.raises(problems.NotInForce):
        commands.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.north.pk])


# Accepting.


def test_an_officer_accepts_for_their_units_with_local_detail(officer, notice, tree, people):
    units = [tree.north.pk, tree.riverside.pk]
    assert (
        commands.accept_directive(
            officer, directive_id=notice.pk, unit_ids=units, local_detail=" Two shifts. "
        )
        == 2
    )
    row = delivery(notice, tree.riverside)
    assert (row.state, row.accepted_by_id, row.accepted_at, row.accepted_version) == (
        "accepted",
        people.officer.pk,
        officer.now,
        1,
    )
    assert (row.local_detail, row.day) == ("Two shifts.", TODAY)
    assert delivery(notice, tree.hillside).state == "delivered"
    journal = entry("directives.accepted")
    assert (journal.count, journal.subject_id, journal.unit_id) == (2, notice.pk, notice.issuing_unit_id)


def test_accepting_again_keeps_the_first_acceptance(chief, officer, notice, tree, people):
    commands.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.north.pk], local_detail="First")
    assert entry("directives.accepted").unit_id == tree.north.pk
    again = later(chief, hours=1)
    assert (
        commands.accept_directive(
            again, directive_id=notice.pk, unit_ids=[tree.north.pk], local_detail="Second"
        )
        == 0
    )
    row = delivery(notice, tree.north)
    assert (row.accepted_by_id, row.accepted_at, row.local_detail) == (
        people.officer.pk,
        officer.now,
        "First",
    )
    assert events().count("directives.accepted") == 1


def test_nobody_accepts_for_others(auditor, officer, member, nobody, notice, tree):
    with pytest.raises(NotFound):
        commands.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.north.pk, tree.south.pk])
    with pytest.raises(NotAllowed):
        commands.accept_directive(auditor, directive_id=notice.pk, unit_ids=[tree.north.pk])
    for actor in (member, nobody):
        with pytest.raises(NotFound):
            commands.accept_directive(actor, directive_id=notice.pk, unit_ids=[tree.riverside.pk])
    assert not Delivery.objects.exclude(state="delivered").exists()


def test_a_unit_that_was_not_addressed_has_nothing_to_accept(chief, issued, tree):
    directive = issued(addressee_ids=[tree.county.pk])
    with pytest.raises(NotFound):
        commands.accept_directive(chief, directive_id=directive.pk, unit_ids=[tree.county.pk, tree.health.pk])


def test_an_appeal_asks_nobody(chief, appeal, tree, people):
    about = {"directive_id": appeal.pk}
    for refused in (
        lambda: commands.accept_directive(chief, unit_ids=[tree.north.pk], **about),
        lambda: remind_units(chief, unit_id=tree.city.pk, **about),
        lambda: commands.report_progress(chief, unit_id=tree.north.pk, text="", **about),
        lambda: commands.mark_done(chief, unit_ids=[tree.north.pk], **about),
        lambda: commands.mark_told(chief, person_ids=[people.member.pk], how=Told.BY_PHONE, **about),
    ):
        with pytest.raises(problems.Voluntary):
            refused()
    assert Receipt.objects.filter(directive=appeal, is_voluntary=True).count() == 16
    assert not Reminder.objects.exists()


def test_the_database_itself_refuses_to_press_for_an_appeal(appeal, chief):
    with pytest.raises(IntegrityError, match="accepted_only_if_asked"), transaction.atomic():
        Delivery.objects.update(state="accepted", accepted_at=chief.now, accepted_version=1)
    with pytest.raises(IntegrityError, match="voluntary_is_not_pressed"), transaction.atomic():
        Receipt.objects.update(told_at=chief.now)
    with pytest.raises(IntegrityError, match="voluntary_asks_nobody"), transaction.atomic():
        Directive.objects.update(purpose="for_action")


def test_what_is_for_information_is_not_accepted(chief, issued, tree):
    directive = issued(purpose="for_information")
    with pytest.raises(problems.AsksNoAcceptance):
        commands.accept_directive(chief, directive_id=directive.pk, unit_ids=[tree.north.pk])


def test_local_detail_can_be_added_after_accepting(officer, notice, tree):
    with pytest.raises(problems.AcceptFirst):
        commands.add_local_detail(officer, directive_id=notice.pk, unit_id=tree.north.pk, text="Early")
    commands.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.north.pk])
    commands.add_local_detail(officer, directive_id=notice.pk, unit_id=tree.north.pk, text=" Later ")
    assert delivery(notice, tree.north).local_detail == "Later"
    assert entry("directives.local_detail_added").unit_id == tree.north.pk


# Reporting.


def test_work_is_reported_done_returned_and_done_again(chief, officer, notice, tree):
    about = {"directive_id": notice.pk, "unit_id": tree.north.pk}
    commands.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.north.pk])
    commands.report_progress(officer, text="Half the gates", **about)
    assert delivery(notice, tree.north).state == "in_progress"
    assert (
        commands.mark_done(
            later(officer, days=1), directive_id=notice.pk, unit_ids=[tree.north.pk], text="All gates"
        )
        == 1
    )
    row = delivery(notice, tree.north)
    assert (row.state, row.day, row.done_at) == ("done", date(2020, 1, 29), later(officer, days=1).now)
    commands.return_report(chief, reason="Two gates are open", **about)
    row.refresh_from_db()
    assert (row.state, row.done_at) == ("returned", None)
    commands.report_progress(officer, text="Closed them", **about)
    assert commands.mark_done(officer, directive_id=notice.pk, unit_ids=[tree.north.pk]) == 1
    assert list(Report.objects.order_by("id").values_list("state", "text")) == [
        ("in_progress", "Half the gates"),
        ("done", "All gates"),
        ("returned", "Two gates are open"),
        ("in_progress", "Closed them"),
        ("done", ""),
    ]


def test_done_twice_is_done_once(officer, notice, tree):
    commands.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.north.pk])
    assert commands.mark_done(officer, directive_id=notice.pk, unit_ids=[tree.north.pk]) == 1
    assert commands.mark_done(officer, directive_id=notice.pk, unit_ids=[tree.north.pk]) == 0
    assert Report.objects.count() == 1
    with pytest.raises(problems.NotNow):
        commands.report_progress(officer, directive_id=notice.pk, unit_id=tree.north.pk, text="More")


def test_what_was_not_accepted_is_neither_reported_nor_done(officer, notice, tree):
    with pytest.raises(problems.AcceptFirst):
        commands.report_progress(officer, directive_id=notice.pk, unit_id=tree.north.pk, text="Busy")
    commands.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.north.pk])
    with pytest.raises(problems.AcceptFirst) as caught:
        commands.mark_done(officer, directive_id=notice.pk, unit_ids=[tree.north.pk, tree.riverside.pk])
    assert caught.value.count == 1
    assert delivery(notice, tree.north).state == "accepted"


def test_an_officer_does_not_return_reports(officer, notice, tree):
    with pytest.raises(NotAllowed):
        commands.return_report(officer, directive_id=notice.pk, unit_id=tree.north.pk, reason="No")


# Reminding.


def test_only_units_that_have_not_accepted_are_reminded(officer, chief, notice, tree):
    commands.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.riverside.pk])
    assert remind_units(officer, directive_id=notice.pk, unit_id=tree.north.pk).units == 2
    assert set(Reminder.objects.values_list("delivery__unit__code", flat=True)) == {"north", "hillside"}
    assert entry("directives.units_reminded").count == 2


def test_a_second_click_reminds_nobody_and_an_hour_later_it_does(chief, notice, tree):
    about = {"directive_id": notice.pk, "unit_id": tree.city.pk}
    assert remind_units(chief, **about).units == 9
    assert remind_units(later(chief, minutes=59), **about).units == 0
    assert remind_units(later(chief, minutes=60), **about).units == 9
    assert events().count("directives.units_reminded") == 2


def test_reminding_needs_the_power_there(officer, auditor, notice, tree):
    with pytest.raises(NotFound):
        remind_units(officer, directive_id=notice.pk, unit_id=tree.south.pk)
    with pytest.raises(NotAllowed):
        remind_units(auditor, directive_id=notice.pk, unit_id=tree.city.pk)


# Reading and being told.


def test_a_member_reads_for_themself(member, notice, tree):
    assert commands.mark_read(member, directive_id=notice.pk)
    assert not commands.mark_read(later(member, hours=1), directive_id=notice.pk)
    receipt = Receipt.objects.get(person=member.person_id)
    assert (receipt.read_at, receipt.read_on, receipt.told_at) == (member.now, TODAY, None)
    row = delivery(notice, tree.riverside)
    assert (row.members_read, row.members_told) == (1, 0)
    assert events().count("directives.read") == 1


def test_who_got_nothing_has_nothing_to_read(issued, chief, nobody, tree):
    directive = issued(addressee_ids=[tree.county.pk])
    with pytest.raises(NotFound):  # the chief's own roll lies at the hospital
        commands.mark_read(chief, directive_id=directive.pk)
    with pytest.raises(SignInNeeded):
        commands.mark_read(nobody, directive_id=directive.pk)


def test_an_appeal_is_read_but_its_readers_are_not_counted(member, appeal):
    assert commands.mark_read(member, directive_id=appeal.pk)
    assert Receipt.objects.get(person=member.person_id).read_at == member.now
    assert set(Delivery.objects.values_list("members_read", flat=True)) == {0}


def test_phones_readings_are_passed_on_by_a_system_alone(chief, notice, people, tree):
    persons = [person.pk for person in people.riverside]
    phones = system_actor("test", now=chief.now)
    assert commands.pass_on_readings(phones, directive_id=notice.pk, person_ids=persons) == 3
    assert commands.pass_on_readings(phones, directive_id=notice.pk, person_ids=persons) == 0
    assert delivery(notice, tree.riverside).members_read == 3
    with pytest.raises(NotAllowed):
        commands.pass_on_readings(chief, directive_id=notice.pk, person_ids=persons)


def test_told_is_kept_apart_from_read(officer, member, notice, people, tree):
    persons = [person.pk for person in people.riverside]
    assert commands.mark_told(officer, directive_id=notice.pk, person_ids=persons, how=Told.BY_PHONE) == 3
    assert commands.mark_told(officer, directive_id=notice.pk, person_ids=persons, how=Told.IN_PERSON) == 0
    commands.mark_read(member, directive_id=notice.pk)
    receipt = Receipt.objects.get(person=member.person_id)
    assert (receipt.told_how, receipt.told_by_id, receipt.read_at) == (
        "by_phone",
        people.officer.pk,
        member.now,
    )
    row = delivery(notice, tree.riverside)
    assert (row.members, row.members_read, row.members_told) == (4, 1, 3)
    assert entry("directives.told").count == 3


def test_only_members_of_ones_own_units_are_told(officer, notice, people):
    with pytest.raises(NotFound):
        commands.mark_told(
            officer, directive_id=notice.pk, person_ids=[people.lakeside[0].pk], how=Told.BY_PHONE
        )


def test_the_counts_follow_whoever_writes_the_receipts(notice, member, tree):
    Receipt.objects.filter(unit=tree.riverside).update(read_at=member.now, read_on=TODAY)
    assert delivery(notice, tree.riverside).members_read == 4
    Receipt.objects.filter(person=member.person_id).update(read_at=None, read_on=None)
    assert delivery(notice, tree.riverside).members_read == 3
