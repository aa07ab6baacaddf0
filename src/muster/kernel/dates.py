"""Days as people write them: by the common calendar, by the years of the Republic, by the farmers' calendar, as serials."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from lunardate import LunarDate

from .cells import Cell
from .parsers import Bad, Parse, as_text, range_message

CALENDAR_DATE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?:[T ]\d{1,2}:\d{2}(?::[\d.]+)?)?"
)
COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
FIRST_SERIAL_AFTER_LEAP = 61  # spreadsheets believe in 29 February 1900, their day 60
LAST_SERIAL = 2_958_465  # 9999-12-31
YEARS_ALONE = range(1800, 2200)
TRADITIONAL = str.maketrans("國農曆閏臘舊陰號", "国农历闰腊旧阴号")
DIGITS = {**{str(n): n for n in range(10)}, **{c: n for n, c in enumerate("零一二三四五六七八九")}, "〇": 0}
TENS = {"十": 10, "廿": 20, "卅": 30, "百": 100}
NUMERALS = "".join(DIGITS) + "".join(TENS)
REPUBLIC = re.compile(
    rf"民国(元|[{NUMERALS}]{{1,5}})[年./-]([{NUMERALS}]{{1,3}})[月./-]([{NUMERALS}]{{1,3}})[日号]?"
)
IN_NUMERALS = re.compile(rf"([{NUMERALS}]{{4}})年([{NUMERALS}]{{1,3}})月([{NUMERALS}]{{1,3}})[日号]?")
FARMERS = re.compile(
    r"(农历|阴历|旧历|夏历)?(?P<year>[^年]+)年(?P<leap>闰)?(?P<month>正|冬|腊|[^月]{1,2})月(?P<day>[^日号]{1,3})[日号]?"
)
FARMERS_WORDS = re.compile(r"[农阴旧夏]历|正月|冬月|腊月|闰|初|廿|年.*月.*卅")
MONTH_NAMES = {"正": 1, "冬": 11, "腊": 12}
REPUBLIC_BEGAN = 1911  # its year 1 is the year after
FARMERS_YEARS = range(1900, 2100)
STEM_AND_BRANCH = re.compile(r"[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]")
NO_SUCH_DAY = _("There is no such day in the calendar.")


def date_(earliest: date = date(1800, 1, 1), latest: date = date(2199, 12, 31)) -> Parse[date]:
    """A day: a date cell, 2020-02-03, 2020/2/3, 2020年2月3日, 20200203, a spreadsheet's serial number, 民国109年2月3日,
    二〇二〇年二月三日, or 农历2020年正月初十.
    """
    out_of_range = range_message(earliest, latest)

    def parse(cell: Cell) -> date:
        found = _date(cell)
        if not earliest <= found <= latest:
            raise Bad("range", out_of_range)
        return found

    return parse


def _date(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = unicodedata.normalize("NFKC", as_text(cell))
    match = CALENDAR_DATE.fullmatch(found) or COMPACT_DATE.fullmatch(found)
    if match is not None:
        return _day(int(match[1]), int(match[2]), int(match[3]))
    words = "".join(found.split()).translate(TRADITIONAL)
    return _date_in_words(words) or _date_of_serial(cell, found)


def _date_in_words(words: str) -> date | None:
    """By the Republic's years, by the farmers' calendar, or with Chinese numerals; None if it is none of them."""
    if (match := REPUBLIC.fullmatch(words)) is not None:
        year = 1 if match[1] == "元" else _number(match[1])
        return _day(REPUBLIC_BEGAN + year, _number(match[2]), _number(match[3]))
    if FARMERS_WORDS.search(words):
        return _farmers_day(words)
    if (match := IN_NUMERALS.fullmatch(words)) is not None:
        return _day(_number(match[1]), _number(match[2]), _number(match[3]))
    return None


def _farmers_day(words: str) -> date:
    match = FARMERS.fullmatch(words)
    if match is None:
        raise Bad("farmers_date", _("It must be a day of the farmers' calendar such as 农历2020年正月初十."))
    if STEM_AND_BRANCH.fullmatch(match["year"]):
        raise Bad(
            "farmers_year", _("Such a year comes again every 60 years: write it as a number, such as 2020.")
        )
    try:
        year, day = _number(match["year"]), _number(match["day"].removeprefix("初"))
        month = MONTH_NAMES.get(match["month"]) or _number(match["month"])
    except ValueError:
        raise Bad(
            "farmers_date", _("It must be a day of the farmers' calendar such as 农历2020年正月初十.")
        ) from None
    if year not in FARMERS_YEARS:
        raise Bad("farmers_year", FARMERS_YEARS_KNOWN)
    try:
        found: date = LunarDate(year, month, day, bool(match["leap"])).to_solar_date()
    except ValueError:
        raise Bad("impossible_date", _("The farmers' calendar of that year has no such day.")) from None
    return found


def _number(words: str) -> int:
    """Digits or Chinese numerals, by place (二〇二〇) or by tens (一百零九, 廿一).

    >>> _number("109"), _number("二〇二〇"), _number("一百零九"), _number("廿一"), _number("三十"), _number("十")
    (109, 2020, 109, 21, 30, 10)
    """
    if all(char in DIGITS for char in words):
        return int("".join(str(DIGITS[char]) for char in words))
    total, digit = 0, 0
    for char in words:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in TENS:
            total += TENS[char] * (digit or 1)
            digit = 0
        else:
            raise ValueError(words)
    return total + digit


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Bad("impossible_date", NO_SUCH_DAY) from None


def _date_of_serial(cell: Cell, found: str) -> date:
    """Days since 1900 as spreadsheets count them; a lone year is not such a number."""
    days = cell if isinstance(cell, int | float) and not isinstance(cell, bool) else None
    if days is None and SERIAL.fullmatch(found):
        days = float(found)
    if days is None or not FIRST_SERIAL_AFTER_LEAP <= days <= LAST_SERIAL:
        raise Bad("date", _("It must be a date such as 2020-02-03."))
    if int(days) in YEARS_ALONE:
        raise Bad("date", _("It is a year alone; the month and the day are needed."))
    return date(1899, 12, 30) + timedelta(days=int(days))


FARMERS_YEARS_KNOWN = format_lazy(
    _("The farmers' calendar is known here from {first} to {last}."),
    first=FARMERS_YEARS.start,
    last=FARMERS_YEARS.stop - 1,
)
