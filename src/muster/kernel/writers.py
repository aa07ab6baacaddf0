"""CSV, XLSX and GeoJSON, written as the rows come: memory does not grow with their number."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from .exporting import Geometry, Mark

BOM = "\ufeff"
ROWS_A_SHEET = 1_048_576
HEADER_LIMIT = 250  # characters of a printed header or footer
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}
WIDTH = 18
NOTICE_LINES = 2  # the mark, and the headers

Rows = Iterator[list[list[Any]]]
Shapes = Iterator[tuple[list[Geometry | None], list[list[Any]]]]


def as_csv(heads: Sequence[str], rows: Rows, mark: Mark, *, bom: bool = True) -> Iterator[bytes]:
    """The mark stands in the first line, the headers in the second: a list taken out can be brought in again as it is."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    if bom:
        buffer.write(BOM)
    writer.writerow([mark.words])
    writer.writerow(heads)
    for some in rows:
        writer.writerows(some)
        yield _emptied(buffer)
    if buffer.tell():
        yield _emptied(buffer)


def as_xlsx(path: Path, heads: Sequence[str], rows: Rows, mark: Mark, *, title: str) -> None:
    """Beyond a million rows it goes on elsewhere. The mark stands above the table, on printed pages and in the properties."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "tmpdir": path.parent,
    }
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties(
            {"title": title, "author": mark.person, "comments": mark.words, "keywords": mark.number}
        )
        head = book.add_format({"bold": True, "bg_color": "#E4ECF6", "border": 1})
        sheet, row = _new_sheet(book, heads, head, mark), NOTICE_LINES
        for some in rows:
            for cells in some:
                if row == ROWS_A_SHEET:
                    sheet, row = _new_sheet(book, heads, head, mark), NOTICE_LINES
                sheet.write_row(row, 0, cells)
                row += 1


def as_geojson(heads: Sequence[str], rows: Shapes, mark: Mark) -> Iterator[bytes]:
    """A feature collection; rows whose place nobody knows have no geometry."""
    notice = json.dumps(mark.words, ensure_ascii=False)
    yield f'{{"type":"FeatureCollection","metadata":{{"notice":{notice}}},"features":['.encode()
    before = ""
    for shapes, some in rows:
        features = [
            {"type": "Feature", "geometry": shape, "properties": dict(zip(heads, cells, strict=True))}
            for shape, cells in zip(shapes, some, strict=True)
        ]
        written = [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in features]
        yield (before + ",\n".join(written)).encode()
        before = ",\n"
    yield b"]}"


def _new_sheet(book: Any, heads: Sequence[str], head: Any, mark: Mark) -> Any:
    sheet = book.add_worksheet()
    sheet.set_column(0, len(heads) - 1, WIDTH)
    notice = mark.words.replace("&", "&&")[:HEADER_LIMIT]
    sheet.set_header(f"&C&8{notice}")
    sheet.set_footer(f"&C&8{notice}")
    sheet.repeat_rows(0, NOTICE_LINES - 1)
    sheet.freeze_panes(NOTICE_LINES, 0)
    sheet.write_string(0, 0, mark.words)
    sheet.write_row(1, 0, heads, head)
    return sheet


def _emptied(buffer: io.StringIO) -> bytes:
    written = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return written
