"""Finds every number of a text, in Chinese or English, with the interval of values that would make it true.

`scan` gives them in order, without overlap, each with its place in the source. `bounds` says what wordings allow,
`numerals` how numerals are read. Dates, times, ordinals, document numbers, phone and ID numbers, slogans in quotes,
numbers in titles 《…》 and clauses of a policy (十条措施) are recognised too, and are no figures (`is_figure`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from muster.bulletins.bounds import Bounds, Modifier
from muster.bulletins.lookalikes import titles, told_apart
from muster.bulletins.moments import Moment
from muster.bulletins.quantities import FIGURE_KINDS, Kind, Quantity, between, quantity
from muster.bulletins.reading import Text, fold
from muster.bulletins.tokens import tokens
from muster.bulletins.wordings import bounds, effective_modifier, modified

CONTEXT = 60  # characters kept on either side, for matching


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, and what it says. The span takes in scale, 余, % and a range, not words beside it."""

    start: int
    end: int
    text: str
    kind: Kind
    value: Decimal
    low: Decimal
    high: Decimal
    low_open: bool
    high_open: bool
    unit: str
    scale: Decimal
    precision: Decimal  # the rounding step; 0 if it is written out in full
    modifier: Modifier
    before: str  # the plain text on either side, as far as the sentence and the next number
    after: str
    plain: tuple[int, int]  # the span in the plain text
    moment: Moment | None = None

    @property
    def is_figure(self) -> bool:
        """Say whether it can state a figure at all."""
        return self.kind in FIGURE_KINDS

    @property
    def is_exact(self) -> bool:
        """Say whether only one value makes it true."""
        return self.low == self.high

    def allows(self, value: Decimal) -> bool:
        """Say whether this value makes it true."""
        return Bounds(self.low, self.high, self.low_open, self.high_open).allow(value)


def scan(text: str | Text) -> list[Number]:
    """Find the numbers of a text. A `str` is taken as it stands; `read` it first if it may be damaged."""
    source = fold(text) if isinstance(text, str) else text
    plain = source.plain
    edges = titles(plain)
    found = _with_ranges(plain, _quantities(plain))
    known = [modified(plain, told_apart(plain, each, edges)) for each in found]
    return [_number(source, each, before, after) for each, before, after in _with_context(plain, known)]


def as_of(numbers: Sequence[Number]) -> Moment | None:
    """Give the moment that the text says its figures are of (截至…, as of …), if it says one."""
    return next((number.moment for number in numbers if number.modifier is Modifier.AS_OF), None)


_TO = re.compile(r" ?(?:至|到|~|-|–{1,2}|to) ?")
_BETWEEN = re.compile(r"\bbetween (?:[^\s\w] ?)?$", re.IGNORECASE)


def _quantities(plain: str) -> Iterator[Quantity]:
    done = 0
    for token in tokens(plain):
        found = quantity(plain, token) if token.start >= done else None  # the 半 of 两个半小时 is taken
        if found:
            done = found.end
            yield found


def _with_ranges(plain: str, found: Iterable[Quantity]) -> list[Quantity]:
    """Join 3 and 5 of 3至5名, 10-15% and between 3 and 5."""
    merged: list[Quantity] = []
    for each in found:
        joined = _range(plain, merged[-1], each) if merged else None
        if joined:
            merged[-1] = joined
        else:
            merged.append(each)
    return merged


def _range(plain: str, first: Quantity, second: Quantity) -> Quantity | None:
    """Join two numbers; a unit or scale that only one of them carries is both's."""
    if not (_is_simple(first) and _is_simple(second) and _is_linked(plain, first, second)):
        return None
    if first.unit and not second.unit:
        second = replace(second, unit=first.unit, kind=first.kind)
    low, high = first.numeral, second.numeral
    if low.scale == 1 and not first.unit and low.value < high.value / high.scale:
        low = replace(low, value=low.value * high.scale)
    if low.value >= high.value or first.unit not in ("", second.unit):
        return None
    return between(replace(second, start=first.start, lead=first.lead), low, high)


def _is_simple(each: Quantity) -> bool:
    return each.kind in FIGURE_KINDS and not each.fixed and not each.odd_step


def _is_linked(plain: str, first: Quantity, second: Quantity) -> bool:
    link = plain[first.tail : second.lead]
    if link == " and ":
        return bool(_BETWEEN.search(plain[max(0, first.lead - 12) : first.lead]))
    return bool(_TO.fullmatch(link))


_SENTENCE_END = re.compile(r"[。!?;\n]|\.(?=\s|$)")


def _with_context(plain: str, known: Sequence[Quantity]) -> Iterator[tuple[Quantity, str, str]]:
    """Give each number the text around it, as far as its sentence and the figures beside it."""
    figures = [each for each in known if each.kind in FIGURE_KINDS]
    ends = iter([0, *(each.end for each in figures)])
    starts = iter([*(each.start for each in figures[1:]), len(plain)])
    for each in known:
        if each.kind not in FIGURE_KINDS:
            yield each, "", ""
            continue
        before = plain[max(next(ends), each.start - CONTEXT) : each.start]
        after = plain[each.end : min(next(starts), each.end + CONTEXT)]
        yield each, _SENTENCE_END.split(before)[-1], _SENTENCE_END.split(after, maxsplit=1)[0]


def _number(source: Text, each: Quantity, before: str, after: str) -> Number:
    start, end = source.span(each.start, each.end)
    allowed = bounds(each)
    return Number(
        start=start,
        end=end,
        text=source.source[start:end],
        kind=each.kind,
        value=each.numeral.value,
        low=allowed.low,
        high=allowed.high,
        low_open=allowed.low_open,
        high_open=allowed.high_open,
        unit=each.unit,
        scale=each.numeral.scale,
        precision=each.numeral.step,
        modifier=effective_modifier(each),
        before=before,
        after=after,
        plain=(each.start, each.end),
        moment=each.moment,
    )
