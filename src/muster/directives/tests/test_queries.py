from dataclasses import replace
from datetime import date, timedelta

import pytest

from muster.directives import access, commands, problems, queries
from muster.directives.drafting import commands as drafting
from muster.directives.models import Receipt
from muster.directives.queries import Reach, Stage
from muster.figures import queries as figures
from muster.kernel.problems import NotAllowed, NotFound, SignInNeeded
from muster.operations.commands import activate_operation


def titles(actor, operation, **filters):
    return [found.title for found in queries.directives(actor, operation_id=operation.pk, **filters)]


def codes(deliveries):
    return [delivery.unit.code for delivery in deliveries]


# Who sees what.


def test_what_is_not_issued_is_seen_by_its_author_and_those_who_decide(
    chief, officer, auditor, stranger, member, nobody, operation, draft, tree
):
    own = replace(draft, issuing_unit_id=tree.north.pk, addressee_ids=[tree.north.pk])
    directive = commands.draft_directive(officer, operation_id=operation.pk, draft=own)
    for actor, sees in ((officer, True), (chief, True), (auditor, False), (stranger, False)):
        assert titles(actor, operation) == ([draft.title] if sees else [])
    for actor in (auditor, stranger, member, nobody):
        with pytest.raises(NotFound):
            queries.directive(actor, operation_id=operation.pk, directive_id=directive.pk)


def test_a_draft_of_a_system_is_not_everybodys(system, member, nobody, operation, draft):
    commands.draft_directive(system, operation_id=operation.pk, draft=draft)
    assert not access.directives_visible_to(nobody).exists()
    assert not access.directives_visible_to(member).exists()


def test_what_is_issued_is_seen_where_it_arrived(
    chief, officer, auditor, stranger, member, nobody, operation, issued, tree
):
    directive = issued(addressee_ids=[tree.north.pk])
    for actor, sees in (
        (chief, True),
        (officer, True),
        (auditor, True),
        (member, True),
        (stranger, False),
    ):
        assert titles(actor, operation) == ([directive.title] if sees else [])
    with pytest.raises(NotFound):
        titles(nobody, operation)


def test_a_copy_is_seen_too(stranger, operation, issued, tree):
    issued(addressee_ids=[tree.north.pk], copied_to_ids=[tree.lakeside.pk])
    assert len(titles(stranger, operation)) == 1


def test_what_was_withdrawn_before_it_was_issued_reached_nobody(chief, officer, operation, signed):
    directive = signed()
    commands.withdraw_directive(chief, directive_id=directive.pk, reason="Signed by mistake")
    assert titles(officer, operation) == []
    assert titles(chief, operation) == [directive.title]


def test_the_list_is_filtered_by_state_kind_and_text(chief, operation, issued, signed):
    issued(title="Gates")
    issued(title="Letter", kind="open_letter", purpose="for_information")
    signed(title="Masks")
    assert titles(chief, operation) == ["Masks", "Letter", "Gates"]
    assert titles(chief, operation, state="issued") == ["Letter", "Gates"]
    assert titles(chief, operation, kind="open_letter") == ["Letter"]
    assert titles(chief, operation, text=" ate ") == ["Gates"]
    assert titles(chief, operation, text="〔2020〕3号") == ["Masks"]
    assert titles(chief, operation, text="演组发〔2020〕2") == ["Letter"]
    assert titles(chief, operation, text="nothing") == []


def test_the_list_costs_two_queries(chief, operation, issued, django_assert_num_queries):
    for n in range(3):
        issued(title=f"Notice {n}")
    with django_assert_num_queries(2):  # one tells whether the operation is in sight
        for found in queries.directives(chief, operation_id=operation.pk):
            assert found.issuing_unit.name
            assert found.document_number


# Before it is issued.


def test_a_preview_says_exactly_whom_it_will_reach(chief, signed, tree, django_assert_num_queries):
    directive = signed(addressee_ids=[tree.county.pk], copied_to_ids=[tree.health.pk])
    with django_assert_num_queries(2):
        reach = queries.reach(chief, directive_id=directive.pk)
    assert reach == Reach(units=6, copies=1, members=10)
    commands.issue_directive(chief, directive_id=directive.pk)
    assert directive.deliveries.filter(is_copy=False).count() == reach.units
    assert directive.deliveries.filter(is_copy=True).count() == reach.copies
    assert Receipt.objects.count() == reach.members


def test_a_preview_for_units_alone_counts_no_members(chief, signed):
    assert queries.reach(chief, directive_id=signed(kind="division_of_labour").pk).members == 0


def test_units_to_address_are_ones_own_and_their_children_or_found_by_text(officer, chief, tree):
    assert [unit.code for unit in queries.addressable(officer)] == ["north", "hillside", "riverside"]
    assert [unit.code for unit in queries.addressable(chief)] == ["city", "county", "health"]
    assert [unit.code for unit in queries.addressable(chief, text="side")] == [
        "hillside",
        "lakeside",
        "riverside",
    ]
    kept = queries.addressable(chief, text="north", chosen=(tree.lakeside.pk,))
    assert [unit.code for unit in kept] == ["lakeside", "north"]
    assert queries.addressable(officer, text="lakeside") == []


def test_issuing_units_are_those_of_ones_roles_within_the_operation(
    officer, chief, auditor, system, operation, tree
):
    def of(actor, where=operation):
        return [unit.code for unit in queries.issuing_units(actor, operation_id=where.pk)]

    assert of(officer) == ["north"]
    assert of(chief) == ["city"]
    smaller = activate_operation(system, unit_id=tree.county.pk, template="flood")
    for nothing in (lambda: of(auditor), lambda: of(chief, smaller)):
        with pytest.raises(NotAllowed):
            nothing()


def test_only_its_author_gets_the_draft_back_and_only_while_it_is_one(chief, officer, operation, draft, tree):
    wanted = replace(
        draft, issuing_unit_id=tree.north.pk, addressee_ids=[tree.north.pk], copied_to_ids=[tree.hillside.pk]
    )
    directive = commands.draft_directive(officer, operation_id=operation.pk, draft=wanted)
    typed = queries.what_was_drafted(officer, directive_id=directive.pk)
    assert (typed["addressees"], typed["copied_to"], typed["body"]) == (
        [tree.north.pk],
        [tree.hillside.pk],
        draft.body,
    )
    with pytest.raises(NotAllowed):
        queries.what_was_drafted(chief, directive_id=directive.pk)
    commands.submit_for_review(officer, directive_id=directive.pk)
    with pytest.raises(problems.NotNow):
        queries.what_was_drafted(officer, directive_id=directive.pk)


def test_the_series_used_last_is_offered_again(chief, signed, tree):
    assert queries.series_used(chief, unit_id=tree.city.pk) == ""
    signed(series="演组发")
    signed(series="演组通")
    assert queries.series_used(chief, unit_id=tree.city.pk) == "演组通"


# Where it has come to.


def test_the_funnel_counts_by_level(chief, officer, member, notice, tree, people, django_assert_num_queries):
    commands.accept_directive(
        officer, directive_id=notice.pk, unit_ids=[tree.north.pk, tree.riverside.pk, tree.hillside.pk]
    )
    commands.report_progress(officer, directive_id=notice.pk, unit_id=tree.riverside.pk, text="Begun")
    commands.mark_done(officer, directive_id=notice.pk, unit_ids=[tree.hillside.pk])
    commands.mark_read(member, directive_id=notice.pk)
    commands.mark_told(officer, directive_id=notice.pk, person_ids=[people.riverside[0].pk], how="by_phone")
    with django_assert_num_queries(2):
        stages = queries.funnel(chief, directive_id=notice.pk)
    assert stages == [
        Stage("city", 1, 1, 0, 0, 0, 0, 0, 0),
        Stage("county", 1, 1, 0, 0, 0, 0, 0, 0),
        Stage("township", 2, 2, 1, 0, 0, 0, 0, 0),
        Stage("village", 3, 3, 2, 1, 1, 10, 1, 1),
        Stage("other", 2, 2, 0, 0, 0, 6, 0, 0),
    ]


def test_the_funnel_of_a_unit_is_that_of_its_subtree(chief, officer, notice, tree):
    of_unit = queries.funnel(chief, directive_id=notice.pk, unit_id=tree.north.pk)
    assert [(stage.level, stage.delivered) for stage in of_unit] == [("township", 1), ("village", 2)]
    assert queries.funnel(officer, directive_id=notice.pk) == of_unit
    with pytest.raises(NotFound):
        queries.funnel(officer, directive_id=notice.pk, unit_id=tree.south.pk)


def test_copies_are_delivered_but_not_asked(chief, issued, tree):
    directive = issued(addressee_ids=[tree.north.pk], copied_to_ids=[tree.south.pk])
    township = queries.funnel(chief, directive_id=directive.pk)[0]
    assert (township.delivered, township.asked) == (2, 1)


def test_units_yet_to_accept_can_be_narrowed(chief, officer, notice, tree, django_assert_num_queries):
    commands.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.north.pk])
    with django_assert_num_queries(2):
        waiting = codes(queries.units_yet_to_accept(chief, directive_id=notice.pk))
    assert waiting == ["city", "county", "health", "hillside", "hospital", "lakeside", "riverside", "south"]
    narrowed = queries.units_yet_to_accept(chief, directive_id=notice.pk, unit_id=tree.north.pk)
    assert codes(narrowed) == ["hillside", "riverside"]
    assert codes(queries.units_yet_to_accept(officer, directive_id=notice.pk)) == ["hillside", "riverside"]
    with pytest.raises(NotFound):
        queries.units_yet_to_accept(officer, directive_id=notice.pk, unit_id=tree.south.pk)
    assert [unit.code for unit in queries.units_to_narrow_by(chief, directive_id=notice.pk)] == [
        "county",
        "north",
        "south",
    ]


def test_nobody_is_waited_for_once_it_is_withdrawn(chief, notice):
    commands.withdraw_directive(chief, directive_id=notice.pk, reason="Replaced")
    assert not queries.units_yet_to_accept(chief, directive_id=notice.pk).exists()


def test_nothing_counts_or_lists_who_answered_an_appeal(chief, system, member, appeal, tree, operation):
    commands.mark_read(member, directive_id=appeal.pk)
    for actor in (chief, system):
        for refused in (
            lambda actor=actor: queries.funnel(actor, directive_id=appeal.pk),
            lambda actor=actor: queries.funnel(actor, directive_id=appeal.pk, unit_id=tree.riverside.pk),
            lambda actor=actor: queries.units_yet_to_accept(actor, directive_id=appeal.pk),
            lambda actor=actor: queries.members_reached(
                actor, directive_id=appeal.pk, unit_id=tree.riverside.pk
            ),
        ):
            with pytest.raises(problems.Voluntary):
                refused()
    assert figures_of(chief, operation, tree.city) == {
        "directives.delivered": 0,
        "directives.accepted": 0,
        "directives.done": 0,
        "directives.yet_to_accept": 0,
        "directives.day_reports": 0,
        "directives.zero_reports": 0,
        "directives.parts": 0,
        "directives.parts_done": 0,
        "directives.parts_confirmed": 0,
        "directives.read": 0,
    }


def test_what_is_for_information_waits_for_nobody(chief, issued):
    directive = issued(purpose="for_information")
    assert [stage.asked for stage in queries.funnel(chief, directive_id=directive.pk)] == [0] * 5
    with pytest.raises(problems.AsksNoAcceptance):
        queries.units_yet_to_accept(chief, directive_id=directive.pk)


# Of one's own.


def test_a_members_own_directives(member, people, notice, appeal, nobody):
    assert [receipt.directive.title for receipt in queries.own_receipts(member)] == [
        appeal.title,
        notice.title,
    ]
    assert queries.own_receipt(member, directive_id=notice.pk).read_at is None
    assert queries.own_receipt(nobody, directive_id=notice.pk) is None
    with pytest.raises(SignInNeeded):
        queries.own_receipts(nobody)


def test_what_waits_for_the_units_of_ones_roles(officer, issued, notice, appeal, tree):
    urgent = issued(title="Sooner", due_on=date(2020, 2, 1))
    waiting = queries.deliveries_to_accept(officer)
    assert [(found.directive.title, found.unit.code) for found in waiting] == [
        ("Sooner", "north"),
        (notice.title, "north"),
    ]
    commands.accept_directive(officer, directive_id=urgent.pk, unit_ids=[tree.north.pk])
    assert [found.directive.title for found in queries.deliveries_to_accept(officer)] == [notice.title]
    assert [found.directive.title for found in queries.deliveries_to_report(officer)] == ["Sooner"]
    commands.mark_done(officer, directive_id=urgent.pk, unit_ids=[tree.north.pk])
    assert not queries.deliveries_to_report(officer).exists()
    assert codes(queries.own_deliveries(officer, directive_id=notice.pk)) == ["north"]


def test_local_detail_goes_down_with_the_directive(chief, officer, stranger, member, notice, tree):
    commands.accept_directive(chief, directive_id=notice.pk, unit_ids=[tree.county.pk], local_detail="County")
    commands.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.north.pk], local_detail="North")
    commands.accept_directive(
        officer, directive_id=notice.pk, unit_ids=[tree.hillside.pk], local_detail="Hillside"
    )

    def seen_by(actor):
        return [found.local_detail for found in queries.local_details(actor, directive_id=notice.pk)]

    assert seen_by(officer) == ["County", "North"]
    assert seen_by(stranger) == ["County"]
    assert seen_by(member) == ["County", "North"]
    assert seen_by(chief) == []


def test_local_detail_needs_a_place_in_the_tree(system, notice):
    assert queries.local_details(system, directive_id=notice.pk) == []


def test_members_of_a_unit_are_listed_for_those_who_may_read_lists(officer, auditor, stranger, notice, tree):
    names = [
        receipt.person.name
        for receipt in queries.members_reached(officer, directive_id=notice.pk, unit_id=tree.riverside.pk)
    ]
    assert names == ["officer", "riverside1", "riverside2", "riverside3"]
    with pytest.raises(NotAllowed):
        queries.members_reached(auditor, directive_id=notice.pk, unit_id=tree.riverside.pk)
    with pytest.raises(NotFound):
        queries.members_reached(stranger, directive_id=notice.pk, unit_id=tree.riverside.pk)


def test_a_delivery_is_seen_where_its_unit_is(officer, stranger, notice, tree):
    assert queries.delivery(officer, directive_id=notice.pk, unit_id=tree.riverside.pk).unit == tree.riverside
    with pytest.raises(NotFound):
        queries.delivery(stranger, directive_id=notice.pk, unit_id=tree.riverside.pk)


# Figures.


def figures_of(actor, operation, unit):
    found = figures.figures_of(actor, operation_id=operation.pk, unit=unit)
    return {
        reading.figure.key: reading.value for reading in found if reading.figure.key.startswith("directives.")
    }


def test_the_figures_follow_what_units_and_members_do(
    chief, officer, member, system, operation, notice, appeal, tree
):
    commands.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.north.pk, tree.riverside.pk])
    commands.mark_done(officer, directive_id=notice.pk, unit_ids=[tree.riverside.pk])
    commands.mark_read(member, directive_id=notice.pk)
    commands.mark_read(member, directive_id=appeal.pk)
    assert figures_of(chief, operation, tree.city) == {
        "directives.delivered": 9,
        "directives.accepted": 2,
        "directives.done": 1,
        "directives.yet_to_accept": 7,
        "directives.day_reports": 0,
        "directives.zero_reports": 0,
        "directives.parts": 0,
        "directives.parts_done": 0,
        "directives.parts_confirmed": 0,
        "directives.read": 1,
    }
    assert figures_of(officer, operation, tree.north)["directives.yet_to_accept"] == 1
    assert not figures.drift(system)


def test_withdrawing_lets_the_figures_fall_on_its_day_and_keeps_the_days_before(
    chief, officer, operation, notice, tree
):
    commands.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.north.pk])
    tomorrow = replace(chief, now=chief.now + timedelta(days=1))
    commands.withdraw_directive(tomorrow, directive_id=notice.pk, reason="Replaced")
    assert set(figures_of(tomorrow, operation, tree.city).values()) == {0}
    assert figures_of_day(tomorrow, operation, tree.city, chief.now.date())["directives.yet_to_accept"] == 8


def figures_of_day(actor, operation, unit, day):
    found = figures.figures_of(actor, operation_id=operation.pk, unit=unit, as_of=day)
    return {reading.figure.key: reading.value for reading in found}


# What the pages offer.


def test_the_buttons_are_those_that_the_commands_allow(chief, officer, auditor, operation, draft, tree):
    own = replace(draft, issuing_unit_id=tree.north.pk, addressee_ids=[tree.north.pk])
    directive = commands.draft_directive(officer, operation_id=operation.pk, draft=own)

    def acts(actor):
        seen = queries.directive(actor, operation_id=operation.pk, directive_id=directive.pk)
        return queries.acts(actor, directive=seen)

    assert acts(officer) == {"edit", "submit", "comment", "ladder"}
    assert acts(chief) == {"comment", "ladder"}
    commands.submit_for_review(officer, directive_id=directive.pk)
    assert acts(officer) == {"comment", "ladder"}
    assert acts(chief) == {"comment", "return", "sign_off", "ladder"}
    commands.sign_off(chief, directive_id=directive.pk)
    assert acts(chief) == {"comment", "issue", "withdraw", "ladder"}
    commands.issue_directive(chief, directive_id=directive.pk)
    assert acts(chief) == {"amend", "withdraw", "close", "ladder"}
    assert acts(officer) == acts(auditor) == set()


def test_the_buttons_of_a_unit_follow_its_state(chief, officer, auditor, operation, notice, appeal, tree):
    def acts(actor, directive=notice):
        seen = queries.directive(actor, operation_id=operation.pk, directive_id=directive.pk)
        own = queries.delivery(actor, directive_id=directive.pk, unit_id=tree.north.pk)
        return queries.delivery_acts(actor, directive=seen, delivery=own)

    of_members = {"members", "tell"}
    assert acts(officer, appeal) == acts(auditor) == set()
    assert acts(officer) == of_members | {"accept"}
    commands.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.north.pk])
    assert acts(officer) == of_members | {"report", "finish", "detail"}
    commands.mark_done(officer, directive_id=notice.pk, unit_ids=[tree.north.pk])
    assert acts(officer) == of_members | {"detail"}
    assert acts(chief) == of_members | {"detail", "return"}
    assert acts(auditor) == set()
    commands.withdraw_directive(chief, directive_id=notice.pk, reason="Replaced")
    assert acts(chief) == of_members


def test_who_is_offered_to_remind_whom(chief, officer, auditor, notice, tree):
    def offered(actor, unit=None):
        found = queries.unit_to_remind(actor, directive=notice, unit_id=unit and unit.pk)
        return found and found.code

    assert (offered(chief), offered(officer), offered(auditor)) == ("city", "north", None)
    assert (offered(officer, tree.riverside), offered(officer, tree.south)) == ("riverside", None)
    commands.withdraw_directive(chief, directive_id=notice.pk, reason="Replaced")
    notice.refresh_from_db()
    assert offered(chief) is None


def test_review_notes_are_for_those_who_write_review_or_issue(
    chief, officer, auditor, operation, draft, tree
):
    own = replace(draft, issuing_unit_id=tree.north.pk, addressee_ids=[tree.north.pk])
    directive = commands.draft_directive(officer, operation_id=operation.pk, draft=own)
    drafting.comment_on_draft(chief, directive_id=directive.pk, text="Good")
    commands.submit_for_review(officer, directive_id=directive.pk)
    commands.sign_off(chief, directive_id=directive.pk)
    commands.issue_directive(chief, directive_id=directive.pk)
    counts = [
        queries.review_notes(actor, directive_id=directive.pk).count() for actor in (officer, chief, auditor)
    ]
    assert counts == [1, 1, 0]


def test_what_it_reached_is_counted_in_ones_sight(chief, officer, member, appeal):
    assert queries.reached(chief, directive_id=appeal.pk) == Reach(units=9, copies=0, members=16)
    assert queries.reached(officer, directive_id=appeal.pk) == Reach(units=3, copies=0, members=7)
    assert queries.reached(member, directive_id=appeal.pk) == Reach(units=0, copies=0, members=0)
