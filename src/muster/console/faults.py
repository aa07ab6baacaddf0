"""The wrong rows of a file as a sheet with a column of reasons; and that sheet, mended, laid over the file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from muster.kernel.cells import Row, Sheet, Untrusted, position_of
from muster.kernel.importing import Reading, RowError
from muster.kernel.sheets import open_sheets

from .problems import NotTheFaults

# In every language, so that a sheet is known again whoever sends it back.
REASONS, SHEET, ROW = "哪里不对 / What is wrong", "原表 / Sheet", "原行号 / Row"
MARKS = [REASONS, SHEET, ROW]
BEFORE = len(MARKS)
EXACT = 10**15
WIDE, NARROW = 48, 16

Mended = dict[tuple[str, int], list[Any]]  # by sheet and row


def write_faults(path: Path, sheets: Sequence[Sheet], reading: Reading, *, is_demo: bool) -> int:
    """How many rows; none for a file whose headers are wrong already. Nothing in it is a formula."""
    wrong = _by_row(reading)
    if not wrong:
        return 0
    named = {sheet.name: sheet for sheet in sheets}
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "tmpdir": path.parent,
    }
    written = 0
    with xlsxwriter.Workbook(path, options) as book:
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#E4ECF6", "border": 1}),
            "text": book.add_format({"num_format": "@", "quote_prefix": True}),
            "wrong": book.add_format({"num_format": "@", "quote_prefix": True, "bg_color": "#FBD5D5"}),
            "reason": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        }
        for name in dict.fromkeys(heading.sheet for _index, heading in reading.headings):
            rows = {row: errors for (sheet, row), errors in wrong.items() if sheet == name}
            if rows:
                written += _write_sheet(book, formats, named[name], reading, rows, is_demo=is_demo)
    return written


def _by_row(reading: Reading) -> dict[tuple[str, int], list[RowError]]:
    headings = {(heading.sheet, heading.row) for _index, heading in reading.headings}
    found: dict[tuple[str, int], list[RowError]] = {}
    for error in reading.errors:
        if error.row and (error.sheet, error.row) not in headings:
            found.setdefault((error.sheet, error.row), []).append(error)
    return found


def _write_sheet(
    book: Any,
    formats: dict[str, Any],
    sheet: Sheet,
    reading: Reading,
    wrong: Mapping[int, list[RowError]],
    *,
    is_demo: bool,
) -> int:
    heading = next(heading for _index, heading in reading.headings if heading.sheet == sheet.name)
    page = book.add_worksheet()
    page.freeze_panes(1, BEFORE)
    page.set_column(0, 0, WIDE)
    page.set_column(1, BEFORE + heading.width, NARROW)
    if is_demo:
        page.set_footer("&C演示数据 · demo data")
    page.write_row(0, 0, MARKS, formats["head"])
    at_head = {
        **{heading.positions[key]: words for key, words in heading.wordings.items()},
        **dict(heading.unknown),
    }
    for position, words in at_head.items():
        page.write_string(0, BEFORE + position, words, formats["head"])
    line = 0
    for number, cells in sheet.rows():
        if number not in wrong:
            continue
        line += 1
        told = "\n".join(
            _("{column}: {message}").format(column=one.column, message=one.message) for one in wrong[number]
        )
        page.write_string(line, 0, told, formats["reason"])
        page.write_string(line, 1, sheet.name, formats["text"])
        page.write_number(line, 2, number)
        marked = {position_of(one.letter) for one in wrong[number] if one.letter}
        for position, cell in enumerate(cells):
            kind = formats["wrong" if position in marked else "text"]
            page.write_string(line, BEFORE + position, _text(cell), kind)
    return line


def _text(cell: Any) -> str:
    """As people read it, so that no program turns it into something else on the way."""
    if isinstance(cell, Untrusted):
        return _text(cell.value)
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        return str(int(cell))
    return str(cell)


def read_mended(source: Path) -> Mended:
    """The rows of a sheet of faults that was sent back; raises NotTheFaults for any other."""
    mended: Mended = {}
    for sheet in open_sheets(source, filename="mended.xlsx"):
        rows = sheet.rows()
        _number, heads = next(rows, (0, []))
        if heads[:BEFORE] != MARKS:
            raise NotTheFaults
        for _number, cells in rows:
            filled = [*cells, *[""] * (BEFORE - len(cells))]
            if not str(filled[2]).strip().removesuffix(".0").isdecimal():
                raise NotTheFaults
            mended[str(filled[1]).strip(), int(float(filled[2]))] = filled[BEFORE:]
    return mended


def laid_over(sheets: Sequence[Sheet], mended: Mended) -> list[Sheet]:
    """The same sheets, each mended row in the place of the wrong one."""
    return [Sheet(sheet.name, partial(_rows, sheet, mended), sheet.is_text) for sheet in sheets]


def _rows(sheet: Sheet, mended: Mended) -> Iterator[Row]:
    for number, cells in sheet.rows():
        yield number, list(mended.get((sheet.name, number), cells))
