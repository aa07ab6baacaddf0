from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.bulletins.estimates import share
from muster.bulletins.numerals import arabic, chinese, chinese_pair, english

DIGITS = "零一二三四五六七八九"


def spelt(number):
    """Write a whole number below 10^12 in Chinese."""
    if number >= 10**4:
        place, name = (10**8, "亿") if number >= 10**8 else (10**4, "万")
        head, tail = divmod(number, place)
        filler = "零" if 0 < tail < place // 10 else ""
        return spelt(head) + name + filler + (spelt(tail) if tail else "")
    text, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + name
        gap = not digit
    return text or "零"


@given(st.integers(0, 10**12 - 1))
def test_every_number_spelt_in_chinese_is_read_back(number):
    assert chinese(spelt(number)).value == number


@given(st.integers(0, 10**18 - 1))
def test_every_integer_is_read_exactly(number):
    assert (arabic(str(number)).value, arabic(f"{number:,}").step) == (number, 0)


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("一万二", 12000, 1000),
        ("两千三", 2300, 0),
        ("三百五", 350, 0),
        ("三百零五", 305, 0),
        ("两千零三十", 2030, 0),
        ("一亿", 10**8, 10**8),
        ("一亿零三万", 100030000, 10**4),
        ("百万", 10**6, 10**4),
        ("十", 10, 0),
        ("卅二", 32, 0),
        ("万亿", 10**12, 10**8),
        ("叁仟伍佰", 3500, 0),
        ("三点一四", Decimal("3.14"), Decimal("0.01")),
    ],
)
def test_a_chinese_numeral_is_read(text, value, step):
    numeral = chinese(text)
    assert (numeral.value, numeral.step) == (value, step)


@pytest.mark.parametrize(
    "text",
    [
        "一一",
        "二〇二〇",
        "一二三",
        "三点",
        "一点一点一",
        "一一万",
        "三万一一",
        "一万二万",
        "十点",
        "零零",
        "一" * 30,
        "亿亿亿",
        "十百",
        "三十十",
        "",
    ],
)
def test_what_is_no_chinese_numeral_is_refused(text):
    assert chinese(text) is None


@pytest.mark.parametrize("text", ["五三", "三三", "一二三", "五一", "三", "九十", "三五" * 15, "亿亿亿三五"])
def test_what_is_no_chinese_range_is_refused(text):
    assert chinese_pair(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "one two",
        "twenty twelve",
        "million million",
        "one hundred hundred hundred hundred trillion",
        "five fifty",
    ],
)
def test_what_is_no_english_numeral_is_refused(text):
    assert english(text) is None


def test_too_many_digits_are_no_number():
    assert arabic("1234567890123456789") is None


@pytest.mark.parametrize("text", ["零分之三", "百分之一一", "一一分之三"])
def test_what_is_no_share_is_refused(text):
    assert share(text) is None
