"""Numbers that state no figure: slogans in quotes, titles, clauses of a policy, list marks, telephone numbers."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from muster.bulletins import lexicon
from muster.bulletins.moments import Moment
from muster.bulletins.quantities import FIGURE_KINDS, Kind, Quantity

_SHORT = 2  # characters: a number this short in quotes may have a noun with it, “四个作用”
_YEAR_DIGITS = 4
_TITLE = re.compile("《[^《》\n]{1,160}》")
_SLOGAN_END = re.compile(r"[^\s\"”’」』,、。;:!?()“‘「『]{0,6}[\"”’」』]")
_CLAUSES = re.compile(rf" ?(?:{lexicon.CLAUSES})")
_IDENTIFIED_BY, _IDENTIFIES = re.compile(lexicon.IDENTIFIED_BY), re.compile(lexicon.IDENTIFIES)
_LIST_MARK = re.compile(r"[、.)\]](?![0-9])")
_LIST_START = re.compile(r"(?:(?:^|\n)[ \t]*[(\[]?|[。;:!?] ?\(?|, ?\()$")
_YEAR_BEFORE = re.compile(r"\b(?:in|since|from|until|during|year)(?: early| late| mid)? $", re.IGNORECASE)
_JOINED = re.compile(r"[:/+×*=^][0-9]")


def titles(plain: str) -> list[int]:
    """Give where the titles of documents open and close, in turn."""
    return [place for match in _TITLE.finditer(plain) for place in match.span()]


def told_apart(plain: str, each: Quantity, title_edges: Sequence[int]) -> Quantity:
    """Give what looks like a figure and is none its proper kind."""
    if each.kind not in FIGURE_KINDS:
        return each
    is_title = bisect_right(title_edges, each.start) % 2 == 1
    kind = Kind.TITLE if is_title else _kind(plain, each)
    if kind is Kind.DATE:
        return replace(each, kind=kind, moment=Moment(int(each.numeral.value)))
    return each if kind is each.kind else replace(each, kind=kind)


def _kind(plain: str, each: Quantity) -> Kind:
    before = plain[max(0, each.start - 16) : each.start]
    text = plain[each.start : each.end]
    if _is_slogan(plain, each, before):
        return Kind.SLOGAN
    if _CLAUSES.match(plain, each.end):
        return Kind.CLAUSE
    if each.unit in lexicon.ORDINAL_MEASURES or _is_list_mark(plain, each, before):
        return Kind.ORDINAL
    if _IDENTIFIED_BY.search(before) or (text.isdigit() and _IDENTIFIES.match(plain, each.end)):
        return Kind.IDENTIFIER
    if _JOINED.match(plain[each.end : each.end + 2]) or _JOINED.match(_joint(plain, each.start)):
        return Kind.OTHER
    is_year = text.isdigit() and len(text) == _YEAR_DIGITS and text[:2] in ("19", "20") and not each.unit
    return Kind.DATE if is_year and _YEAR_BEFORE.search(before) else each.kind


def _joint(plain: str, start: int) -> str:
    """Give the sign before a number if a digit is on its other side, turned round: 3+2 seen from the 2."""
    return plain[max(0, start - 2) : start][::-1]


def _is_slogan(plain: str, each: Quantity, before: str) -> bool:
    """Recognise a quoted number with little or nothing beside it: “33456”, “四个作用”, but not “300名党员”."""
    closed = _SLOGAN_END.match(plain, each.end)
    is_short = each.end - each.start <= _SHORT
    return bool(closed and before and before[-1] in "\"“'‘「『") and (
        is_short or len((closed or "x")[0]) == 1
    )


def _is_list_mark(plain: str, each: Quantity, before: str) -> bool:
    is_short = each.end - each.start <= _SHORT and not each.unit
    return is_short and bool(_LIST_MARK.match(plain, each.end) and _starts_item(before, each.start))


def _starts_item(before: str, start: int) -> bool:
    match = _LIST_START.search(before)
    return bool(match and (match.start() > 0 or len(before) == start or before.startswith(("\n", "。"))))
