"""Reads a token as a quantity: its numeral, its unit of measure, and what the wording leaves open."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from muster.bulletins import lexicon
from muster.bulletins.bounds import Bounds, Modifier
from muster.bulletins.estimates import share, vague
from muster.bulletins.moments import Moment, moment
from muster.bulletins.numerals import Numeral, arabic, chinese, chinese_pair, english, significant_step
from muster.bulletins.tokens import Token
from muster.bulletins.units import Unit, singular, unit_at


class Kind(StrEnum):
    """What sort of number it is. The first four can state a figure, the others cannot."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    MULTIPLE = "multiple"
    ORDINAL = "ordinal"
    DATE = "date"
    TIME = "time"
    DOCUMENT = "document"
    IDENTIFIER = "identifier"
    SLOGAN = "slogan"
    TITLE = "title"
    CLAUSE = "clause"
    OTHER = "other"


NOTHING = Numeral(Decimal(0))
FIGURE_KINDS = frozenset({Kind.COUNT, Kind.MONEY, Kind.PERCENT, Kind.MULTIPLE})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A token that was read. Places are in the plain text; `lead` and `tail` take in currency and unit."""

    kind: Kind
    start: int
    end: int
    lead: int
    tail: int
    numeral: Numeral = NOTHING
    modifier: Modifier = Modifier.EXACT
    unit: str = ""
    fixed: Bounds | None = None  # the wording itself says which values: 数百, 三五
    odd_step: Decimal | None = None  # 余, 多: beyond it, by less than this
    moment: Moment | None = None


_LOOSE = re.compile(r" ?[余多几来]|[- ]odd$", re.IGNORECASE)
_CURRENCY = re.compile(f"({'|'.join(map(re.escape, lexicon.CURRENCIES))}) ?$")
_NEGATIVE = re.compile(r"(?:零下|负|(?:(?<![0-9A-Za-z一-鿿%)\]-])|(?<=[为是达至到长速比温]))-)$")
_SECOND = re.compile("[至到~–-][一二三四五六七八九十百千万两]{1,8}")
_BARE = frozenset("百千万亿")
_ROUND = frozenset("百千万亿点余多几来佰仟")
_GROWN = frozenset("近逾超过破")


def quantity(plain: str, token: Token) -> Quantity | None:
    """Read a token; None if it is no number after all."""
    reader = _READERS.get(token.name)
    found = reader(plain, token) if reader else _bare(Kind(token.name), token)
    return _measured(plain, found) if found and found.kind is Kind.COUNT else found


def _bare(kind: Kind, token: Token) -> Quantity:
    return Quantity(kind, token.start, token.end, token.start, token.end)


def _moment(plain: str, token: Token) -> Quantity:
    read = moment(token.text, plain[max(0, token.start - 2) : token.start])
    return replace(_bare(Kind(token.name), token), moment=read)


def _document(_plain: str, token: Token) -> Quantity:
    return replace(_bare(Kind.DOCUMENT, token), start=token.start - 1)  # with its bracket: 〔2020〕5号


def _digits(plain: str, token: Token) -> Quantity:
    numeral = arabic(_LOOSE.sub("", token.text))
    return _counted(plain, token, numeral) if numeral else _bare(Kind.IDENTIFIER, token)


def _counted(plain: str, token: Token, numeral: Numeral) -> Quantity:
    found = Quantity(Kind.COUNT, token.start, token.end, token.start, token.end, numeral)
    loose = _LOOSE.search(token.text)
    if loose and loose[0] == "来":
        found = replace(found, modifier=Modifier.ABOUT)
    elif loose:
        found = replace(found, odd_step=significant_step(numeral.value))
    sign = _NEGATIVE.search(plain[max(0, token.start - 3) : token.start])
    if not sign:
        return found
    start = token.start - len(sign[0])
    return replace(found, numeral=replace(numeral, value=-numeral.value), start=start, lead=start)


def _chinese(plain: str, token: Token) -> Quantity | None:
    before, unit = plain[max(0, token.start - 2) : token.start], _unit_of_range(plain, token.end)
    core = _LOOSE.sub("", token.text)
    pair = chinese_pair(core)
    if pair and unit:
        return between(_bare(Kind.COUNT, token), pair[0], pair[1])
    numeral = chinese(core)
    if numeral is None or not _counts(token.text, before, unit.name if unit else ""):
        return None
    found = _counted(plain, token, numeral)
    hundreds_of = core[0] in _BARE and core == token.text
    return replace(found, modifier=Modifier.ABOUT) if hundreds_of else found


def _unit_of_range(plain: str, at: int) -> Unit | None:
    """Find the unit after a numeral, or after a second one that it goes up to: 三至五名."""
    second = _SECOND.match(plain, at)
    return unit_at(plain, second.end() if second else at)


def _counts(text: str, before: str, unit: str) -> bool:
    """Tell a Chinese numeral that counts from one that is part of a word: 一名 and 三百 do, 一线 does not."""
    if text[0] in _BARE and not set(text) & set("余多几来"):
        return unit in lexicon.BARE_MEASURES or before[-1:] in _GROWN
    if text == "一":
        return unit in lexicon.SURE_MEASURES and before[-1:] not in lexicon.NOT_BEFORE_ONE
    if before[-1:] in lexicon.NOT_BEFORE_CHINESE or before in lexicon.LUNAR:
        return False
    return bool(unit) or bool(set(text) & _ROUND)


def between(found: Quantity, low: Numeral, high: Numeral) -> Quantity:
    """Make a range of two numerals; its value is the middle."""
    middle = replace(high, value=(low.value + high.value) / 2)
    return replace(found, numeral=middle, fixed=Bounds(low.value, high.value), modifier=Modifier.RANGE)


def _english(plain: str, token: Token) -> Quantity | None:
    numeral = english(token.text)
    if numeral is None or (token.text.lower() == "one" and not unit_at(plain, token.end)):
        return None
    return _counted(plain, token, numeral)


def _vague(_plain: str, token: Token) -> Quantity:
    bounds = vague(token.text)
    found = replace(_bare(Kind.COUNT, token), fixed=bounds, modifier=Modifier.VAGUE)
    return replace(found, numeral=Numeral(bounds.low))


def _share(_plain: str, token: Token) -> Quantity | None:
    of, to, second = token.text.rpartition("至") if "分之" in token.text else ("", "", "")
    if to:
        return _shares(token, of, second)
    numeral = share(token.text)
    return replace(_bare(Kind.PERCENT, token), numeral=numeral, unit="%") if numeral else None


def _shares(token: Token, first: str, second: str) -> Quantity | None:
    """Read 百分之三至五; if it does not rise, only its first part is a number."""
    low, high = share(first), share(f"{first.partition('分之')[0]}分之{second}")
    if low is None:
        return None
    found = replace(_bare(Kind.PERCENT, token), unit="%")
    if high and low.value < high.value:
        return between(found, low, high)
    end = token.start + len(first)
    return replace(found, numeral=low, end=end, tail=end)


def _half(plain: str, token: Token) -> Quantity | None:
    """Read 半年 as half a year; 一半 and 过半 are shares."""
    unit = unit_at(plain, token.end)
    if token.text == "半" and unit:
        return replace(_bare(Kind.COUNT, token), numeral=Numeral(Decimal("0.5")))
    return _share(plain, token)


def _measured(plain: str, found: Quantity) -> Quantity:
    """Add the unit after the number and the currency before it."""
    unit = unit_at(plain, found.end)
    if unit:
        found = _with_unit(found, unit)
    elif plain[found.end : found.end + 1].isascii() and plain[found.end : found.end + 1].isalpha():
        return replace(found, kind=Kind.IDENTIFIER)
    currency = _CURRENCY.search(plain[max(0, found.start - 4) : found.start])
    if not currency:
        return found
    money = replace(found, kind=Kind.MONEY, unit=lexicon.CURRENCIES[currency[1]])
    return replace(money, lead=found.lead - len(currency[0]))


def _with_unit(found: Quantity, unit: Unit) -> Quantity:
    numeral, name = found.numeral, singular(unit.name)
    if unit.half:
        numeral = replace(numeral, value=numeral.value + Decimal("0.5"))
    odd_step = Decimal(1) if unit.loose == "多" else found.odd_step
    modifier = Modifier.ABOUT if unit.loose == "来" else found.modifier
    end = unit.end if unit.half or unit.loose else found.end
    found = replace(
        found, end=end, tail=unit.end, unit=unit.name, numeral=numeral, modifier=modifier, odd_step=odd_step
    )
    if name in lexicon.MONEY:
        return replace(found, kind=Kind.MONEY)
    if name in _RATIOS:
        return _ratio(found, name, unit.end)
    return found


# What a ratio's unit is worth, and in which unit it is told. A ratio is always rounded to its last shown digit.
_RATIOS = {name: (Decimal(1), Kind.PERCENT, name) for name in ("个百分点", "百分点", "percentage point")}
_RATIOS |= {"%": (Decimal(1), Kind.PERCENT, "%"), "percent": (Decimal(1), Kind.PERCENT, "%")}
_RATIOS |= {"‰": (Decimal("0.1"), Kind.PERCENT, "%"), "成": (Decimal(10), Kind.PERCENT, "%")}
_RATIOS |= {"倍": (Decimal(1), Kind.MULTIPLE, "倍")}


def _ratio(found: Quantity, name: str, tail: int) -> Quantity:
    worth, kind, unit = _RATIOS[name]
    numeral = found.numeral
    scaled = Numeral(numeral.value * worth, (numeral.step or Decimal(1)) * worth, numeral.scale * worth)
    fixed = found.fixed
    if fixed:
        fixed = replace(fixed, low=fixed.low * worth, high=fixed.high * worth)
    step = found.odd_step * worth if found.odd_step else None
    end = tail if name in ("%", "‰") else found.end
    return replace(found, kind=kind, unit=unit, numeral=scaled, fixed=fixed, odd_step=step, end=end)


_READERS: dict[str, Callable[[str, Token], Quantity | None]] = {
    "document": _document,
    "date": _moment,
    "time": _moment,
    "digits": _digits,
    "chinese": _chinese,
    "english": _english,
    "vague": _vague,
    "part": _share,
    "fraction": _share,
    "half": _half,
}
