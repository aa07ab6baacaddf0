"""What changed between two texts, as a person reads it: paragraph by paragraph, and inside one word by word.

Chinese has no spaces, so each of its characters is a word of its own; numbers and Latin words stay whole. Scraps that two
different sentences have in common by chance are not shown as kept: a sentence cut to confetti cannot be read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest

WORD = re.compile(
    r"[0-9]+(?:[.,:][0-9]+)*%?|[^\W\d_\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|\s+|.", re.DOTALL
)
SCRAP = 2  # a run this short between two changes is part of the change
MOST_COMPARED = 4_000_000  # words of one paragraph times words of the other: a second of work
ALIKE = 0.3  # below this share of common words, one paragraph was replaced by another
MOST_PAIRED, MOST_HELD = (
    400,
    300,
)  # paragraphs of both sides multiplied; characters by which two are held together
SAME, REMOVED, ADDED = "same", "removed", "added"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that was kept, taken out or put in."""

    kind: str
    text: str


Paragraph = tuple[Run, ...]


def difference(old: str, new: str) -> list[Paragraph]:
    """The paragraphs of both texts in reading order. Kept and added runs are the new text, kept and removed ones the old."""
    before, after = _paragraphs(old), _paragraphs(new)
    found: list[Paragraph] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            found += [(Run(SAME, text),) for text in before[start:end]]
        else:
            found += _changed(before[start:end], after[new_start:new_end])
    return found


def is_change(paragraph: Paragraph) -> bool:
    return any(run.kind != SAME for run in paragraph)


def _paragraphs(text: str) -> list[str]:
    """Without what a browser adds: its line ends, and blanks behind a line."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    return [line for line in lines if line]


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Paragraph]:
    """Paragraphs that belong together are compared word by word; the others went or came whole."""
    for old, new in _pairs(before, after):
        if old is None:
            yield (Run(ADDED, new or ""),)
        else:
            yield (Run(REMOVED, old),) if new is None else tuple(_runs(old, new))


def _pairs(before: Sequence[str], after: Sequence[str]) -> list[tuple[str | None, str | None]]:
    """In the order of both, those paired that are most alike; by their places where that would take too long."""
    if len(before) == len(after) or len(before) * len(after) > MOST_PAIRED:
        return list(zip_longest(before, after))
    alike = [[_alike(old, new) for new in after] for old in before]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for old in reversed(range(len(before))):
        for new in reversed(range(len(after))):
            paired = alike[old][new] + best[old + 1][new + 1]
            best[old][new] = max(paired, best[old + 1][new], best[old][new + 1])
    found: list[tuple[str | None, str | None]] = []
    old = new = 0
    while old < len(before) and new < len(after):
        if best[old][new] == best[old + 1][new]:
            found.append((before[old], None))
            old += 1
        elif best[old][new] == best[old][new + 1]:
            found.append((None, after[new]))
            new += 1
        else:
            found.append((before[old], after[new]))
            old, new = old + 1, new + 1
    return [*found, *((text, None) for text in before[old:]), *((None, text) for text in after[new:])]


def _alike(old: str, new: str) -> float:
    """Nothing for two that would be shown as one replaced by the other."""
    share = SequenceMatcher(None, old[:MOST_HELD], new[:MOST_HELD], autojunk=False).ratio()
    return share if share >= ALIKE else 0.0


def _runs(old: str, new: str) -> list[Run]:
    before, after = WORD.findall(old), WORD.findall(new)
    whole = [Run(REMOVED, old), Run(ADDED, new)]
    if len(before) * len(after) > MOST_COMPARED:
        return whole
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return whole
    pieces = [
        ("".join(before[start:end]), "".join(after[new_start:new_end]), tag == "equal")
        for tag, start, end, new_start, new_end in matcher.get_opcodes()
    ]
    return _joined(pieces)


def _joined(pieces: list[tuple[str, str, bool]]) -> list[Run]:
    """Neighbouring changes as one, with the scraps between them."""
    last = len(pieces) - 1
    flagged = [
        (old, new, same and not (0 < place < last and len(old) <= SCRAP))
        for place, (old, new, same) in enumerate(pieces)
    ]
    runs: list[Run] = []
    for same, group in groupby(flagged, key=lambda piece: piece[2]):
        stretch = list(group)
        old, new = "".join(piece[0] for piece in stretch), "".join(piece[1] for piece in stretch)
        changed = (Run(REMOVED, old), Run(ADDED, new))
        runs += [Run(SAME, old)] if same else [run for run in changed if run.text]
    return runs
