from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from conftest import NOW, TODAY
from muster.figures import queries
from muster.figures.commands import fold
from muster.figures.problems import UnknownFigure
from muster.kernel.actor import Grant
from muster.kernel.figure import (
    PEOPLE,
    PERCENT,
    UNITS,
    Column,
    Derived,
    Measure,
    Queried,
    difference,
    percent,
)
from muster.kernel.problems import NotAllowed, NotFound
from muster.kernel.statements import execute
from muster.operations.commands import mobilise
from muster.operations.models import MobilisedMember, TemporaryUnit
from muster.units.commands import UnitRow, put_units
from muster.units.models import Unit

UNITS_CALLED, CALLED, FRONTS = "units.mobilised", "people.mobilised", "operations.temporary_units"


@pytest.fixture
def called(chief, operation, people):
    """Everyone in the city, and a temporary unit in the north since the day before."""
    mobilise(chief, operation_id=operation.pk)
    unit = Unit.objects.create(
        code="front",
        name="Night ward",
        kind_id="branch",
        level="other",
        is_base=False,
        path="x",
        began_on=TODAY,
    )
    TemporaryUnit.objects.create(
        operation=operation, unit=unit, parent=Unit.objects.get(code="north"), name="Night ward", task="Fever clinic",
        leader=people.member, state="active", state_on=TODAY - timedelta(days=1),
    )  # fmt: skip
    return operation


@pytest.fixture
def more(declare):
    common = {"label": "x", "definition": "x"}
    declare(
        Queried(key="units.calling", measure=UNITS, model="operations.MobilisedMember", aggregate="count(DISTINCT unit_id)", where="day <= %(day)s", columns=(Column("day", "Day"), Column("person__name", "Name"), Column("person__home__door", "Door")), **common),
        Queried(key="days.longest", measure=UNITS, model="operations.MobilisedMember", aggregate="max(day - %(day)s)", where="day < '2000-01-01'", **common),
        Derived(key="units.silent", measure=UNITS, from_keys=(UNITS_CALLED, "units.calling"), formula=difference, **common),
        Derived(key="units.share", measure=PERCENT, from_keys=("units.calling", UNITS_CALLED), formula=percent, **common),
    )  # fmt: skip


def values(actor, operation, unit, **look):
    return {r.key: r.value for r in queries.figures_of(actor, operation_id=operation.pk, unit=unit, **look)}


def move(actor, code, parent, day):
    put_units(
        actor, rows=[UnitRow(code, code, code, "branch", parent, None, "village", True, "", "", day)], day=day
    )


def test_a_unit_has_what_it_and_all_below_it_have(chief, called, tree):
    keys = [UNITS_CALLED, CALLED, FRONTS]
    for _ in range(2):
        found = [
            list(values(chief, called, unit, keys=keys).values())
            for unit in (tree.city, tree.north, tree.riverside, tree.south)
        ]
        assert found == [[6, 16, 1], [3, 7, 1], [1, 4, 0], [2, 3, 0]]
        fold(chief)


def test_a_reading_says_what_changed_that_day_and_as_of_when(chief, called, tree):
    def reading(key, now=NOW, **look):
        (found,) = queries.figures_of(
            replace(chief, now=now), operation_id=called.pk, unit=tree.city, keys=[key], **look
        )
        return found.value, found.change, found.day, found.as_of

    yesterday, midnight = TODAY - timedelta(days=1), datetime(2020, 1, 28, 15, 59, 59, tzinfo=UTC)
    assert reading(CALLED) == (16, 16, TODAY, NOW)
    assert reading(CALLED, now=NOW + timedelta(days=1)) == (
        16,
        0,
        TODAY + timedelta(days=1),
        NOW + timedelta(days=1),
    )
    assert reading(CALLED, now=NOW + timedelta(days=1), as_of=TODAY) == (16, 16, TODAY, midnight)
    assert reading(FRONTS, as_of=yesterday) == (1, 1, yesterday, midnight - timedelta(days=1))
    assert reading(FRONTS, as_of=yesterday - timedelta(days=1))[:2] == (0, 0)


def test_the_day_is_the_operations(chief, called, tree):
    """At 17:00 in Greenwich the next day has begun in Chongqing."""
    late = replace(chief, now=datetime(2020, 1, 28, 17, tzinfo=UTC))
    (found,) = queries.figures_of(late, operation_id=called.pk, unit=tree.city, keys=[CALLED])
    assert (found.day, found.change) == (TODAY + timedelta(days=1), 0)


def test_what_is_dated_ahead_does_not_count_yet(chief, called, tree):
    MobilisedMember.objects.update(day=TODAY + timedelta(days=3))
    fold(chief)
    assert values(chief, called, tree.city)[CALLED] == 0
    assert values(chief, called, tree.city, as_of=TODAY + timedelta(days=3))[CALLED] == 16


def test_flows_stay_with_the_tree_of_their_day_and_stocks_move_with_the_unit(system, called, tree):
    row = TemporaryUnit.objects.get()
    TemporaryUnit.objects.filter(pk=row.pk).update(parent=tree.riverside)
    tomorrow = TODAY + timedelta(days=1)
    later = replace(system, now=NOW + timedelta(days=2))
    fold(system)
    move(later, "riverside", "south", tomorrow)
    for _ in range(2):
        for day, expected in ((TODAY, [(7, 1), (3, 0)]), (tomorrow, [(7, 0), (3, 1)])):
            found = [values(later, called, unit, as_of=day) for unit in (tree.north, tree.south)]
            assert [(each[CALLED], each[FRONTS]) for each in found] == expected
        assert queries.drift(system) == []
        fold(system)


def test_figures_come_in_the_order_asked_for_or_declared(chief, called, tree):
    assert list(values(chief, called, tree.city, keys=[FRONTS, UNITS_CALLED])) == [FRONTS, UNITS_CALLED]
    assert list(values(chief, called, tree.city))[:2] == [UNITS_CALLED, CALLED]
    with pytest.raises(UnknownFigure) as caught:
        values(chief, called, tree.city, keys=["people.imagined"])
    assert "people.imagined" in caught.value.detail


def test_derived_and_queried_figures(chief, called, tree, more):
    MobilisedMember.objects.filter(unit=tree.hillside).delete()
    found = values(
        chief, called, tree.north, keys=["units.calling", "units.silent", "units.share", "days.longest"]
    )
    assert found == {"units.calling": 1, "units.silent": 2, "units.share": Decimal("33.3"), "days.longest": 0}
    assert values(chief, called, tree.health, keys=["units.calling"]) == {"units.calling": 1}
    MobilisedMember.objects.all().delete()
    execute("DELETE FROM operations_mobilisedunit")
    assert values(chief, called, tree.city, keys=["units.share"]) == {"units.share": None}


def test_readings_cost_two_statements_and_a_third_for_what_is_queried(
    chief, called, tree, more, django_assert_num_queries
):
    with django_assert_num_queries(3):
        values(chief, called, tree.city)
    with django_assert_num_queries(2):
        values(chief, called, tree.city, keys=[UNITS_CALLED, CALLED, FRONTS])
    with django_assert_num_queries(2):
        queries.by_child(chief, operation_id=called.pk, unit=tree.city, key=CALLED)


def test_parts_add_up_and_name_the_unit_itself_first(chief, called, tree):
    MobilisedMember.objects.filter(unit=tree.riverside).update(unit=tree.north)
    for _ in range(2):
        parts = queries.by_child(chief, operation_id=called.pk, unit=tree.north, key=CALLED)
        assert [(part.unit_id, part.value) for part in parts] == [
            (tree.north.pk, 4),
            (tree.hillside.pk, 3),
            (tree.riverside.pk, 0),
        ]
        fold(chief)


def test_a_part_that_moved_out_of_sight_keeps_its_amount_and_loses_its_name(system, officer, called, tree):
    tomorrow = TODAY + timedelta(days=1)
    move(system, "riverside", "south", tomorrow)
    later = replace(officer, now=NOW + timedelta(days=2))
    for _ in range(2):
        parts = {
            p.unit_id: (p.name, p.value)
            for p in queries.by_child(later, operation_id=called.pk, unit=tree.north, key=CALLED)
        }
        assert parts[tree.riverside.pk] == (None, 4)
        assert sum(value for _, value in parts.values()) == 7
        fold(system)
    assert tree.riverside.pk not in {
        p.unit_id for p in queries.by_child(later, operation_id=called.pk, unit=tree.north, key=FRONTS)
    }


def test_what_is_worked_out_has_no_parts(chief, called, tree, more):
    for key in ("units.calling", "units.silent"):
        assert queries.by_child(chief, operation_id=called.pk, unit=tree.city, key=key) == []


def test_rows_come_newest_first_page_by_page(chief, called, tree):
    seen, before = [], None
    while True:
        rows = queries.rows_behind(
            chief, operation_id=called.pk, unit=tree.north, key=CALLED, before=before, limit=3
        )
        seen += rows.rows
        before = rows.last
        if before is None:
            break
    assert [row.id for row in seen] == list(
        MobilisedMember.objects.filter(unit__path__within=[tree.north.path])
        .order_by("-pk")
        .values_list("pk", flat=True)
    )
    assert [len(row.cells) for row in seen] == [3] * 7
    assert rows.all_there


def test_rows_show_what_the_declaration_names(chief, called, tree, django_assert_num_queries):
    with django_assert_num_queries(3):
        rows = queries.rows_behind(chief, operation_id=called.pk, unit=tree.city, key=FRONTS)
    with translation.override("en"):
        assert str(rows.headings[0]) == "Name"
    assert rows.rows[0].cells == ["Night ward", tree.north, "Fever clinic", TODAY - timedelta(days=1)]


def test_rows_of_a_stock_on_a_past_day_are_what_is_left_of_it(chief, called, tree):
    assert queries.rows_behind(chief, operation_id=called.pk, unit=tree.city, key=FRONTS).all_there
    past = queries.rows_behind(
        chief, operation_id=called.pk, unit=tree.city, key=FRONTS, as_of=TODAY - timedelta(days=1)
    )
    assert (len(past.rows), past.all_there) == (1, False)


def test_rows_of_a_flow_follow_the_tree_of_their_day(system, called, tree):
    move(system, "riverside", "south", TODAY + timedelta(days=1))
    later = replace(system, now=NOW + timedelta(days=2))
    found = [
        len(queries.rows_behind(later, operation_id=called.pk, unit=unit, key=CALLED).rows)
        for unit in (tree.north, tree.south)
    ]
    assert found == [7, 3]


def test_rows_behind_a_query_are_those_it_looks_at(chief, called, tree, more):
    rows = queries.rows_behind(chief, operation_id=called.pk, unit=tree.north, key="units.calling")
    assert (len(rows.rows), {row.cells[0] for row in rows.rows}) == (7, {TODAY})
    assert "riverside1" in {row.cells[1] for row in rows.rows}
    assert {row.cells[2] for row in rows.rows} == {None}
    assert queries.rows_behind(chief, operation_id=called.pk, unit=tree.city, key="units.silent") is None


def test_people_are_named_only_to_those_who_may_list_them(auditor, called, tree):
    assert queries.rows_behind(auditor, operation_id=called.pk, unit=tree.city, key=CALLED) is None
    assert (
        len(queries.rows_behind(auditor, operation_id=called.pk, unit=tree.city, key=UNITS_CALLED).rows) == 6
    )


def test_figures_are_seen_by_those_who_see_the_unit(officer, stranger, nobody, member, called, tree):
    assert values(officer, called, tree.north)[CALLED] == 7
    for actor, unit in (
        (officer, tree.city),
        (officer, tree.south),
        (stranger, tree.north),
        (nobody, tree.city),
        (member, tree.riverside),
    ):
        for read in (queries.figures_of, queries.by_child, queries.rows_behind):
            with pytest.raises(NotFound):
                read(
                    actor,
                    operation_id=called.pk,
                    unit=unit,
                    **({} if read is queries.figures_of else {"key": CALLED}),
                )


def test_each_opens_at_the_highest_unit_they_see(chief, officer, nobody, called, tree):
    assert queries.unit_to_open(chief, operation_id=called.pk) == tree.city
    assert queries.unit_to_open(officer, operation_id=called.pk) == tree.north
    assert queries.unit_to_open(officer, operation_id=called.pk, unit_id=tree.riverside.pk) == tree.riverside
    for unit_id in (None, tree.south.pk):
        with pytest.raises(NotFound):
            queries.unit_to_open(nobody, operation_id=called.pk, unit_id=unit_id)
    elsewhere = replace(
        officer,
        grants=(Grant(path="elsewhere", powers=frozenset({"see"})),),
        person_id=MobilisedMember.objects.first().person_id,
    )
    with pytest.raises(NotFound):
        queries.unit_to_open(elsewhere, operation_id=called.pk)


def test_the_doctor_finds_what_was_tampered_with(system, called, tree):
    fold(system)
    assert queries.drift(system) == []
    execute(
        "UPDATE figures_total SET amount = amount + 1 WHERE figure = %s AND unit_id = %s",
        [CALLED, tree.north.pk],
    )
    execute(
        "UPDATE figures_total SET own = own - 1 WHERE figure = %s AND unit_id = %s AND day = 'infinity'",
        [FRONTS, tree.north.pk],
    )
    found = {(d.figure, d.unit_id, d.day, d.expected, d.found) for d in queries.drift(system)}
    assert found == {
        (CALLED, tree.north.pk, None, 7, 8),
        (CALLED, tree.north.pk, TODAY, 7, 8),
        (FRONTS, tree.north.pk, None, 1, 0),
    }
    assert {d.operation_id for d in queries.drift(system)} == {called.pk}


def test_the_doctor_sees_what_the_triggers_missed(system, called, tree):
    execute(
        "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE operations_mobilisedmember DISABLE TRIGGER figures_delete"
    )
    MobilisedMember.objects.filter(unit=tree.riverside).delete()
    assert {(d.unit_id, d.expected, d.found) for d in queries.drift(system) if d.day is None} == {
        (tree.city.pk, 12, 16), (tree.county.pk, 6, 10), (tree.north.pk, 3, 7), (tree.riverside.pk, 0, 4)
    }  # fmt: skip


def test_only_who_may_audit_calls_the_doctor(officer, db):
    with pytest.raises(NotAllowed):
        queries.drift(officer)


def test_the_report_is_plain_data_in_both_languages(system, called, tree, more):
    found = queries.report(system, unit_code="north", as_of=TODAY)
    assert (found["unit"], found["as_of"]) == ("north", "2020-01-28T08:00:00+00:00")
    by_key = {figure["key"]: figure for figure in found["figures"]}
    with translation.override("en"):
        assert by_key[CALLED]["label_en"] == "Members mobilised"
    assert (by_key[CALLED]["value"], type(by_key[CALLED]["value"])) == (7, int)
    assert set(by_key[CALLED]) == {"key", "value", "label_zh", "label_en"}
    assert by_key["units.share"]["value"] == 66.7
    assert queries.report(system)["unit"] == "city"


def test_without_an_operation_there_is_no_report(system, tree):
    with pytest.raises(NotFound):
        queries.report(system)


def test_a_share_of_nothing_is_none_in_the_report(system, operation, more):
    assert {f["key"]: f["value"] for f in queries.report(system)["figures"]}["units.share"] is None


def test_a_measure_speaks_the_readers_language():
    with translation.override("zh-hans"):
        assert str(PEOPLE) == "名"
    with translation.override("en"):
        assert str(PEOPLE) == "people"
    assert str(Measure(("户",), "homes")) in {"户", "homes"}
