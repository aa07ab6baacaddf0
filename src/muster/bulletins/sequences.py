"""Numbers given in turn: 责任区、队伍分别为9210个、5705支; zones and teams number 9,210 and 5,705 respectively."""

import re
from collections.abc import Iterator, Sequence

from muster.bulletins.labels import Sighting, Vocabulary, unit_end
from muster.bulletins.scanner import Number

_IN_TURN = re.compile("分别|依次")
_RESPECTIVELY = re.compile(r"[a-z ]{0,40},? ?respectively", re.IGNORECASE)
_LINK = re.compile(r"[、,和及与\s]{1,3}|,? ?[a-z ]{0,20}and ", re.IGNORECASE)


def in_turn(numbers: Sequence[Number], vocabulary: Vocabulary) -> dict[int, Sighting]:
    """Give the word that belongs to each number of such lists, if there are as many words as numbers."""
    given: dict[int, Sighting] = {}
    for run in _runs(numbers):
        first, last = numbers[run[0]], numbers[run[-1]]
        marked = _IN_TURN.search(first.before)
        if not marked and not _RESPECTIVELY.match(last.after):
            continue
        words = list(vocabulary.seen(first.before[: marked.start() if marked else None]))
        if len(words) == len(run):
            start = first.plain[0] - len(first.before)
            for index, (word, at, _) in zip(run, words, strict=True):
                given[index] = Sighting(word, start + at, 0, names=True, follows=False)
    return given


def _runs(numbers: Sequence[Number]) -> Iterator[range]:
    """Group numbers with nothing between them but a comma or an and."""
    start = 0
    for index, number in enumerate(numbers):
        if not _LINK.fullmatch(number.after, unit_end(number)):
            if index > start:
                yield range(start, index + 1)
            start = index + 1
