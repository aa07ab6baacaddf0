"""Dates and times of day in Chinese and English: recognised so that they are not taken for figures."""

import re
from dataclasses import dataclass

from muster.bulletins.numerals import chinese

_CN = "[〇零一二三四五六七八九十廿卅]"
_CN9 = "[一二三四五六七八九]"
_TO = "[-~–至到]"
_ANY = rf"(?:[0-9]{{1,2}}|{_CN}{{1,3}})"
_YEAR = "(?:[12][0-9]{3}|[一二][〇零一二三四五六七八九]{3})"
_YEARS = rf"(?:(?:{_YEAR}年?{_TO})?{_YEAR}年|[0-9]{{2}}年(?={_ANY}月))(?:度|代|初|中(?!国)|底|末|[上下]半年)?"
_MONTH = rf"(?:{_ANY}{_TO})?(?:1[0-2]|0?[1-9]|十[一二]?|{_CN9})月(?:份|底|初|末|[上中下]旬)?"
_DAY = rf"(?:{_ANY}{_TO})?(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十{_CN9}?|廿{_CN9}?|{_CN9})"
_CLOCK = r"(?:2[0-4]|1[0-9]|0?[0-9]):[0-5][0-9](?::[0-5][0-9])?(?![0-9:])"
_HOUR = rf"(?:2[0-4]|1[0-9]|0?[0-9]|二十{_CN9}?|十{_CN9}?|[零两]|{_CN9})"
_POINT = (
    rf"点(?!{_CN}(?![十分])|[0-9](?![0-9]?分)|要求|意见|建议|希望|体会|启示|经验|原则|做法|共识|以上|论)钟?"
)
_TIME = rf"(?:{_HOUR}(?:时(?![间期段代候常有任而不刻])|{_POINT})(?:半|{_ANY}分(?:{_ANY}秒)?|[一三]刻|许|整)?|{_CLOCK})"
_PART_OF_DAY = "(?:凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|夜间|晚|早)?"
_THEN_TIME = rf"(?: ?{_PART_OF_DAY} ?{_TIME})?"
_CHINESE_DATE = (
    rf"{_YEARS}(?: ?{_MONTH}(?: ?{_DAY}[日号]{_THEN_TIME})?)?|{_MONTH} ?{_DAY}[日号]{_THEN_TIME}|{_MONTH}"
    rf"|{_DAY}日{_THEN_TIME}|{_ANY}世纪(?:{_ANY}年代)?|(?:[0-9]{{2}}|{_CN9}十)年代"
)
_MM, _DD = "(?:1[0-2]|0?[1-9])", "(?:3[01]|[12][0-9]|0?[1-9])"
_ISO_DATE = rf"(?:19|20)[0-9]{{2}}(?:-{_MM}-{_DD}|/{_MM}/{_DD}|\.{_MM}\.{_DD})(?![0-9])(?:[T ]{_CLOCK})?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?(?![A-Za-z])"
)
_EN_DAY = "(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9A-Za-z])"
_EN_YEAR = "(?:,? (?:19|20)[0-9]{2}(?![0-9]))?"
_DAY_FIRST = rf"{_EN_DAY}(?: of)? {_MONTH_NAME}{_EN_YEAR}"
_MONTH_FIRST = rf"{_MONTH_NAME} (?:{_EN_DAY}{_EN_YEAR}|(?:19|20)[0-9]{{2}}(?![0-9]))"
DATE = rf"{_ISO_DATE}|(?:{_CLOCK}(?: hours)? on )?{_DAY_FIRST}|{_CLOCK}(?: hours)? on {_MONTH_FIRST}|{_CHINESE_DATE}"
DATE_BY_NAME = _MONTH_FIRST
TIME = rf"(?:{_HOUR}(?:时(?![间期段代候常有任而不刻])|{_POINT})(?:半|{_ANY}分(?:{_ANY}秒)?|[一三]刻|许|整)?|{_CLOCK})"
_PART_OF_DAY = "(?:凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|夜间|晚|早)?"
_THEN_TIME = rf"(?: ?{_PART_OF_DAY} ?{_TIME})?"
_CHINESE_DATE = (
    rf"{_YEARS}(?: ?{_MONTH}(?: ?{_DAY}[日号]{_THEN_TIME})?)?|{_MONTH} ?{_DAY}[日号]{_THEN_TIME}|{_MONTH}"
    rf"|{_DAY}日{_THEN_TIME}|{_ANY}世纪(?:{_ANY}年代)?|(?:[0-9]{{2}}|{_CN9}十)年代"
)
_MM, _DD = "(?:1[0-2]|0?[1-9])", "(?:3[01]|[12][0-9]|0?[1-9])"
_ISO_DATE = rf"(?:19|20)[0-9]{{2}}(?:-{_MM}-{_DD}|/{_MM}/{_DD}|\.{_MM}\.{_DD})(?![0-9])(?:[T ]{_CLOCK})?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?(?![A-Za-z])"
)
_EN_DAY = "(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9A-Za-z])"
_EN_YEAR = "(?:,? (?:19|20)[0-9]{2}(?![0-9]))?"
_ENGLISH_DATE = (
    rf"(?:{_EN_DAY}(?: of)? {_MONTH_NAME}{_EN_YEAR}"
    rf"|{_MONTH_NAME} (?:{_EN_DAY}{_EN_YEAR}|(?:19|20)[0-9]{{2}}(?![0-9])))"
)
DATE = rf"{_ISO_DATE}|{_CLOCK}(?: hours)? on {_ENGLISH_DATE}|{_ENGLISH_DATE}|{_CHINESE_DATE}"
TIME = (
    rf"{_CLOCK}(?: ?[aApP]\.?[mM]\b\.?)?"
    rf"|(?:1[0-2]|0?[1-9])(?: ?(?:[aApP]\.[mM]\.|[aApP][mM]\b)| o'clock)|{_TIME}"
)
AS_OF = re.compile(
    r"(?:(?:截至|截止|截至到|截止到|截止至)(?:目前|昨日|今日|今天)?|\bas (?:of|at)(?: the end of)?)[,: ]{0,2}$",
    re.IGNORECASE,
)

_NUMBER = rf"([0-9]{{1,4}}|{_CN}{{1,4}})"
_ISO_PARTS = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_ENGLISH_MONTH = re.compile(rf"(?<![A-Za-z]){_MONTH_NAME}")
_YEAR_PART = re.compile(rf"{_NUMBER}年(?!代)|(?:^|[ ,])((?:19|20)[0-9]{{2}})(?![0-9])")
_MONTH_PART = re.compile(rf"{_NUMBER}月")
_DAY_PART = re.compile(rf"{_NUMBER}[日号]")
_ENGLISH_DAY = re.compile(r"(?<![0-9:])([0-9]{1,2})(?:st|nd|rd|th)?(?![0-9:])")
_CLOCK_PART = re.compile(
    rf"(?:([0-9]{{1,2}})|({_CN}{{1,3}}|两))(?:[时点:]钟?|(?= ?[ap]\.?m)| o'clock)(?:([0-9]{{1,2}})|({_CN}{{1,3}}))?",
    re.IGNORECASE,
)
_AFTERNOON = re.compile(r"下午|傍晚|晚|夜间|p\.?m", re.IGNORECASE)
_NOON = 12


@dataclass(frozen=True, slots=True)
class Moment:
    """As much of a date and a time as a text gives."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None


def moment(text: str, before: str = "") -> Moment:
    """Read what DATE or TIME matched; 24时 stays 24. A span of dates gives its end."""
    iso = _ISO_PARTS.match(text)
    english = _ENGLISH_MONTH.search(text)
    hour, minute = _clock(text, before)
    if iso:
        return Moment(int(iso[1]), int(iso[2]), int(iso[3]), hour, minute)
    if english:
        month = _MONTHS.index(english[0][:3].lower()) + 1
        return Moment(_part(_YEAR_PART, text), month, _part(_ENGLISH_DAY, text), hour, minute)
    return Moment(_part(_YEAR_PART, text), _part(_MONTH_PART, text), _part(_DAY_PART, text), hour, minute)


def _part(pattern: re.Pattern[str], text: str) -> int | None:
    found = [match[match.lastindex or 0] for match in pattern.finditer(text)]
    return _integer(found[-1]) if found else None


def _clock(text: str, before: str) -> tuple[int | None, int | None]:
    match = _CLOCK_PART.search(text)
    if not match:
        return None, None
    hour = _integer(match[1] or match[2])
    minute = 30 if text[match.end() :].startswith("半") else _integer(match[3] or match[4] or "零")
    if hour is not None and hour < _NOON and _AFTERNOON.search(before[-2:] + text):
        hour += _NOON
    return hour, minute


def _integer(text: str) -> int | None:
    """Read 13, 十三 or 二〇二〇."""
    if text.isdigit():
        return int(text)
    numeral = chinese(text)
    if numeral:
        return int(numeral.value)
    digits = [chinese(character) for character in text]
    return int("".join(str(digit.value) for digit in digits if digit))
