"""Which true values a wording allows.

| wording | true values | | |
|---|---|---|---|
| a plain integer | exactly that | rounded (13.4万, 95.3%) | within half its step, upper end out |
| 约, about X | X ± 5 %, or ± half its step if that is more | 近, nearly X | [0.9 X, X) |
| X余, X多, X-odd | (X, X + one step of its last non-zero digit): 400余 is (400, 500) | | |
| 超过, over X | (X, ∞) | 至少, X以上 | [X, ∞) |
| 不足, under X | [0, X) | 至多, X以下 | [0, X] |
| 3至5, 三五 | [3, 5] | 数以万计 | [10,000, 1,000,000) |
| 数十, 几百, 上千 | [20, 100), [200, 1,000), [1,000, 10,000) | dozens, hundreds | [24, 100), [200, 1,000) |
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from muster.bulletins.numerals import Numeral, significant_step

ABOUT_SHARE = Decimal("0.05")
NEARLY_SHARE = Decimal("0.9")
ENDLESS = Decimal("Infinity")


class Modifier(StrEnum):
    """How a number is worded."""

    EXACT = "exact"
    ROUNDED = "rounded"
    ABOUT = "about"
    NEARLY = "nearly"
    OVER = "over"
    AT_LEAST = "at least"
    UNDER = "under"
    AT_MOST = "at most"
    RANGE = "range"
    VAGUE = "vague"
    AS_OF = "as of"  # of a date: 截至 it the text's figures are true


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval of true values."""

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    def allow(self, value: Decimal) -> bool:
        """Say whether this value makes the wording true."""
        above = self.low < value if self.low_open else self.low <= value
        return above and (value < self.high if self.high_open else value <= self.high)


def odd(numeral: Numeral, step: Decimal | None = None) -> Bounds:
    """Bound 400余: more than 400 and less than 500."""
    step = step or significant_step(numeral.value)
    return Bounds(numeral.value, numeral.value + step, low_open=True, high_open=True)


def plain(numeral: Numeral) -> Bounds:
    """Bound a number without a word beside it: itself, or within half its step."""
    half = numeral.step / 2
    return Bounds(numeral.value - half, numeral.value + half, high_open=bool(half))


def worded(numeral: Numeral, modifier: Modifier) -> Bounds:
    """Bound a number by the word beside it."""
    if modifier in (Modifier.EXACT, Modifier.AS_OF):
        return plain(numeral)
    value = numeral.value
    floor = Decimal(0) if value >= 0 else -ENDLESS
    if modifier is Modifier.ABOUT:
        slack = max(abs(value) * ABOUT_SHARE, numeral.step / 2)
        return Bounds(value - slack, value + slack)
    if modifier is Modifier.NEARLY:
        nearly = value * NEARLY_SHARE
        return Bounds(min(nearly, value), max(nearly, value), low_open=value < 0, high_open=value >= 0)
    unbounded = {
        Modifier.OVER: Bounds(value, ENDLESS, low_open=True, high_open=True),
        Modifier.AT_LEAST: Bounds(value, ENDLESS, high_open=True),
        Modifier.UNDER: Bounds(floor, value, low_open=value < 0, high_open=True),
        Modifier.AT_MOST: Bounds(floor, value, low_open=value < 0),
    }
    return unbounded[modifier]
