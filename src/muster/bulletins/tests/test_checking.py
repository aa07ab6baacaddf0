"""Texts against the figures of the small city: 6 base units and 16 members called."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.bulletins import checking
from muster.bulletins.problems import NoOperation, TextTooLong
from muster.figures import registry
from muster.figures.queries import figures_of
from muster.kernel.actor import system_actor
from muster.kernel.problems import NotFound
from muster.operations.commands import close_operation
from muster.operations.models import MobilisedMember, MobilisedUnit


def seen(findings):
    return [(row["text"], row["verdict"], row["figure"]) for row in checking.as_json(findings)]


def of(actor, text, **about):
    return checking.checked(actor, data=text.encode(), **about)


@pytest.fixture
def members(operation):
    return MobilisedMember.objects.filter(operation=operation).count()


def test_numbers_alone_are_found_without_database_or_settings():
    program = (
        "import json, muster.bulletins.checking as c;"
        "f = c.scanned('值守点7,479个,队员13.4万名,超过三千人次'.encode('gb18030'));"
        "print(json.dumps([c.as_json(f), c.has_wrong(f)]))"
    )
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "DATABASE"))}
    told = subprocess.run(
        [sys.executable, "-c", program], env=bare, capture_output=True, check=True, text=True
    )
    rows, has_wrong = json.loads(told.stdout)
    assert not has_wrong
    assert rows[0] == {
        "span": [3, 8],
        "text": "7,479",
        "low": 7479,
        "high": 7479,
        "unit": "个",
        "modifier": "exact",
        "verdict": None,
        "figure": None,
        "value": None,
    }
    assert [(row["low"], row["high"], row["modifier"]) for row in rows[1:]] == [
        (133500, 134500, "rounded"),
        (3000, None, "over"),
    ]


def test_a_true_number_is_green_a_false_one_red_and_one_without_figure_grey(chief, operation, members):
    found = of(chief, f"已动员基层党组织6个、党员{members + 1}名,送出口罩300只。")
    assert seen(found) == [
        ("6", "green", "units.mobilised"),
        (str(members + 1), "red", "people.mobilised"),
        ("300", "grey", None),
    ]
    assert checking.has_wrong(found)
    assert checking.as_json(found)[1]["value"] == members


def test_a_rounded_number_is_amber_and_english_is_read_too(chief, operation, members):
    found = of(chief, f"So far 6 base units have been called, with more than {members - 2} members.")
    assert [(verdict, key) for _, verdict, key in seen(found)] == [
        ("green", "units.mobilised"),
        ("amber", "people.mobilised"),
    ]
    assert not checking.has_wrong(found)


def test_a_unit_named_by_its_code_is_the_one_whose_figures_count(chief, operation):
    assert seen(of(chief, "基层党组织3个", unit_code="north")) == [("3", "green", "units.mobilised")]
    assert of(chief, "基层党组织3个", unit_code="north").figures.unit.code == "north"
    assert seen(of(chief, "基层党组织3个")) == [("3", "red", "units.mobilised")]
    with pytest.raises(NotFound):
        of(chief, "基层党组织3个", unit_code="nowhere")


def test_an_officer_out_of_whose_sight_the_operations_unit_lies_names_a_unit(officer, operation):
    with pytest.raises(NotFound):
        of(officer, "基层党组织3个")
    assert seen(of(officer, "基层党组织3个", unit_code="north")) == [("3", "green", "units.mobilised")]


def test_without_an_operation_there_is_nothing_to_hold_a_text_against(system, tree):
    with pytest.raises(NoOperation):
        of(system, "基层党组织6个")
    with pytest.raises(NoOperation):
        of(system, "基层党组织6个", unit_code="north")


def test_an_open_operation_comes_before_a_closed_one_and_a_closed_one_still_counts(chief, operation):
    close_operation(chief, operation_id=operation.pk)
    assert seen(of(chief, "基层党组织6个")) == [("6", "green", "units.mobilised")]


@pytest.fixture
def later(chief, operation, tree):
    """Three days on; on the second day one unit more had been called."""
    from dataclasses import replace

    MobilisedUnit.objects.filter(unit=tree.hospital).update(day=date(2020, 1, 30))
    return replace(chief, now=chief.now + timedelta(days=3))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("截至2020年1月29日16时", 29),
        ("截至1月29日24时", 29),
        ("截至1月30日0时", 29),
        ("截至1月30日0时30分", 30),
        ("截至2020-01-30", 30),
        ("截至20年1月28日", 28),
        ("As of 29 January 2020", 29),
        ("截至目前", 31),
        ("截至1月", 31),
        ("截至2月30日", 31),
        ("截至2019年12月1日", 31),
        ("截至1月20日", 31),
        ("截至2月5日", 31),
    ],
)
def test_the_day_that_a_text_names_is_taken_if_the_operation_has_figures_of_it(later, said, day):
    found = of(later, f"{said},动员基层党组织5个。")
    assert found.figures.day == date(2020, 1, day)
    assert found.matches[-1].verdict.value == ("green" if day < 30 else "red")


def test_a_day_given_from_outside_comes_before_the_texts_own(later):
    found = of(later, "截至1月29日,动员基层党组织6个。", as_of=date(2020, 1, 30))
    assert (found.figures.day.day, seen(found)[-1][1]) == (30, "green")


def test_at_the_turn_of_the_year_a_day_without_a_year_is_the_last_one(chief, operation):
    from dataclasses import replace

    operation.activated_at = datetime(2020, 12, 1, tzinfo=UTC)
    operation.save()
    in_january = replace(chief, now=datetime(2021, 1, 3, tzinfo=UTC))
    assert of(in_january, "截至12月30日,有基层党组织6个。").figures.day == date(2020, 12, 30)


def test_a_figure_without_a_value_is_nobodys_number(chief, operation, monkeypatch):
    from decimal import Decimal

    from muster.kernel.figure import PERCENT, Derived

    share = Derived(
        key="tests.share",
        label="",
        definition="",
        measure=PERCENT,
        words_zh=("测试率",),
        from_keys=("units.mobilised",),
        formula=lambda value: None if value > 5 else Decimal(50),
    )
    monkeypatch.setitem(registry.figures(), "tests.share", share)
    assert seen(of(chief, "测试率50%")) == [("50%", "grey", None)]


def test_figures_are_read_once_whatever_the_length(chief, operation, tree, django_assert_max_num_queries):
    text = "基层党组织6个,党员名册已核。\n" * 500
    assert len(text.encode()) > 20_000
    with django_assert_max_num_queries(4):  # the operation twice, the figures kept, those queried
        checking.judged(chief, text=text, operation_id=operation.pk, unit=tree.city)


def test_no_figures_at_all_is_no_error(chief, operation, monkeypatch):
    monkeypatch.setattr(registry, "figures", dict)
    found = of(chief, "基层党组织6个")
    assert (seen(found), found.figures.as_of) == ([("6", "grey", None)], chief.now)


@pytest.mark.parametrize("length", [checking.LONGEST + 1, 1_000_000])
def test_a_text_that_is_too_long_is_refused_with_a_reason(chief, operation, tree, length):
    with pytest.raises(TextTooLong, match="100000"):
        of(chief, "a" * length)
    with pytest.raises(TextTooLong):
        checking.judged(chief, text="a" * length, operation_id=operation.pk, unit=tree.city)


def test_a_damaged_text_is_read_through(chief, operation):
    assert seen(checking.checked(chief, data="動員基層黨組織６個".encode("big5"))) == [
        ("６", "green", "units.mobilised")
    ]


def test_every_reading_is_kept_by_its_key(chief, operation, tree):
    found = of(chief, "")
    assert found.figures.readings.keys() == registry.figures().keys()
    assert found.figures.readings["units.mobilised"].value == 6


def test_the_command_line_sees_what_the_chief_sees(operation):
    line = system_actor("command line", now=operation.activated_at)
    assert seen(of(line, "基层党组织6个")) == [("6", "green", "units.mobilised")]
    assert figures_of(line, operation_id=operation.pk, unit=operation.unit)


@given(st.text(alphabet="基层党组织个名0123456789,.万千近约<>&\n 、", max_size=60))
def test_spans_always_point_at_the_text_itself(text):
    found = checking.scanned(text.encode())
    ends = 0
    for row in checking.as_json(found):
        start, end = row["span"]
        assert ends <= start < end
        assert found.source[start:end] == row["text"]
        ends = end
