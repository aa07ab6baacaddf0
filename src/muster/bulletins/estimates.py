"""Numbers that are words: shares (百分之三十, two thirds, 一半) and vague amounts (数以万计, dozens)."""

import re
from decimal import Decimal

from muster.bulletins.bounds import Bounds
from muster.bulletins.numerals import Numeral, arabic, chinese

_HUNDRED = Decimal(100)
_PERCENT_OF = {"百": 100, "千": 1000, "万": 10000}
_DENOMINATORS = {"hal": 2, "thi": 3, "qua": 4, "fif": 5, "ten": 10}
_NUMERATORS = {"two": 2, "three": 3, "four": 4}
_VAGUE = {
    "dozen": (24, 100),
    "score": (40, 100),
    "hundred": (200, 1000),
    "thousand": (2000, 10**4),
    "million": (2 * 10**6, 10**7),
    "billion": (2 * 10**9, 10**10),
}
_PLACES = {"thousand": 1000, "million": 10**6, "billion": 10**9}


def share(text: str) -> Numeral | None:
    """Read a share in percent. Percents are rounded to the last shown digit, fractions to a point."""
    if text in ("百分百", "百分之百"):
        return Numeral(_HUNDRED, Decimal(1))
    if "半" in text:
        return _fraction(Decimal(1), Decimal(2))
    if "分之" in text:
        of, _, amount = text.partition("分之")
        return _chinese_share(of, amount)
    if "/" in text:
        numerator, _, denominator = text.partition("/")
        return _fraction(Decimal(numerator), Decimal(denominator))
    words = re.split("[ -]", text.lower())
    named = next(word for word in words if word[:3] in _DENOMINATORS)
    return _fraction(Decimal(_NUMERATORS.get(words[0], 1)), Decimal(_DENOMINATORS[named[:3]]))


def _chinese_share(of: str, amount: str) -> Numeral | None:
    part, whole = _read(amount), _read(of)
    if part is None or whole is None or not whole.value:
        return None
    if of in _PERCENT_OF:
        factor = _HUNDRED / _PERCENT_OF[of]
        return Numeral(part.value * factor, (part.step or Decimal(1)) * factor)
    return _fraction(part.value, whole.value)


def _read(text: str) -> Numeral | None:
    return arabic(text) if text.isascii() else chinese(text)


def _fraction(numerator: Decimal, denominator: Decimal) -> Numeral:
    return Numeral(numerator * _HUNDRED / denominator, Decimal(1))


def vague(text: str) -> Bounds:
    """Bound an amount given only by its order: the table is in `bounds`."""
    low, high = _english_order(text.lower().split()) if text.isascii() else _chinese_order(text)
    return Bounds(Decimal(low), Decimal(high), high_open=True)


def _chinese_order(text: str) -> tuple[int, int]:
    if text[0] == "成":
        return _place(text[1]), 10 * _place(text[3])
    named = text.strip("数以计几上余多")
    if not named:
        return 2, 10
    place = _place(named)
    if text[-1] == "计":
        return place, 100 * place
    return place if text[0] == "上" else 2 * place, 10 * place


def _place(text: str) -> int:
    """Read 千 or 十万; what is no number, 千十, counts by its first character."""
    numeral = chinese(text) or chinese(text[0])
    return int(numeral.value) if numeral else 1


def _english_order(words: list[str]) -> tuple[int, int]:
    last = words[-1].removesuffix("s")
    if words[0] in ("tens", "hundreds") and last in _PLACES:
        place = _PLACES[last] * (10 if words[0] == "tens" else 100)
        return 2 * place, 10 * place
    return _VAGUE[last]
