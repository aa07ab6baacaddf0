"""The life of a bulletin, and its errata."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

import conftest as cast
from muster.bulletins import access, checking, commands
from muster.bulletins.commands import Draft
from muster.bulletins.disclosure import SMALLEST, Part, disclosed
from muster.bulletins.models import Bulletin, Erratum, State, Statement
from muster.bulletins.problems import EditedMeanwhile, NotNow, TextTooLong, WrongNumbers
from muster.figures import registry
from muster.kernel.figure import Derived
from muster.kernel.models import Entry
from muster.kernel.problems import NotAllowed, NotFound
from muster.operations.commands import activate_operation, close_operation, mobilise
from muster.operations.models import MobilisedMember, MobilisedUnit

from .conftest import TRUE_ZH

YESTERDAYS = "截至1月28日24时,动员基层党组织6个、党员{members}名。"


def draft_like(bulletin, **changes):
    return Draft(
        **{"unit_id": bulletin.unit_id, "kind": bulletin.kind, "title": bulletin.title, "text": bulletin.text}
        | changes
    )


def test_a_draft_is_seen_by_those_who_write_or_publish_there_and_by_nobody_else(
    drafted, chief, officer, auditor, member, stranger, nobody
):
    bulletin = drafted()
    assert access.bulletin_to_see(chief, bulletin.pk) == bulletin
    for other in (officer, auditor, member, stranger, nobody):
        with pytest.raises(NotFound):
            access.bulletin_to_see(other, bulletin.pk)


def test_a_published_bulletin_is_seen_by_all_who_see_the_operation(
    published, officer, auditor, member, stranger, nobody
):
    bulletin = published()
    for other in (officer, auditor, member, stranger):
        assert access.bulletin_to_see(other, bulletin.pk)
    with pytest.raises(NotFound):
        access.bulletin_to_see(nobody, bulletin.pk)


def test_one_writes_for_units_of_ones_own_that_belong_to_the_operation(
    officer, auditor, operation, tree, drafted, chief, system
):
    assert drafted("基层党组织3个", unit=tree.north, by=officer).author_id == officer.person_id
    with pytest.raises(NotFound):
        drafted(unit=tree.city, by=officer)
    with pytest.raises(NotAllowed):
        drafted(unit=tree.city, by=auditor)
    of_county = activate_operation(chief, unit_id=tree.county.pk, template="flood")
    with pytest.raises(NotFound):
        commands.draft_bulletin(
            chief,
            operation_id=of_county.pk,
            draft=Draft(unit_id=tree.hospital.pk, kind="first", title="x", text="x"),
        )
    assert [unit.code for unit in access.units_to_write_for(officer, operation.pk)] == ["north"]
    assert [unit.code for unit in access.units_to_write_for(chief, of_county.pk)] == ["county"]
    with pytest.raises(NotAllowed):
        access.units_to_write_for(auditor, operation.pk)


def test_an_edit_changes_a_draft_and_the_journal_knows_no_text(drafted, chief):
    bulletin = drafted()
    edited = commands.edit_bulletin(
        chief, bulletin_id=bulletin.pk, draft=draft_like(bulletin, title="Another"), revision=1
    )
    assert (edited.title, edited.revision) == ("Another", 2)
    entry = Entry.objects.get(event="bulletins.edited")
    assert (entry.subject_id, entry.unit_id, entry.about) == (bulletin.pk, bulletin.unit_id, {})


def test_two_writers_notice_each_other(drafted, chief):
    bulletin = drafted()
    commands.edit_bulletin(chief, bulletin_id=bulletin.pk, draft=draft_like(bulletin), revision=1)
    with pytest.raises(EditedMeanwhile):
        commands.edit_bulletin(
            chief, bulletin_id=bulletin.pk, draft=draft_like(bulletin, text="mine"), revision=1
        )
    bulletin.refresh_from_db()
    assert bulletin.text == TRUE_ZH


def test_what_is_published_cannot_be_edited(published, chief):
    bulletin = published()
    with pytest.raises(NotNow):
        commands.edit_bulletin(chief, bulletin_id=bulletin.pk, draft=draft_like(bulletin), revision=1)


def test_a_draft_too_long_to_be_checked_is_refused(drafted, chief):
    with pytest.raises(TextTooLong):
        drafted("x" * (checking.LONGEST + 1))
    bulletin = drafted()
    long = draft_like(bulletin, text="x" * 1_000_000)
    with pytest.raises(TextTooLong):
        commands.edit_bulletin(chief, bulletin_id=bulletin.pk, draft=long, revision=1)


def test_publishing_keeps_the_numbers_as_they_were(published, chief, operation):
    bulletin = published()
    assert (bulletin.state, bulletin.number, bulletin.published_by_id) == (
        State.PUBLISHED,
        1,
        chief.person_id,
    )
    assert bulletin.as_of == chief.now
    first, second = bulletin.statements.all()
    assert (first.text, first.verdict, first.figure, first.value, first.low) == (
        "6",
        "green",
        "units.mobilised",
        Decimal(6),
        Decimal(6),
    )
    assert {part["name"]: part["value"] for part in first.parts} == {"county党组织": "5", "health党组织": "1"}
    assert (second.verdict, second.figure, second.value, second.parts) == ("grey", "", None, [])
    entry = Entry.objects.get(event="bulletins.published")
    assert (entry.count, entry.about) == (2, {"number": 1})


def test_bulletins_of_a_unit_are_numbered_in_their_order(published, tree):
    assert [published().number, published().number, published("3个基层党组织", unit=tree.north).number] == [
        1,
        2,
        1,
    ]


def test_a_wrong_number_is_not_published_and_is_named(drafted, chief):
    bulletin = drafted("动员基层党组织7479个。")
    with pytest.raises(WrongNumbers, match=r"“7479” \(6\)") as refused:
        commands.publish_bulletin(chief, bulletin_id=bulletin.pk)
    assert refused.value.kept
    assert refused.value.remedy
    bulletin.refresh_from_db()
    assert bulletin.state == State.DRAFT
    many = drafted("动员基层党组织7479个。" * 12)
    with pytest.raises(WrongNumbers, match="…"):
        commands.publish_bulletin(chief, bulletin_id=many.pk)


def test_publishing_takes_the_power_to_issue(drafted, officer, tree):
    bulletin = drafted("基层党组织3个", unit=tree.north, by=officer)
    with pytest.raises(NotAllowed):
        commands.publish_bulletin(officer, bulletin_id=bulletin.pk)


def test_published_twice_is_published_once_and_withdrawn_twice_also(published, chief):
    bulletin = published()
    later = replace(chief, now=chief.now + timedelta(hours=1))
    assert commands.publish_bulletin(later, bulletin_id=bulletin.pk).published_at == chief.now
    commands.withdraw_bulletin(chief, bulletin_id=bulletin.pk, reason="wrong day")
    again = commands.withdraw_bulletin(later, bulletin_id=bulletin.pk, reason="other")
    assert (again.withdrawn_at, again.withdrawn_because) == (chief.now, "wrong day")
    with pytest.raises(NotNow):
        commands.publish_bulletin(chief, bulletin_id=bulletin.pk)


def test_a_draft_cannot_be_withdrawn(drafted, chief):
    with pytest.raises(NotNow):
        commands.withdraw_bulletin(chief, bulletin_id=drafted().pk, reason="x")


def test_what_was_withdrawn_stays_with_those_who_see_its_unit(published, chief, auditor, member):
    bulletin = commands.withdraw_bulletin(chief, bulletin_id=published().pk, reason="x")
    assert access.bulletin_to_see(auditor, bulletin.pk)
    with pytest.raises(NotFound):
        access.bulletin_to_see(member, bulletin.pk)


def test_a_final_report_may_come_after_the_operation_is_closed(drafted, chief, operation):
    bulletin = drafted(kind="final")
    close_operation(chief, operation_id=operation.pk)
    assert commands.publish_bulletin(chief, bulletin_id=bulletin.pk).number == 1


# Errata


@pytest.fixture
def next_day(chief):
    return replace(chief, now=chief.now + timedelta(days=1))


@pytest.fixture
def of_yesterday(drafted, next_day, operation):
    """Published on the day after the one that it speaks of."""
    members = MobilisedMember.objects.filter(operation=operation).count()
    text = YESTERDAYS.format(members=members) + "超过2个基层党组织。送口罩300只。"
    return commands.publish_bulletin(next_day, bulletin_id=drafted(text).pk)


def errata_of(actor, bulletin):
    return [
        (one.text, one.before, one.after)
        for one in commands.raise_errata(actor, operation_id=bulletin.operation_id)
    ]


def test_a_correction_of_the_past_raises_an_erratum_once(of_yesterday, next_day, tree):
    assert errata_of(next_day, of_yesterday) == []
    MobilisedUnit.objects.filter(unit=tree.hospital).delete()
    assert errata_of(next_day, of_yesterday) == [("6", 6, 5)]
    assert errata_of(next_day, of_yesterday) == []
    entry = Entry.objects.get(event="bulletins.errata_raised")
    assert (entry.subject_id, entry.count, entry.about) == (of_yesterday.pk, 1, {})


def test_a_second_correction_is_noted_even_when_it_takes_the_first_back(
    of_yesterday, next_day, tree, operation
):
    gone = MobilisedUnit.objects.get(unit=tree.hospital)
    day = gone.day
    gone.delete()
    errata_of(next_day, of_yesterday)
    MobilisedUnit.objects.create(operation=operation, unit=tree.hospital, day=day)
    assert errata_of(next_day, of_yesterday) == [("6", 5, 6)]
    assert [str(one) for one in Erratum.objects.all()] == ["6: 6 → 5", "6: 5 → 6"]


def test_what_comes_on_a_later_day_is_no_correction(of_yesterday, next_day, tree, operation):
    MobilisedUnit.objects.create(operation=operation, unit=tree.health, day=next_day.now.date())
    assert errata_of(next_day, of_yesterday) == []


def test_a_day_goes_on_after_a_bulletin_of_noon(published, chief, tree, operation):
    bulletin = published("动员基层党组织6个。")
    MobilisedUnit.objects.create(operation=operation, unit=tree.health, day=cast.TODAY)
    assert errata_of(chief, bulletin) == []
    MobilisedUnit.objects.filter(unit__in=[tree.health, tree.hospital]).delete()
    assert errata_of(chief, bulletin) == [("6", 6, 5)]


def test_a_share_of_a_day_that_was_not_over_cannot_be_recounted(
    published, chief, tree, operation, monkeypatch
):
    count = registry.figure("units.mobilised")
    double = Derived(
        key="tests.double",
        label="",
        definition="",
        measure=count.measure,
        words_zh=("测试数",),
        from_keys=("units.mobilised",),
        formula=lambda value: value * 2 if value > 1 else None,
    )
    monkeypatch.setitem(registry.figures(), "tests.double", double)
    bulletin = published("测试数12个。")
    MobilisedUnit.objects.filter(unit=tree.hospital).delete()
    assert errata_of(chief, bulletin) == []
    MobilisedUnit.objects.all().delete()
    assert errata_of(chief, bulletin) == [("12", 12, None)]


def test_a_figure_that_is_declared_no_more_is_left_alone(published, chief, tree):
    bulletin = published("动员基层党组织6个。")
    Statement.objects.update(figure="tests.gone")
    assert errata_of(chief, bulletin) == []


def test_errata_are_raised_where_one_may_publish(of_yesterday, next_day, officer, nobody, tree):
    MobilisedUnit.objects.filter(unit=tree.hospital).delete()
    assert errata_of(officer, of_yesterday) == []
    with pytest.raises(NotFound):
        errata_of(nobody, of_yesterday)


def test_a_bulletin_withdrawn_is_not_corrected(of_yesterday, next_day, tree):
    commands.withdraw_bulletin(next_day, bulletin_id=of_yesterday.pk, reason="x")
    MobilisedUnit.objects.filter(unit=tree.hospital).delete()
    assert errata_of(next_day, of_yesterday) == []


# What may be public


@given(st.lists(st.integers(-3, 30).map(Decimal), max_size=8))
def test_nothing_small_is_disclosed_nor_can_be_worked_out_from_the_whole(values):
    shown = disclosed([Part(str(n), value) for n, value in enumerate(values)])
    assert [part.name for part in shown] == [str(n) for n in range(len(values))]
    left_out = [value for value, part in zip(values, shown, strict=True) if part.value is None]
    assert all(abs(part.value) >= SMALLEST for part in shown if part.value is not None)
    assert all(part.value in (None, value) for value, part in zip(values, shown, strict=True))
    if left_out and len(left_out) < len(values):
        assert len(left_out) > 1
        assert sum(map(abs, left_out)) >= SMALLEST


# Races


def test_two_people_publish_at_once_and_it_is_published_once(committed_db, system):
    tree = cast.make_tree(system)
    cast.make_people(tree)
    operation = activate_operation(system, unit_id=tree.city.pk, template="epidemic")
    mobilise(system, operation_id=operation.pk)
    pair = [
        commands.draft_bulletin(
            system,
            operation_id=operation.pk,
            draft=Draft(unit_id=tree.city.pk, kind="first", title=f"{n}", text="基层党组织6个"),
        )
        for n in range(2)
    ]

    def publish(bulletin):
        try:
            return commands.publish_bulletin(system, bulletin_id=bulletin.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(publish, [pair[0], pair[0], pair[1], pair[1]]))
    assert sorted(Bulletin.objects.values_list("number", flat=True)) == [1, 2]
    assert Statement.objects.count() == 2
    assert Entry.objects.filter(event="bulletins.published").count() == 2


def test_tokens_of_public_pages_are_all_different(drafted):
    assert len({drafted().token for _ in range(3)}) == 3
    assert str(drafted()) == "Bulletin of the day"


def test_the_end_of_a_day_is_told_in_the_operations_time_zone(operation):
    end = datetime(2020, 1, 28, 15, 59, 59, tzinfo=UTC)
    assert commands._is_end_of_day(end, operation)
    assert not commands._is_end_of_day(end - timedelta(hours=1), operation)
