"""The documented layout of each table: as words, and as an empty sheet to fill in. And the list of a file's errors, as CSV."""

import csv
import io
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Any

import xlsxwriter
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from muster.kernel.importing import Bad, Column, Layout
from muster.kernel.parsers import neutralise
from muster.kernel.problems import Words

from .importing import ErrorLine
from .tables import RowTable, Table

CHINESE, ENGLISH = 0, 1  # places among a column's headers
WIDE, NARROW = 24, 14
# What no column takes: each answers with the rule that it breaks, and so says what it wants.
PROBES = ("999999999", "☃")
LONGEST = 5_000
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """A column as people are told of it."""

    header: str
    other_header: str
    is_required: bool
    form: Words


def notes(table: Table, *, language: str) -> list[ColumnNote]:
    """What each column must hold, in the column's own words; nothing of a table without columns."""
    return _notes(table.layout(), language) if isinstance(table, RowTable) else []


def _notes(layout: Layout, language: str) -> list[ColumnNote]:
    place, other = (CHINESE, ENGLISH) if language.startswith("zh") else (ENGLISH, CHINESE)
    return [
        ColumnNote(column.headers[place], column.headers[other], column.required, _form(column))
        for column in layout.columns
    ]


def empty_sheet(layout: Layout, *, language: str, is_demo: bool) -> bytes:
    """A workbook with the headers, ready to be filled in; its second sheet says what each column takes."""
    rows = _notes(layout, language)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        head = book.add_format({"bold": True, "bg_color": "#E4ECF6", "border": 1})
        text = book.add_format({"num_format": "@"})  # so that long numbers keep their digits
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(layout.sheet_names[CHINESE if language.startswith("zh") else -1])
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            sheet.write_string(0, number, row.header, head)
            sheet.set_column(number, number, NARROW, text)
        if is_demo:
            sheet.set_footer("&C演示数据 · demo data")
        about = book.add_worksheet(_("How to fill it in"))
        about.set_column(0, 1, WIDE)
        about.set_column(3, 3, 3 * WIDE)
        about.write_row(0, 0, [_("Column"), _("Also accepted"), _("Required"), _("What it takes")], head)
        for number, row in enumerate(rows, start=1):
            required = _("yes") if row.is_required else ""
            about.write_row(number, 0, [row.header, row.other_header, required, str(row.form)], wrapped)
    return file.getvalue()


def errors_as_csv(errors: Sequence[ErrorLine], *, is_demo: bool) -> Iterator[str]:
    """A CSV that spreadsheet programs open as it is."""
    line = io.StringIO()
    writer = csv.writer(line)
    heads = [_("Sheet"), _("Row"), _("Column letter"), _("Column"), _("Value"), _("Rule"), _("What is wrong")]
    rows: list[Sequence[Any]] = [["演示数据 demo data"]] if is_demo else []
    rows += [heads, *map(astuple, errors)]
    yield BOM
    for row in rows:
        writer.writerow([neutralise(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _form(column: Column) -> Words:
    for probe in PROBES:
        try:
            column.parse(probe)
        except Bad as bad:
            return bad.message
    most = bisect_left(range(LONGEST), 1, key=lambda length: not _takes(column, "x" * length)) - 1
    return format_lazy(_("Words, at most {most} characters."), most=most)


def _takes(column: Column, words: str) -> bool:
    try:
        column.parse(words)
    except Bad:
        return False
    return True
