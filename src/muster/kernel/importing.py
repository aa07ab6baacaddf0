"""The import engine: declared columns turn the sheets of a file into checked, typed columns, or into errors with a place.

An app's `imports.py` declares a `Layout`, calls `read_layout`, checks the rest in SQL (adding what it finds with
`Reading.reject`), and stores the columns in one transaction if `Reading.ok`.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain, islice
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .parsers import Bad, Cell, Parse, folded, masked, masked_within, national_id, phone
from .problems import Words
from .sheets import Sheet, Untrusted, letter

HEADER_WITHIN = 10  # notes may stand above the table
BATCH = 4_096
CACHE = 4_096  # distinct texts remembered per column: choices, dates and codes repeat, names and numbers do not
VALUE_SHOWN = 60
HEADER_NOTES = ("(", "*", ":")
PRIVATE_PARSERS = (national_id, phone)
UNTRUSTED: dict[str, Words] = {
    "formula": _("The cell holds a formula. Replace it by its value."),
    "error_value": _("The cell holds an error value such as #N/A. Replace it by a value."),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a layout. `required`: the header must be there and no cell empty. An empty cell is None."""

    key: str
    headers: tuple[str, ...]
    parse: Parse[Any]
    required: bool = False
    private: bool = False  # values are masked in errors; identity and phone numbers always are

    @property
    def is_private(self) -> bool:
        return self.private or self.parse in PRIVATE_PARSERS


@dataclass(frozen=True, slots=True)
class Layout:
    """A documented table. `unique` names columns, or groups of columns, whose values may stand in the file only once."""

    key: str
    label: Words
    columns: tuple[Column, ...]
    unique: tuple[str | tuple[str, ...], ...] = ()
    sheet_names: tuple[str, ...] = ()  # sheets of these names hold this table; without one, headers decide


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong, and where a person finds it. `row` and `letter` as the spreadsheet shows them; 0 and "" for the sheet."""

    sheet: str
    row: int
    letter: str
    column: str
    value: str
    rule: str
    message: Words


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a table starts on its sheet: the position (from 0) and wording of each header that was recognised."""

    sheet: str
    row: int
    positions: dict[str, int]
    wordings: dict[str, str]
    missing: tuple[Column, ...]
    unknown: tuple[tuple[int, str], ...]
    twice: tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Reading:
    """What a file says. Every list in `columns` has one value a row, None where it is empty or wrong."""

    layout: Layout
    most_errors: int
    columns: dict[str, list[Any]]
    rows: list[int] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    error_count: int = 0
    ignored_headers: list[str] = field(default_factory=list)
    ignored_sheets: list[str] = field(default_factory=list)
    headings: list[tuple[int, Heading]] = field(default_factory=list)  # first index of each sheet's rows

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def ok(self) -> bool:
        return self.error_count == 0

    def sheet_of(self, index: int) -> str:
        return self._heading(index).sheet

    def reject(self, index: int, key: str, *, rule: str, message: Words) -> None:
        """Add an error that only the database could find, at the place of the value."""
        value = self.columns[key][index]
        self._reject_cell(self._heading(index), self.rows[index], key, value, Bad(rule, message))

    def _heading(self, index: int) -> Heading:
        found = bisect_right(self.headings, index, key=lambda pair: pair[0])
        return self.headings[found - 1][1]

    def _reject_cell(self, heading: Heading, row: int, key: str, value: object, bad: Bad) -> None:
        column = next(column for column in self.layout.columns if column.key == key)
        position = heading.positions.get(key)
        self._add(
            RowError(
                sheet=heading.sheet,
                row=row,
                letter="" if position is None else letter(position),
                column=heading.wordings.get(key, column.headers[0]),
                value=_shown(value, private=column.is_private),
                rule=bad.rule,
                message=bad.message,
            )
        )

    def _add(self, error: RowError) -> None:
        self.error_count += 1
        if len(self.errors) < self.most_errors:
            self.errors.append(error)


def read_layout(sheets: Sequence[Sheet], layout: Layout, *, most_errors: int = 500) -> Reading:
    """Read every sheet that holds this table, in order, into one set of columns."""
    raise NotImplementedError


def find_heading(sheet: Sheet, layout: Layout) -> Heading:
    """The first of the top rows that has all required headers, or else the row that has most of them."""
    raise NotImplementedError


def _shown(value: object, *, private: bool) -> str:
    words = str(value)[:VALUE_SHOWN]
    return masked(words) if private else masked_within(words)
