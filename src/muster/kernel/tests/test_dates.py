"""Days as people write them, in three calendars."""

from datetime import date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from lunardate import LunarDate

from muster.kernel.dates import date_
from muster.kernel.parsers import Bad

DAY = date_()
TENTH = date(2020, 2, 3)  # the tenth day of the first month of the farmers' year 2020
NUMERALS = "零一二三四五六七八九"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "written",
    [
        TENTH,
        datetime(2020, 2, 3, 8, 30),  # noqa: DTZ001 - as a spreadsheet gives it
        43864.0,
        "43864",
        "2020-02-03",
        "2020/2/3",
        "2020.2.3",
        "２０２０年２月３日",
        "20200203",
        "二〇二〇年二月三日",
        "二零二零年二月三号",
        "民国109年2月3日",
        "民國一百零九年二月三日",
        "民国109/2/3",
        "民国 109 年 2 月 3 日",
        "农历2020年正月初十",
        "農曆二〇二〇年正月初十",
        "阴历2020年1月10日",
        "2020年正月初十",
    ],
)
def test_a_day_is_read_however_it_is_written(written):
    assert DAY(written) == TENTH


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("民国元年一月一日", date(1912, 1, 1)),
        ("农历1965年腊月廿九", date(1966, 1, 20)),
        ("农历2020年闰四月初一", date(2020, 5, 23)),
        ("农历2020年冬月廿九", date(2021, 1, 12)),
        ("一九九八年十二月三十一日", date(1998, 12, 31)),
    ],
)
def test_days_of_other_calendars(written, day):
    assert DAY(written) == day


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("农历庚子年正月初十", "farmers_year"),
        ("农历1850年正月初十", "farmers_year"),
        ("农历2020年闰五月初一", "impossible_date"),
        ("农历2020年十三月初一", "impossible_date"),
        ("农历2020年正月初某", "farmers_date"),
        ("正月初十", "farmers_date"),
        ("民国109年2月30日", "impossible_date"),
        ("二〇二〇年二月三十日", "impossible_date"),
        ("民国", "date"),
        ("2020", "date"),
        (2020, "date"),
        ("上个月", "date"),
    ],
)
def test_what_is_no_day_says_why(written, rule):
    with pytest.raises(Bad) as caught:
        DAY(written)
    assert caught.value.rule == rule
    assert str(caught.value.message)


@given(st.dates(date(1901, 1, 1), date(2099, 12, 31)))
def test_a_day_of_the_farmers_calendar_is_the_day_it_came_from(day):
    there = LunarDate.from_solar_date(day.year, day.month, day.day)
    leap = "闰" if there.is_leap_month else ""
    assert DAY(f"农历{there.year}年{leap}{there.month}月{there.day}日") == day


@given(st.dates(date(1912, 1, 1), date(2199, 12, 31)))
def test_a_day_by_the_years_of_the_republic_is_the_day_it_came_from(day):
    assert DAY(f"民国{day.year - 1911}年{day.month}月{day.day}日") == day
