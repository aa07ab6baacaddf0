"""What a cell may say, and what is wrong with one that says something else."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from muster.kernel.dates import date_
from muster.kernel.parsers import (
    Bad,
    choice,
    code,
    decimal,
    integer,
    lat,
    list_of,
    lon,
    masked,
    masked_within,
    national_id,
    neutralise,
    phone,
    text,
    yes_no,
)


@pytest.fixture(autouse=True)
def in_english():
    """These tests read messages, whichever languages are compiled."""
    with translation.override("en"):
        yield


WHOLE = integer(0, 100)
AMOUNT = decimal(0, 1_000_000)
UNIT_CODE = code(r"\d{12}", form="12 digits")
SKILL = choice({"驾驶": "driving", "driving": "driving", "医疗": "medical"})
DAY = date_()


def number_of(start):
    return start + ric.calc_check_digit(start + "0")


def broken_rule(parse, cell):
    with pytest.raises(Bad) as caught:
        parse(cell)
    assert str(caught.value.message)
    return caught.value.rule


@pytest.mark.parametrize(
    ("parse", "cell", "value"),
    [
        (text(9), " 王　伟 ", "王 伟"),
        (text(9), "a\u200b\n b", "a b"),
        (text(9), "=1+1", "=1+1"),
        (text(9), 12.0, "12"),
        (text(9), 1.5, "1.5"),
        (text(9), 0.00001, "0.00001"),
        (text(9), True, "True"),
        (text(9), time(8, 30), "08:30:00"),
        (text(30), timedelta(days=1), "1 day, 0:00:00"),
        (text(30), date(2020, 1, 2), "2020-01-02"),
        (UNIT_CODE, 511602001001.0, "511602001001"),
        (UNIT_CODE, "'５１１６０２００１００１\t", "511602001001"),
        (UNIT_CODE, "5.11602001001E+11", "511602001001"),
        (SKILL, " Driving ", "driving"),
        (SKILL, "驾 驶", "driving"),
        (yes_no, "是", True),
        (yes_no, True, True),
        (yes_no, 1.0, True),
        (yes_no, "Ｎ", False),
        (yes_no, 0.0, False),
        (list_of(SKILL), "驾驶、 医疗，驾驶;;医疗", ("driving", "medical")),
        (list_of(SKILL), "、", ()),
        (WHOLE, 7.0, 7),
        (WHOLE, " 100 ", 100),
        (integer(-5, 9_999), "1,200", 1_200),
        (integer(-5, 9_999), "－3", -3),
        (AMOUNT, "1,234.50", Decimal("1234.50")),
        (AMOUNT, 0.1, Decimal("0.1")),
        (lon, "106.63", 106.63),
        (lat, 30, 30.0),
        (DAY, "2020-02-03", date(2020, 2, 3)),
        (DAY, "2020/2/3", date(2020, 2, 3)),
        (DAY, "2020.02.03 ", date(2020, 2, 3)),
        (DAY, "2020年2月3日", date(2020, 2, 3)),
        (DAY, "2020-02-03 08:00:00", date(2020, 2, 3)),
        (DAY, "20200203", date(2020, 2, 3)),
        (DAY, 20200203.0, date(2020, 2, 3)),
        (DAY, 43864.0, date(2020, 2, 3)),
        (DAY, "43864", date(2020, 2, 3)),
        (DAY, 43864.75, date(2020, 2, 3)),
        (DAY, 61, date(1900, 3, 1)),
        (DAY, datetime(2020, 2, 3, 8, 0), date(2020, 2, 3)),  # noqa: DTZ001 - as a spreadsheet gives it
        (DAY, date(2020, 2, 3), date(2020, 2, 3)),
        (national_id, number_of("51160218990101001"), number_of("51160218990101001")),
        (national_id, "11010519491231002x", "11010519491231002X"),
        (national_id, "'１１０１０５ 19491231 002Ｘ", "11010519491231002X"),
        (phone, 13800000000.0, "13800000000"),
        (phone, "1.3800000001E+10", "13800000001"),
        (phone, "+86 138-0000-0000", "13800000000"),
        (phone, "8613800000000", "13800000000"),
        (phone, "0086 0826-2345678", "08262345678"),
        (phone, "（0826）2345678", "08262345678"),
        (phone, "400-123-4567", "4001234567"),
    ],
)
def test_cells_are_read_as_people_write_them(parse, cell, value):
    found = parse(cell)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("parse", "cell", "rule"),
    [
        (text(3), "四个字的", "too_long"),
        (text(9), "a\0b", "control_character"),
        (text(9), float("nan"), "precision"),
        (UNIT_CODE, "51160200100", "form"),
        (UNIT_CODE, "5.116E+11", "scientific"),
        (UNIT_CODE, "5E+11", "scientific"),
        (SKILL, "飞行", "choice"),
        (yes_no, "也许", "yes_no"),
        (list_of(SKILL), "驾驶、飞行", "choice"),
        (list_of(SKILL, most=1), "驾驶、医疗", "too_many"),
        (WHOLE, "7.5", "whole_number"),
        (WHOLE, 7.5, "whole_number"),
        (WHOLE, "七", "whole_number"),
        (WHOLE, True, "whole_number"),
        (WHOLE, "101", "range"),
        (AMOUNT, "1.234", "places"),
        (AMOUNT, "12 元", "number"),
        (AMOUNT, "-1", "range"),
        (lon, "181", "range"),
        (lat, "东经", "number"),
        (DAY, "2020-02-30", "impossible_date"),
        (DAY, "正月初一", "farmers_date"),
        (DAY, "民国九年", "date"),
        (DAY, 1965.0, "date"),
        (DAY, 60.0, "date"),
        (DAY, True, "date"),
        (DAY, "0001-01-01", "range"),
        (DAY, 1e16, "precision"),
        (national_id, 5.1160218990101e17, "precision"),
        (national_id, "5.1160218990101E+17", "scientific"),
        (national_id, "511602850101001", "id_old"),
        (national_id, "51160218990101", "id_form"),
        (national_id, "5116021899010100A1", "id_form"),
        (national_id, number_of("00160218990101001"), "id_area"),
        (national_id, number_of("51160218990231001"), "id_date"),
        (national_id, number_of("51160217990101001"), "id_date"),
        (phone, "1.38E+10", "scientific"),
        (phone, "12800000000", "phone"),
        (phone, "2345678", "phone"),
        (phone, "13800000000/13900000000", "phone"),
    ],
)
def test_cells_that_break_a_rule_are_told_which(parse, cell, rule):
    assert broken_rule(parse, cell) == rule


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.dates(date(1800, 1, 1), date(2100, 1, 1)), st.integers(0, 999), st.integers(0, 17), st.integers(1, 9)
)
def test_one_mistyped_digit_of_an_identity_number_is_always_found(born, order, at, shift):
    number = number_of(f"511602{born:%Y%m%d}{order:03}".replace(" ", "0"))
    assert national_id(number) == number
    wrong = "0" if number[at] == "X" else str((int(number[at]) + shift) % 10)
    assert broken_rule(national_id, number[:at] + wrong + number[at + 1 :]).startswith("id_")


@settings(deadline=None)  # a busy machine is no failure
@given(st.dates(date(1906, 1, 9), date(2199, 12, 31)))  # below it, a serial number reads as a year
def test_a_day_is_the_same_however_it_is_written(day):
    serial = float((day - date(1899, 12, 30)).days)
    chinese = f"{day.year}年{day.month}月{day.day}日"
    written = [f"{day:%Y-%m-%d}", f"{day.year}/{day.month}/{day.day}", chinese, f"{day:%Y%m%d}", serial, day]
    assert {DAY(one) for one in written} == {day}


@settings(deadline=None)  # a busy machine is no failure
@given(st.text())
def test_whatever_is_written_is_read_or_breaks_a_rule(words):
    for parse in (
        text(50),
        UNIT_CODE,
        SKILL,
        yes_no,
        list_of(SKILL),
        WHOLE,
        AMOUNT,
        lon,
        DAY,
        national_id,
        phone,
    ):
        try:
            parse(words)
        except Bad as bad:
            assert bad.rule  # noqa: PT017 - either outcome is right


def test_long_lists_of_choices_are_cut_in_the_message():
    with pytest.raises(Bad) as caught:
        choice({str(n): n for n in range(20)})("x")
    assert str(caught.value.message) == "It must be one of: 0、1、2、3、4、5、6、7、8、9、10、11…."


def test_numbers_of_persons_are_masked():
    assert masked("511602189901010012") == "511*************12"
    assert masked("13800000000") == "138******00"
    assert masked(123456) == "******"
    assert masked_within("王伟 13800000000 及 11010519491231002x") == "王伟 138******00 及 110*************2x"
    assert masked_within("511602001001") == "511602001001"


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-x", "@x", "＝1", " =1", "\tx", "\r=1", "\nx"])
def test_what_a_spreadsheet_would_run_is_neutralised(cell):
    assert neutralise(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["王伟", "", -5, Decimal(-1), None, "a=b"])
def test_other_cells_are_exported_as_they_are(cell):
    assert neutralise(cell) is cell
