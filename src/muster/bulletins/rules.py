"""Which figure a number states, and whether it states it truly.

A number is matched in this order:

1. Words: one of the figure's words stands near the number, in its clause. No word, no match: an equal value alone is
   a coincidence. A word that names what is counted can make the number red; one that only hints at it can merely
   confirm it (see `labels`).
2. Measure: 个 is not 名, 人次 is not 人, money only states money, a share only a share.
3. Of several: the nearest word; of two as near, the one that follows, the longer, the figure with more of its words in
   the clause, the figure whose value the number allows. A word in the text serves one number only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from muster.bulletins import lexicon
from muster.bulletins.labels import Sighting, Vocabulary, plain_word, sightings
from muster.bulletins.quantities import Kind
from muster.bulletins.scanner import Number
from muster.bulletins.sequences import in_turn
from muster.bulletins.units import singular


class Verdict(StrEnum):
    """What is said of a number."""

    GREEN = "green"  # it says exactly the figure's value
    AMBER = "amber"  # true, as far as its rounding or wording goes
    RED = "red"  # it states a figure, and falsely
    GREY = "grey"  # no figure says anything about it


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure, as a text may state it: money in yuan, shares in percent."""

    key: str
    value: Decimal
    measures: tuple[str, ...]
    words: tuple[str, ...]
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A number, the figure that it states, and what is to be said of it."""

    number: Number
    verdict: Verdict = Verdict.GREY
    figure: Stated | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    index: int  # of the number
    figure: Stated
    sighting: Sighting
    allowed: bool
    words: int  # how many of the figure's words are near

    @property
    def rank(self) -> tuple[bool, int, bool, int, int, bool, int]:
        """Order candidates, the best first."""
        seen = self.sighting
        nearness = (not seen.names, seen.distance, not seen.follows, -len(seen.word))
        return *nearness, -self.words, not self.allowed, self.index


def judge(number: Number, value: Decimal) -> Verdict:
    """Say whether a number that states a figure does so truly."""
    if not number.allows(value):
        return Verdict.RED
    return Verdict.GREEN if number.is_exact else Verdict.AMBER


def match(numbers: Sequence[Number], figures: Sequence[Stated]) -> list[Match]:
    """Match every number that can state a figure; a number of another kind gets no row."""
    stating = [number for number in numbers if number.is_figure]
    chosen: dict[int, Stated] = {}
    served: set[int] = set()
    for candidate in sorted(_candidates(stating, figures), key=lambda candidate: candidate.rank):
        if candidate.index not in chosen and candidate.sighting.place not in served:
            chosen[candidate.index] = candidate.figure
            served.add(candidate.sighting.place)
    return [_match(number, chosen.get(index)) for index, number in enumerate(stating)]


def _match(number: Number, figure: Stated | None) -> Match:
    return Match(number, judge(number, figure.value), figure) if figure else Match(number)


def _candidates(numbers: Sequence[Number], figures: Sequence[Stated]) -> Iterator[_Candidate]:
    vocabulary = Vocabulary(word for figure in figures for word in figure.words)
    by_word: dict[str, list[Stated]] = {}
    for figure in figures:
        for word in figure.words:
            by_word.setdefault(plain_word(word), []).append(figure)
    turns = in_turn(numbers, vocabulary)
    for index, number in enumerate(numbers):
        near = [turns[index]] if index in turns else sightings(number, vocabulary)
        words_near = {sighting.word for sighting in near}
        for sighting in near:
            for figure in by_word[sighting.word]:
                allowed = number.allows(figure.value)
                if is_measured_alike(number, figure) and (sighting.names or allowed):
                    words = len(words_near & {plain_word(word) for word in figure.words})
                    yield _Candidate(index, figure, sighting, allowed, words)


_PEOPLE = frozenset(["名", "人", "位", "口", "个人", "people", "person"])


def is_measured_alike(number: Number, figure: Stated) -> bool:
    """Say whether the number's unit can measure the figure."""
    measures = {singular(measure) for measure in figure.measures}
    unit = singular(number.unit)
    if number.kind is Kind.MONEY:
        return lexicon.MONEY.get(unit) in {lexicon.MONEY.get(measure, "") for measure in measures}
    if measures & lexicon.MONEY.keys():
        return False
    is_share = number.kind is Kind.PERCENT
    if is_share or measures & lexicon.PERCENT:
        return is_share and bool(measures & lexicon.PERCENT)
    if not unit or not measures or unit in measures or (unit in _PEOPLE and measures & _PEOPLE):
        return True
    nouns = " ".join(map(plain_word, figure.words)).split()
    return _spelt_alike(unit) in {_spelt_alike(singular(noun)) for noun in nouns}


def _spelt_alike(noun: str) -> str:
    return noun.replace("ization", "isation")


def as_json(matches: Sequence[Match]) -> list[dict[str, object]]:
    """Give the matches as plain values; a bound without end is null."""
    return [
        {
            "span": [match.number.start, match.number.end],
            "text": match.number.text,
            "value": _plain(match.number.value),
            "low": _plain(match.number.low),
            "high": _plain(match.number.high),
            "unit": match.number.unit,
            "kind": match.number.kind.value,
            "modifier": match.number.modifier.value,
            "verdict": match.verdict.value,
            "figure": match.figure.key if match.figure else None,
            "stated": _plain(match.figure.value) if match.figure else None,
        }
        for match in matches
    ]


def _plain(value: Decimal) -> int | float | None:
    """Write a number as JSON has it; up to 15 digits, a fraction's text is the decimal's own."""
    if not value.is_finite():
        return None
    return int(value) if value == value.to_integral_value() else float(value)
