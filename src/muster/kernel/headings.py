"""Finds the header row of a table, and says what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .cells import Row, Sheet, letter
from .layouts import Column, Layout, RowError
from .parsers import folded
from .problems import Words

WITHIN = 10  # notes may stand above the table
DEEPEST = 3  # rows of one header
LIKELY, ALIKE = 0.5, 0.7  # how close a wording must be to be suggested; to be taken for a mistyped one
MARKS = "*:"  # how people mark a required column
TWICE = _("This column stands twice in the table.")
Matched = Mapping[
    str, str
]  # folded header to the key of a column, or to "" for none: what a person said of a file
NOTHING_MATCHED: Matched = {}


@dataclass(frozen=True, slots=True)
class Heading:
    """A header row: position (from 0) and wording of each known header, and what else stands in it."""

    sheet: str
    row: int
    width: int
    positions: dict[str, int]
    wordings: dict[str, str]
    unknown: tuple[tuple[int, str], ...]
    twice: tuple[tuple[int, str], ...]

    def missing(self, layout: Layout) -> list[Column]:
        return [column for column in layout.columns if column.required and column.key not in self.positions]


def choose_sheets(
    sheets: Sequence[Sheet], layout: Layout, matched: Matched = NOTHING_MATCHED
) -> tuple[list[tuple[Sheet, Heading]], list[str]]:
    """The sheets that hold this table, and the names of the others.

    A sheet with more than half of the required headers is taken as meant: its mistyped header is told.
    """
    names = {folded(name) for name in layout.sheet_names}
    named = [sheet for sheet in sheets if folded(sheet.name) in names]
    found = [(sheet, find_heading(sheet, layout, matched)) for sheet in named or sheets]
    required = sum(column.required for column in layout.columns)
    meant = [pair for pair in found if named or len(pair[1].missing(layout)) * 2 < required]
    chosen = meant or [max(found, key=lambda pair: len(pair[1].positions))]
    taken = {id(sheet) for sheet, _heading in chosen}
    return chosen, [sheet.name for sheet in sheets if id(sheet) not in taken]


def find_heading(sheet: Sheet, layout: Layout, matched: Matched = NOTHING_MATCHED) -> Heading:
    """The first of the top rows with all required headers, or else the one with most of the known headers.

    A header may be spread over up to three rows: groups above, merged over the columns that they are about.
    """
    best = Heading(sheet.name, 0, 0, {}, {}, (), ())
    keys = {**known_headers(layout), **matched}
    top = list(islice(sheet.rows(), WITHIN))
    for index in range(len(top)):
        heading = max(_headings(sheet.name, top[index : index + DEEPEST], keys), key=_found)
        if heading.positions and not heading.missing(layout):
            return heading
        best = max(best, heading, key=_found)
    return best


def known_headers(layout: Layout) -> dict[str, str]:
    """The key of the column that each accepted wording names."""
    return {folded(header): column.key for column in layout.columns for header in column.wordings}


def _found(heading: Heading) -> int:
    return len(heading.positions)


def _headings(sheet: str, rows: list[Row], keys: dict[str, str]) -> Iterator[Heading]:
    """The first of these rows as a heading by itself, then with the row below it, then with both."""
    number, merged = rows[0]
    yield _heading(sheet, number, merged, keys)
    for below, cells in rows[1:]:
        if below != number + 1:
            return
        number, merged = below, _merged(merged, cells, keys)
        yield _heading(sheet, number, merged, keys)


def _merged(above: Sequence[object], below: Sequence[object], keys: dict[str, str]) -> list[object]:
    """One header row of two. What stands above goes for all columns up to the next; it names those with nothing below, and
    with “code” or “name” below it makes one header.
    """
    merged: list[object] = []
    group: object = ""
    for at in range(max(len(above), len(below))):
        upper = above[at] if at < len(above) else ""
        lower = below[at] if at < len(below) else ""
        group = upper if upper != "" else group
        joined = f"{group}{lower}" if isinstance(group, str) and isinstance(lower, str) else ""
        if lower == "":
            merged.append(upper)
        else:
            merged.append(joined if _key(joined, keys) is not None else lower)
    return merged


def heading_errors(heading: Heading, layout: Layout) -> tuple[list[RowError], list[str]]:
    """What is wrong with the headers, and those that are passed over because nobody knows them."""
    if not heading.positions:
        return [_no_heading(heading, layout)], []
    missing = heading.missing(layout)
    errors = [_missing(heading, column) for column in missing]
    errors += [_error(heading, at, wording, "header_twice", TWICE) for at, wording in heading.twice]
    absent = [column for column in layout.columns if column.key not in heading.positions]
    ignored = []
    for at, wording in heading.unknown:
        if (meant := _closest(wording, absent, ALIKE)) is None:
            ignored.append(wording)
        elif meant not in missing:
            message = format_lazy(
                _("No column has this header. Is “{header}” meant?"), header=meant.headers[0]
            )
            errors.append(_error(heading, at, wording, "unknown_header", message))
    return errors, ignored


def _heading(sheet: str, number: int, cells: Sequence[object], keys: dict[str, str]) -> Heading:
    positions: dict[str, int] = {}
    wordings: dict[str, str] = {}
    unknown, twice = [], []
    texts = [(at, " ".join(cell.split())) for at, cell in enumerate(cells) if isinstance(cell, str)]
    worded = [(at, text) for at, text in texts if text]
    for at, text in worded:
        key = _key(text, keys)
        if key == "":
            continue  # somebody said that it is to be passed over
        if key is None:
            unknown.append((at, text))
        elif key in positions:
            twice.append((at, text))
        else:
            positions[key], wordings[key] = at, text
    width = worded[-1][0] + 1 if worded else 0
    return Heading(sheet, number, width, positions, wordings, tuple(unknown), tuple(twice))


def _key(text: str, keys: dict[str, str]) -> str | None:
    """The column that a header names; a star, a colon or a note in brackets may follow it."""
    word = folded(text)
    for tried in (word, word.strip(MARKS), word.partition("(")[0].strip(MARKS)):
        if tried in keys:
            return keys[tried]
    return None


def _closest(wording: str, columns: Sequence[Column], closeness: float) -> Column | None:
    words = {folded(header): column for column in columns for header in column.wordings}
    close = get_close_matches(folded(wording), words, n=1, cutoff=closeness)
    return words[close[0]] if close else None


def _missing(heading: Heading, column: Column) -> RowError:
    name = column.headers[0]
    message = format_lazy(_("The column “{header}” is missing."), header=name)
    for at, wording in heading.unknown:
        if _closest(wording, [column], LIKELY) is not None:
            message = format_lazy(
                _("The column “{header}” is missing. Is it column {letter}, “{found}”?"),
                header=name,
                letter=letter(at),
                found=wording,
            )
    return RowError(heading.sheet, heading.row, "", name, "", "missing_header", message)


def _no_heading(heading: Heading, layout: Layout) -> RowError:
    wanted = "、".join(column.headers[0] for column in layout.columns if column.required)
    message = format_lazy(
        _("No header row was found in the first {most} rows. The table needs: {headers}."),
        most=WITHIN,
        headers=wanted,
    )
    return RowError(heading.sheet, 0, "", "", "", "no_header", message)


def _error(heading: Heading, at: int, wording: str, rule: str, message: Words) -> RowError:
    return RowError(heading.sheet, heading.row, letter(at), wording, wording, rule, message)
