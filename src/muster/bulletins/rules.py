"""Which figure a number states, and whether it states it truly.

A number is matched in this order:

1. Words: one of the figure's words stands near the number, in its clause. No word, no match: an equal value alone is
   a coincidence. A word that names what is counted can make the number red; one that only hints at it can merely
   confirm it (see `labels`).
2. Measure: 个 is not 名, 人次 is not 人, money only states money, a share only a share.
3. Of several figures with one word, those with most of their words near: 核实住户 is not 填报住户.
4. Of the rest: a figure that is named and makes the number true, then one that the clause hints at and that makes it
   true (of 7000个支部已签收 the figure of 签收, not of 支部), then one that is named and makes it false. Among these the
   nearest word; of two as near, the one that follows, then the longer. A word in the text serves one number only.
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

    @property
    def rank(self) -> tuple[int, int, bool, int, int]:
        """Order candidates, the best first."""
        seen = self.sighting
        return self.grade, seen.distance, not seen.follows, -len(seen.word), self.index

    @property
    def grade(self) -> int:
        """Put what is named and true first, what is named and false behind what the clause hints at and is true."""
        if self.sighting.names:
            return 0 if self.allowed else 2
        return 1 if self.sighting.in_clause else 3


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
    words_of = [(figure, {plain_word(word) for word in figure.words}) for figure in figures]
    vocabulary = Vocabulary(word for _, words in words_of for word in words)
    turns = in_turn(numbers, vocabulary)
    for index, number in enumerate(numbers):
        near = [turns[index]] if index in turns else sightings(number, vocabulary)
        words_near = {sighting.word for sighting in near}
        for sighting in near:
            fitting = [
                (figure, len(words & words_near))
                for figure, words in words_of
                if sighting.word in words and is_measured_alike(number, figure)
            ]
            most = max((count for _, count in fitting), default=0)
            for figure, count in fitting:
                allowed = number.allows(figure.value)
                if count == most and (sighting.names or allowed):
                    yield _Candidate(index, figure, sighting, allowed)


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
