"""The words beside a number that say how exact it is: 近, 约, 超过, 以上, nearly, at least."""

import re
from dataclasses import replace
from decimal import Decimal

from muster.bulletins import lexicon
from muster.bulletins.bounds import Bounds, Modifier, odd, worded
from muster.bulletins.moments import AS_OF
from muster.bulletins.numerals import significant_step
from muster.bulletins.quantities import FIGURE_KINDS, Kind, Quantity

_REACH = 24  # characters before a number in which such a word may stand
_BEFORE_CHINESE = re.compile(
    f"(?:{'|'.join(f'(?P<{name}>{words})' for name, words in lexicon.BEFORE_CHINESE)})"
    "(?:了|有|为|达到|达|到|是|在|计|共)? ?$"
)
_BEFORE_ENGLISH = re.compile(
    rf"(?<![a-z])(?:{'|'.join(f'(?P<{name}>{words})' for name, words in lexicon.BEFORE_ENGLISH)})"
    r"(?: (?:the|an?|some))? ?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf" ?(?:{'|'.join(f'(?P<{name}>{words})' for name, words in lexicon.AFTER)})", re.IGNORECASE
)
_MAY_END_WORD = re.compile("[一-龥a-zA-Z.~≈<>≤≥] ?$")
_RECENT = re.compile(r"(?:^|[\s,。、;:(在是])近(?:了|有)? ?$")
_PASSED = re.compile("(?<![超通经不难])过$")
_SPANS_OF_TIME = frozenset(["年", "天", "日", "周", "月", "个月", "小时", "个小时", "星期", "个星期"])
_DIVISIBLE = _SPANS_OF_TIME | {"公里", "米", "岁", "倍", "个钟头"}


def modified(plain: str, each: Quantity) -> Quantity:
    """Add the word before a number, else the one after it; of a date, whether the text's figures are as of it."""
    before = plain[max(0, each.lead - _REACH) : each.lead]
    if each.kind in (Kind.DATE, Kind.TIME):
        return replace(each, modifier=Modifier.AS_OF) if AS_OF.search(before) else each
    if each.kind not in FIGURE_KINDS or each.fixed:
        return each
    modifier = _modifier_before(plain, each, before)
    return replace(each, modifier=modifier) if modifier else _with_word_after(plain, each)


def _modifier_before(plain: str, each: Quantity, before: str) -> Modifier | None:
    if not _MAY_END_WORD.search(before[-2:]):  # most numbers have none: spare the search
        return None
    if plain[each.lead] in "半百千万亿" and _PASSED.search(before):
        return Modifier.OVER
    match = _BEFORE_CHINESE.search(before) or _BEFORE_ENGLISH.search(before)
    if not match:
        return None
    name = match.lastgroup or ""
    if name == "recent":  # 近三年 is the last three years; 近三百人 is nearly three hundred
        return None if each.unit in _SPANS_OF_TIME and _RECENT.search(before) else Modifier.NEARLY
    return Modifier[name.upper()]


def _with_word_after(plain: str, each: Quantity) -> Quantity:
    match = _AFTER.match(plain, each.tail)
    if not match:
        return each
    name = match.lastgroup or ""
    if name != "odd":
        return replace(each, modifier=Modifier[name.upper()])
    step = Decimal(1) if each.unit in _DIVISIBLE else significant_step(each.numeral.value)
    return replace(each, odd_step=step)


def bounds(each: Quantity) -> Bounds:
    """Give the values that the whole wording allows."""
    if each.fixed:
        return each.fixed
    is_beyond = each.modifier not in (Modifier.NEARLY, Modifier.UNDER, Modifier.AT_MOST)
    if each.odd_step and is_beyond:
        return odd(each.numeral, each.odd_step)
    return worded(each.numeral, each.modifier)


def effective_modifier(each: Quantity) -> Modifier:
    """Name the wording: a number without a word beside it is exact or rounded."""
    if each.modifier is not Modifier.EXACT:
        return each.modifier
    if each.odd_step:
        return Modifier.OVER
    return Modifier.ROUNDED if each.numeral.step else Modifier.EXACT
