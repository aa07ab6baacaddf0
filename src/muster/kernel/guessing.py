"""Guesses which column of a layout each column of a file is meant to be: by its header, its pinyin, and what stands below it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice
from typing import Any

from .cells import Row, Sheet, letter
from .headings import NOTHING_MATCHED, WITHIN, Matched, known_headers
from .layouts import PRIVATE_PARSERS, Column, Layout, shown
from .parsers import Bad, folded
from .pinyin import searchable

SAMPLES = 3  # that people are shown
LOOKED_AT = 40  # rows below the headers
KNOWN, BY_PINYIN, BY_NUMBER, BY_CONTENT = (
    1.0,
    0.9,
    0.8,
    0.55,
)  # how sure each sign is; alike headers by how alike they are
LEAST = 0.5
MOST_OF = 0.6  # of the cells that are not empty must be what the column takes
PLAIN = ("7", "☃")  # what takes either says nothing by taking a cell
LONGEST_INITIALS = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A column of a file: its header, the first cells below, and the layout's column that it seems to be ("" is none)."""

    letter: str
    header: str
    samples: tuple[str, ...]
    guess: str
    is_sure: bool  # the header says so by itself


@dataclass(frozen=True, slots=True)
class Table:
    """What a sheet seems to hold, and the mark by which a table with the same headers is known again."""

    sheet: str
    row: int
    fingerprint: str
    columns: tuple[Found, ...]


def fingerprints(sheet: Sheet) -> dict[str, int]:
    """The mark of each of the top rows, and the number of the row."""
    return {fingerprint(cells): number for number, cells in islice(sheet.rows(), WITHIN)}


def fingerprint(cells: Sequence[Any]) -> str:
    words = "\n".join(folded(cell) for cell in cells if isinstance(cell, str) and cell.strip())
    return hashlib.sha256(words.encode()).hexdigest()


def guess(sheet: Sheet, layout: Layout, matched: Matched = NOTHING_MATCHED) -> Table:
    """The header row that fits best, and what its columns seem to be; what a person said goes before."""
    top = list(islice(sheet.rows(), WITHIN + LOOKED_AT))
    tried = [_table(sheet.name, top[at:], layout, matched) for at in range(min(len(top), WITHIN))]
    if not tried:
        return Table(sheet.name, 0, fingerprint(()), ())
    return max(tried, key=lambda table: sum(1 + found.is_sure for found in table.columns if found.guess))


def _table(name: str, rows: list[Row], layout: Layout, matched: Matched) -> Table:
    number, cells = rows[0]
    headers = [
        (at, " ".join(cell.split()))
        for at, cell in enumerate(cells)
        if isinstance(cell, str) and cell.strip()
    ]
    below = {
        at: [row[at] for _number, row in rows[1 : LOOKED_AT + 1] if at < len(row) and row[at] != ""]
        for at, _header in headers
    }
    scores = [
        (_score(header, below[at], column), at, column.key)
        for at, header in headers
        for column in layout.columns
    ]
    taken = {at: matched[folded(header)] for at, header in headers if folded(header) in matched}
    for score, at, key in sorted(scores, key=lambda one: -one[0]):
        if score >= LEAST and at not in taken and key not in taken.values():
            taken[at] = key
    keys = known_headers(layout)
    private = {column.key: column.is_private for column in layout.columns}
    columns = tuple(
        Found(
            letter=letter(at),
            header=header,
            samples=tuple(
                shown(one, private=private.get(taken.get(at, ""), False)) for one in below[at][:SAMPLES]
            ),
            guess=taken.get(at, ""),
            is_sure=folded(header) in keys or folded(header) in matched,
        )
        for at, header in headers
    )
    return Table(name, number, fingerprint(cells), columns)


def _score(header: str, cells: list[Any], column: Column) -> float:
    word = folded(header)
    words = [folded(wording) for wording in column.wordings]
    if word in words:
        return KNOWN
    spelt = [spelling for wording in column.wordings for spelling in _spellings(wording)]
    by_pinyin = BY_PINYIN if word in spelt else 0.0
    alike = max(SequenceMatcher(None, word, one).ratio() for one in words)
    return max(by_pinyin, BY_PINYIN * alike if alike > LEAST else 0.0, _by_content(cells, column))


@lru_cache(maxsize=1_000)
def _spellings(wording: str) -> tuple[str, ...]:
    """In pinyin, whole and by initials; a lone letter or two says nothing."""
    if wording.isascii():
        return ()
    return tuple(one for one in searchable(wording).split() if len(one) >= LONGEST_INITIALS)


def _by_content(cells: list[Any], column: Column) -> float:
    """What a column takes says something only if it does not take everything."""
    if not cells or any(_takes(column, probe) for probe in PLAIN):
        return 0.0
    share = sum(_takes(column, cell) for cell in cells) / len(cells)
    if share < MOST_OF:
        return 0.0
    return (BY_NUMBER if column.parse in PRIVATE_PARSERS else BY_CONTENT) * share


def _takes(column: Column, cell: Any) -> bool:
    try:
        column.parse(cell)
    except (Bad, TypeError, AttributeError):
        return False
    return True
