import io
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PIL import Image

from muster.directives import commands, problems
from muster.directives.clauses import problems as clause_problems
from muster.directives.clauses import queries, rules
from muster.directives.clauses.commands import (
    ClauseDraft,
    ClauseReport,
    confirm_clause,
    delegate_clause,
    name_keeper,
    put_clause,
    remove_clause,
    report_on_clause,
    return_clause,
)
from muster.directives.clauses.photographs import LONGEST_SIDE, Sent, picture
from muster.directives.models import Clause, Delivery, Part, PartState, Photograph, Report
from muster.kernel.models import Entry
from muster.kernel.problems import NotAllowed, NotFound

DUE = date(2020, 2, 3)


def photo(kind="JPEG", size=(40, 30), **how):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **how)
    return out.getvalue()


@pytest.fixture
def draft_of(chief, operation, draft):
    return commands.draft_directive(
        chief, operation_id=operation.pk, draft=replace(draft, kind="measures", title="Ten measures")
    )


@pytest.fixture
def put(chief, draft_of, tree):
    def clause(**changes):
        wanted = {"text": "Masks", "lead_id": tree.county.pk, "due_on": DUE, "measure": "masks"} | changes
        return put_clause(chief, directive_id=draft_of.pk, draft=ClauseDraft(**wanted))

    return clause


@pytest.fixture
def measures(chief, draft_of, put, tree, actor_as):
    """Issued: clause 1 led by the county with the hospital's help; the county has accepted."""
    put(helping_ids=[tree.health.pk])
    commands.submit_for_review(chief, directive_id=draft_of.pk)
    commands.sign_off(chief, directive_id=draft_of.pk)
    return commands.issue_directive(chief, directive_id=draft_of.pk)


@pytest.fixture
def county(actor_as, tree):
    return actor_as("officer", unit=tree.county, who="stranger")


@pytest.fixture
def first(measures):
    return Clause.objects.get(directive=measures, number=1)


def accept(actor, directive, *units):
    commands.accept_directive(actor, directive_id=directive.pk, unit_ids=[unit.pk for unit in units])


def part(clause, unit):
    return Part.objects.get(clause=clause, unit=unit)


# In the draft.


def test_a_clause_has_one_lead_and_helpers(draft_of, put, tree):
    clause = put(helping_ids=[tree.health.pk, tree.county.pk])
    assert dict(clause.parts.values_list("unit__code", "is_lead")) == {"county": True, "health": False}
    assert not clause.parts.filter(is_in_force=True).exists()


def test_clauses_are_written_anew_and_taken_out(chief, draft_of, put, tree):
    for text in ("One", "Two", "Three"):
        put(text=text)
    anew = ClauseDraft(text="Second", lead_id=tree.north.pk)
    put_clause(chief, directive_id=draft_of.pk, draft=anew, number=2)
    remove_clause(chief, directive_id=draft_of.pk, number=1)
    assert list(Clause.objects.values_list("number", "text")) == [(1, "Second"), (2, "Three")]
    for missing in (0, 3):
        with pytest.raises(NotFound):
            remove_clause(chief, directive_id=draft_of.pk, number=missing)
    with pytest.raises(NotFound):
        put_clause(chief, directive_id=draft_of.pk, draft=anew, number=9)


def test_only_its_author_divides_a_draft_and_only_while_it_is_one(chief, officer, draft_of, put, tree):
    with pytest.raises(NotFound):
        put_clause(officer, directive_id=draft_of.pk, draft=ClauseDraft(text="x", lead_id=tree.north.pk))
    commands.submit_for_review(chief, directive_id=draft_of.pk)
    with pytest.raises(problems.NotNow):
        put()


def test_what_asks_nothing_has_no_division_of_labour(chief, operation, draft, tree):
    letter = replace(draft, kind="open_letter", purpose="for_information")
    directive = commands.draft_directive(chief, operation_id=operation.pk, draft=letter)
    with pytest.raises(problems.AsksNoAcceptance):
        put_clause(chief, directive_id=directive.pk, draft=ClauseDraft(text="x", lead_id=tree.north.pk))


def test_a_clause_bears_no_marking_and_charges_only_units_below(chief, operation, draft, put, tree, officer):
    with pytest.raises(problems.ClassifiedMarking):
        put(text="绝密")
    own = replace(draft, issuing_unit_id=tree.north.pk, addressee_ids=[tree.north.pk])
    directive = commands.draft_directive(chief, operation_id=operation.pk, draft=own)
    with pytest.raises(problems.AddresseeOutside):
        put_clause(chief, directive_id=directive.pk, draft=ClauseDraft(text="x", lead_id=tree.south.pk))
    mine = commands.draft_directive(officer, operation_id=operation.pk, draft=own)
    with pytest.raises(NotFound):
        put_clause(officer, directive_id=mine.pk, draft=ClauseDraft(text="x", lead_id=tree.south.pk))


# Issue, delegation.


def test_parts_come_in_force_when_it_is_issued_and_go_when_it_is_withdrawn(chief, measures, first, tree):
    assert set(first.parts.values_list("is_in_force", "due_on", "state")) == {(True, DUE, "open")}
    commands.withdraw_directive(chief, directive_id=measures.pk, reason="Replaced")
    assert not Part.objects.filter(is_in_force=True).exists()


def test_a_unit_with_a_part_gets_a_copy_even_if_it_was_not_addressed(chief, operation, draft, tree):
    narrow = replace(draft, kind="measures", addressee_ids=[tree.south.pk], copied_to_ids=[tree.health.pk])
    directive = commands.draft_directive(chief, operation_id=operation.pk, draft=narrow)
    charged = ClauseDraft(text="x", lead_id=tree.north.pk, helping_ids=[tree.health.pk])
    put_clause(chief, directive_id=directive.pk, draft=charged)
    commands.submit_for_review(chief, directive_id=directive.pk)
    commands.sign_off(chief, directive_id=directive.pk)
    commands.issue_directive(chief, directive_id=directive.pk)
    copies = Delivery.objects.filter(directive=directive, unit__in=[tree.north, tree.health])
    assert set(copies.values_list("is_copy", "asks_acceptance")) == {(False, True)}
    assert not Delivery.objects.filter(directive=directive, unit=tree.riverside).exists()


def test_a_part_is_handed_down_once(county, measures, first, tree):
    accept(county, measures, tree.county)

    def hand_down(*units, **more):
        receivers = [unit.pk for unit in units]
        return delegate_clause(
            county, clause_id=first.pk, unit_id=tree.county.pk, receiver_ids=receivers, **more
        )

    assert hand_down(tree.north, due_on=date(2020, 2, 1), instruction="First the clinics") == 1
    assert hand_down(tree.north, tree.south) == 1
    below = part(first, tree.north)
    assert (below.given_by.unit_id, below.due_on, below.instruction) == (
        tree.county.pk,
        date(2020, 2, 1),
        "First the clinics",
    )
    assert part(first, tree.south).due_on == DUE
    assert Entry.objects.filter(event="directives.clause_delegated").count() == 2
    with pytest.raises(clause_problems.LaterThanGiver):
        hand_down(tree.riverside, due_on=date(2020, 2, 9))
    with pytest.raises(problems.ClassifiedMarking):
        hand_down(tree.riverside, instruction="机密")
    with pytest.raises(clause_problems.NobodyChosen):
        hand_down()
    with pytest.raises(clause_problems.NotBelow):
        hand_down(tree.county)
    with pytest.raises(NotFound):
        hand_down(tree.health)


def test_nobody_works_on_a_clause_before_the_unit_has_accepted(county, measures, first, tree):
    with pytest.raises(problems.AcceptFirst):
        delegate_clause(county, clause_id=first.pk, unit_id=tree.county.pk, receiver_ids=[tree.north.pk])
    with pytest.raises(problems.AcceptFirst):
        report_on_clause(county, clause_id=first.pk, unit_id=tree.county.pk, report=ClauseReport(text="x"))


# Reports.


@pytest.fixture
def at_work(county, officer, measures, first, tree):
    """The county has handed its part down to north; both have accepted."""
    accept(county, measures, tree.county, tree.north)
    delegate_clause(county, clause_id=first.pk, unit_id=tree.county.pk, receiver_ids=[tree.north.pk])
    return first


def report(actor, clause, unit, **said):
    return report_on_clause(actor, clause_id=clause.pk, unit_id=unit.pk, report=ClauseReport(**said))


def test_a_report_counts_by_its_latest_amount(officer, county, at_work, tree, chief):
    report(officer, at_work, tree.north, text="Half", amount=Decimal(500))
    report(officer, at_work, tree.north, text="More", amount=Decimal(800))
    report(county, at_work, tree.county, text="Own", amount=Decimal(50))
    report(officer, at_work, tree.north, text="No number this time")
    branches = queries.roll_up(chief, clause_id=at_work.pk, unit_id=tree.county.pk)
    assert [(branch.name, branch.parts, branch.amount) for branch in branches] == [
        (tree.county.name, 1, Decimal(50)),
        (tree.north.name, 1, Decimal(800)),
    ]
    assert queries.total(branches).amount == Decimal(850)
    assert Delivery.objects.get(directive=at_work.directive, unit=tree.north).state == "in_progress"


def test_done_is_confirmed_or_sent_back_by_whoever_gave_it(chief, county, officer, at_work, tree):
    report(officer, at_work, tree.north, text="All", is_done=True)
    where = {"clause_id": at_work.pk, "unit_id": tree.north.pk}
    for verb in (confirm_clause, lambda actor, **where: return_clause(actor, reason="No", **where)):
        with pytest.raises(NotAllowed):
            verb(officer, **where)
    back = return_clause(county, reason="Which clinics?", **where)
    assert (back.state, back.text, part(at_work, tree.north).done_at) == ("returned", "Which clinics?", None)
    report(officer, at_work, tree.north, text="All five", is_done=True)
    confirm_clause(county, **where)
    assert confirm_clause(county, **where).state == PartState.CONFIRMED
    assert part(at_work, tree.north).done_at is not None
    with pytest.raises(clause_problems.PartNotNow):
        report(officer, at_work, tree.north, text="Again")
    assert list(Report.objects.filter(part__unit=tree.north).values_list("state", flat=True)) == [
        "done",
        "returned",
        "done",
    ]


def test_what_the_issuing_unit_gave_is_confirmed_by_those_who_review_there(chief, county, at_work, tree):
    report(county, at_work, tree.county, is_done=True)
    where = {"clause_id": at_work.pk, "unit_id": tree.county.pk}
    with pytest.raises(NotAllowed):
        confirm_clause(county, **where)
    assert list(queries.parts_to_confirm(chief, operation_id=at_work.directive.operation_id)) == [
        part(at_work, tree.county)
    ]
    assert confirm_clause(chief, **where).state == "confirmed"


def test_out_of_sight_there_is_no_part(stranger, at_work, tree):
    with pytest.raises(NotFound):
        report(stranger, at_work, tree.north, text="x")


def test_a_member_who_sees_to_it_reports_and_nothing_else(officer, member, people, measures, at_work, tree):
    accept(officer, measures, tree.riverside)
    delegate_clause(officer, clause_id=at_work.pk, unit_id=tree.north.pk, receiver_ids=[tree.riverside.pk])
    where = {"clause_id": at_work.pk, "unit_id": tree.riverside.pk}
    with pytest.raises(NotFound):
        report(member, at_work, tree.riverside, text="x")
    with pytest.raises(NotFound):
        name_keeper(officer, person_id=people.lakeside[0].pk, **where)
    name_keeper(officer, person_id=people.member.pk, **where)
    assert (
        report(member, at_work, tree.riverside, text="Twenty", amount=Decimal(20)).person_id
        == member.person_id
    )
    assert [one.unit for one in queries.parts_to_do(member, operation_id=measures.operation_id)] == [
        tree.riverside
    ]
    with pytest.raises(NotAllowed):
        delegate_clause(member, receiver_ids=[tree.riverside.pk], **where)
    acts = queries.acts(member, part=queries.share(member, **where).part)
    assert acts == {"report", "finish"}


def test_deadlines_turn_blue_yellow_and_red():
    def colour(days, *, is_finished=False):
        return rules.colour(due_on=DUE, today=DUE + timedelta(days=days), is_finished=is_finished)

    assert [colour(days) for days in (-3, -2, 0, 1, 2, 3)] == ["", "blue", "blue", "yellow", "yellow", "red"]
    assert colour(9, is_finished=True) == ""
    assert rules.colour(due_on=None, today=DUE, is_finished=False) == ""
    assert rules.is_within(due_on=None, of_giver=None)
    assert not rules.is_within(due_on=None, of_giver=DUE)


def test_the_roll_up_tells_overdue_from_behind(chief, county, at_work, tree):
    late = replace(chief, now=chief.now + timedelta(days=(DUE - chief.now.date()).days + 1))
    (_, north) = queries.roll_up(late, clause_id=at_work.pk, unit_id=tree.county.pk)
    assert (north.yellow, north.red) == (1, 0)
    later = replace(chief, now=late.now + timedelta(days=3))
    assert queries.total(queries.roll_up(later, clause_id=at_work.pk)).red == 3


def test_a_unit_moved_in_mid_directive_is_counted_where_it_stands(
    system, chief, officer, at_work, tree, actor_as
):
    from muster.units.commands import UnitRow, put_units

    report(officer, at_work, tree.north, amount=Decimal(7))
    moved = UnitRow(
        "north",
        tree.north.name,
        "north",
        "committee",
        "health",
        None,
        "township",
        True,
        "",
        "",
        date(2020, 1, 29),
    )
    put_units(system, rows=[moved], day=date(2020, 1, 29))
    assert queries.total(queries.roll_up(chief, clause_id=at_work.pk, unit_id=tree.county.pk)).amount is None
    assert queries.total(queries.roll_up(chief, clause_id=at_work.pk, unit_id=tree.health.pk)).amount == 7


# Photographs.


def test_a_photograph_loses_what_the_camera_wrote(officer, at_work, tree):
    exif = Image.Exif()
    exif[0x010E] = "at the gate of number 7"
    exif[0x0112] = 6  # lies on its side
    sent = photo(exif=exif, size=(400, 200))
    assert b"number 7" in sent
    report(officer, at_work, tree.north, text="See", photographs=[Sent("a.jpg", sent)])
    kept = Photograph.objects.get()
    assert (kept.width, kept.height) == (200, 400)
    assert b"number 7" not in bytes(kept.content)
    assert not Image.open(io.BytesIO(bytes(kept.content))).getexif()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_become_jpeg_and_no_larger_than_needed(kind):
    made = picture(Sent("a", photo(kind, size=(3000, 1000))))
    assert (made.width, made.height) == (LONGEST_SIDE, 533)
    assert made.content.startswith(b"\xff\xd8")


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"GIF89a", photo()[:200]])
def test_what_is_no_photograph_is_refused(officer, at_work, tree, content):
    with pytest.raises(clause_problems.NotAPhotograph):
        report(officer, at_work, tree.north, photographs=[Sent("a.jpg", content)])
    assert not Report.objects.exists()


def test_photographs_are_limited_in_size_and_number(officer, at_work, tree, monkeypatch):
    monkeypatch.setattr("muster.directives.clauses.photographs.MOST_POINTS", 100)
    with pytest.raises(clause_problems.TooLarge):
        picture(Sent("a", photo()))
    with pytest.raises(clause_problems.TooLarge):
        picture(Sent("a", b"\0" * (12 * 1024 * 1024 + 1)))
    with pytest.raises(clause_problems.TooManyPhotographs):
        report(officer, at_work, tree.north, photographs=[Sent("a", photo())] * 7)


def test_a_photograph_is_seen_by_those_who_see_its_unit(chief, officer, stranger, at_work, tree):
    report(officer, at_work, tree.north, photographs=[Sent("a.png", photo("PNG"))])
    kept = Photograph.objects.get()
    assert queries.photograph(chief, photograph_id=kept.pk).startswith(b"\xff\xd8")
    with pytest.raises(NotFound):
        queries.photograph(stranger, photograph_id=kept.pk)
