"""The import engine: declared columns turn the sheets of a file into checked values, or into errors.

An app's `imports.py` declares a `Layout`, calls `read_layout`, checks in SQL what only the database knows
(adding what it finds by `Reading.reject`), and stores the columns in one transaction if `Reading.ok`.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, repeat
from operator import itemgetter
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .cells import Row, Sheet, Untrusted, letter
from .headings import NOTHING_MATCHED, Heading, Matched, choose_sheets, heading_errors
from .layouts import Column, Layout, RowError, shown
from .parsers import Bad
from .problems import Words

__all__ = ["Bad", "Column", "Layout", "Reading", "RowError", "read_layout"]

BATCH = 4_096
CACHE = 4_096  # texts remembered per column: choices, dates and codes come again, names and numbers do not
UNKNOWN = object()
FORMULA = _("The cell holds a formula or an error value such as #N/A. Replace it by a plain value.")

Wrong = tuple[int, str, object, Bad]  # index of the row, column key, what the cell held, the rule it broke


@dataclass(slots=True)
class Reading:
    """What a file says. Every list in `columns` has one value a row: None where a cell is empty or wrong."""

    layout: Layout
    most_errors: int
    columns: dict[str, list[Any]]
    rows: list[int] = field(default_factory=list)  # the number of each row in the spreadsheet
    errors: list[RowError] = field(default_factory=list)  # the first `most_errors` of `error_count`
    error_count: int = 0
    ignored_headers: list[str] = field(default_factory=list)
    ignored_sheets: list[str] = field(default_factory=list)
    headings: list[tuple[int, Heading]] = field(default_factory=list)  # with the index of the first row below
    wrong: set[tuple[int, str]] = field(default_factory=set)  # cells that are: index and column

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def ok(self) -> bool:
        return self.error_count == 0

    def heading_of(self, index: int) -> Heading:
        """The heading, and so the sheet, of a row."""
        return self.headings[bisect_right(self.headings, index, key=itemgetter(0)) - 1][1]

    def reject(self, index: int, key: str, *, rule: str, message: Words) -> None:
        """Add an error that shows only when rows are compared, with one another or with the database."""
        self.add_wrong(self.heading_of(index), (index, key, self.columns[key][index], Bad(rule, message)))

    def add_wrong(self, heading: Heading, wrong: Wrong) -> None:
        index, key, value, bad = wrong
        self.error_count += 1
        self.wrong.add((index, key))
        if len(self.errors) == self.most_errors:
            return
        column = self.layout.column(key)
        position = heading.positions.get(key)
        error = RowError(
            sheet=heading.sheet,
            row=self.rows[index],
            letter="" if position is None else letter(position),
            column=heading.wordings.get(key, column.headers[0]),
            value=shown(value, private=column.is_private),
            rule=bad.rule,
            message=bad.message,
        )
        self.errors.append(error)

    def add_errors(self, errors: Sequence[RowError]) -> None:
        self.error_count += len(errors)
        self.errors += errors[: self.most_errors - len(self.errors)]


def read_layout(
    sheets: Sequence[Sheet], layout: Layout, *, most_errors: int = 500, matched: Matched = NOTHING_MATCHED
) -> Reading:
    """Read every sheet that holds this table, in order, into one set of columns."""
    reading = Reading(layout, most_errors, {column.key: [] for column in layout.columns})
    chosen, reading.ignored_sheets = choose_sheets(sheets, layout, matched)
    for sheet, heading in chosen:
        reading.headings.append((len(reading), heading))
        errors, ignored = heading_errors(heading, layout)
        reading.add_errors(errors)
        reading.ignored_headers += ignored
        if not errors:
            _read_rows(reading, sheet, heading)
    if reading.ok and not reading.rows:
        message = _("There is no row below the headers.")
        where = chosen[0][1]
        reading.add_errors([RowError(where.sheet, where.row, "", "", "", "no_rows", message)])
    for group in layout.unique:
        _check_unique(reading, (group,) if isinstance(group, str) else group)
    return reading


def _read_rows(reading: Reading, sheet: Sheet, heading: Heading) -> None:
    used = [
        (column, heading.positions[column.key])
        for column in reading.layout.columns
        if column.key in heading.positions
    ]
    caches: dict[str, dict[str, Any]] = {column.key: {} for column, _position in used}
    rows = _rows_below(reading, sheet, heading, [position for _column, position in used])
    while batch := list(islice(rows, BATCH)):
        first = len(reading)
        wrong: list[Wrong] = []
        for (column, _position), cells in zip(
            used, zip(*(cells for _number, cells in batch), strict=True), strict=True
        ):
            reading.columns[column.key] += _values(column, cells, first, caches[column.key], wrong)
        reading.rows += [number for number, _cells in batch]
        for column in reading.layout.columns:
            if column.key not in caches:
                reading.columns[column.key] += [None] * len(batch)
        for one in sorted(wrong, key=itemgetter(0)):
            reading.add_wrong(heading, one)


def _rows_below(reading: Reading, sheet: Sheet, heading: Heading, used: list[int]) -> Iterator[Row]:
    """The used cells of each row below the headers that has any."""
    width = max(used) + 1
    for number, cells in sheet.rows():
        if number <= heading.row:
            continue
        if sheet.is_text and len(cells) > heading.width and any(cells[heading.width :]):
            reading.add_errors([_too_many_cells(heading, number)])
            continue
        cells.extend([""] * (width - len(cells)))
        chosen = [cells[position] for position in used]
        if any(cell.__class__ is not str or cell.strip() for cell in chosen):
            yield number, chosen


def _too_many_cells(heading: Heading, number: int) -> RowError:
    message = _(
        "The row has more cells than the header row: a comma inside a value needs quotation marks around it."
    )
    return RowError(heading.sheet, number, letter(heading.width), "", "", "extra_cells", message)


def _values(
    column: Column, cells: Sequence[Any], first: int, cache: dict[str, Any], wrong: list[Wrong]
) -> list[Any]:
    """The value of each cell of one column; what is wrong is added to `wrong` and its value is None."""
    values: list[Any] = list(map(cache.get, cells, repeat(UNKNOWN)))
    for index, known in enumerate(values):
        if known is not UNKNOWN and known.__class__ is not Bad:
            continue
        cell = cells[index]
        value = _value(column, cell) if known is UNKNOWN else known
        if cell.__class__ is str and len(cache) < CACHE:  # of texts alone: 1, 1.0 and True are one key
            cache[cell] = value
        if value.__class__ is Bad:
            wrong.append((first + index, column.key, cell, value))
            value = None
        values[index] = value
    return values


def _value(column: Column, cell: Any) -> Any:
    if isinstance(cell, Untrusted):
        return Bad("formula", FORMULA)
    try:
        value = column.parse(cell) if cell.__class__ is not str or cell.strip() else ""
    except Bad as bad:
        return bad.with_traceback(None)
    if value != "":  # as it also is when a cell holds nothing but invisible marks
        return value
    return Bad("required", _("It must not be empty.")) if column.required else None


def _check_unique(reading: Reading, keys: tuple[str, ...]) -> None:
    """One of two rows with the same value is wrong; only a person knows which. The later names the first."""
    rows = list(zip(*(reading.columns[key] for key in keys), strict=True))
    if len(set(rows)) == len(rows):
        return
    first_at: dict[tuple[Any, ...], int] = {}
    for index, values in enumerate(rows):
        first = index if None in values else first_at.setdefault(values, index)
        if first != index:
            message = format_lazy(
                _("The same stands in row {row} of sheet “{sheet}”."),
                row=reading.rows[first],
                sheet=reading.heading_of(first).sheet,
            )
            reading.reject(index, keys[-1], rule="repeated", message=message)
