"""XLS: what is read of it, and what is refused before it is read."""

import io
import struct
from datetime import date

import pytest
import xlwt
from hypothesis import example, given, settings
from hypothesis import strategies as st

from muster.kernel.compound import container_of, stream_of
from muster.kernel.old_workbooks import SUPPORTING
from muster.kernel.sheets import FileRefused, Limits, Untrusted

from .books import opened, refusal, rows_of

DATE = xlwt.easyxf(num_format_str="yyyy-mm-dd")


def old_book(rows, *, more=()):
    """As a spreadsheet program of 1997 would write it."""
    book = xlwt.Workbook(encoding="utf-8")
    sheets = [(book.add_sheet("人员"), rows), *((book.add_sheet(name), below) for name, below in more)]
    for sheet, cells in sheets:
        for row, values in enumerate(cells):
            for column, value in enumerate(values):
                sheet.write(row, column, value, DATE if isinstance(value, date) else xlwt.Style.default_style)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def records(source):
    """The stream of a book, cut into its records."""
    stream, _tops = stream_of(source, ("Workbook",))
    found, at = [], 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        found.append((kind, stream[at + 4 : at + 4 + length]))
        at += 4 + length
    return found


def with_record(source, kind, content):
    """The same book with one more record right after its first; the sheets move down by as much."""
    made = records(source)
    grown = len(content) + 4
    moved = [
        (one, struct.pack("<I", struct.unpack_from("<I", body)[0] + grown) + body[4:])
        if one == 0x85
        else (one, body)
        for one, body in made
    ]
    every = [moved[0], (kind, content), *moved[1:]]
    stream = b"".join(struct.pack("<HH", one, len(body)) + body for one, body in every)
    return io.BytesIO(container_of("Workbook", stream))


SMALL = [["姓名", "生日", "数"], ["张三", date(2020, 2, 3), 1.5]]


def test_words_dates_and_numbers_of_every_visible_sheet_are_read():
    source = old_book(SMALL, more=[("二", [["", "x"]])])
    assert [sheet.name for sheet in opened(source)] == ["人员", "二"]
    assert rows_of(source) == [
        (1, ["姓名", "生日", "数"]),
        (2, ["张三", date(2020, 2, 3), 1.5]),
        (1, ["", "x"]),
    ]


def test_a_formula_and_an_error_value_are_not_trusted():
    rows = rows_of(old_book([["a", "b"], ["x", xlwt.Formula("1+2")], ["y", 3.5], ["z", xlwt.Formula("A1")]]))
    assert [isinstance(cells[1], Untrusted) for _number, cells in rows] == [False, True, False, True]
    error = with_row(old_book(SMALL), struct.pack("<HHHBB", 4, 0, 15, 0x2A, 1))
    assert isinstance(rows_of(error)[-1][1][0], Untrusted)


def with_row(source, content):
    """One more cell, an error value, at the end of the first sheet."""
    made = records(source)
    ends = [at for at, (kind, _body) in enumerate(made) if kind == 0x0A]
    made.insert(ends[1], (0x0205, content))
    stream = b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in made)
    return io.BytesIO(container_of("Workbook", stream))


def test_a_text_that_goes_on_in_another_record_is_read_whole():
    rows = [[f"很长的名字{number}" + "字" * 300] for number in range(200)]
    assert [cells[0] for _number, cells in rows_of(old_book(rows))] == [row[0] for row in rows]


@pytest.mark.parametrize(
    ("kind", "content", "rule"),
    [
        (0x2F, b"\0" * 6, "encrypted"),
        (0xD3, b"", "macros"),
        (SUPPORTING, struct.pack("<HH", 1, 20) + b"x" * 20, "external_links"),
    ],
)
def test_passwords_macros_and_links_to_other_files_are_refused(kind, content, rule):
    assert refusal(with_record(old_book(SMALL), kind, content)).rule == rule


def test_a_project_without_macros_is_no_macro():
    source = with_record(with_record(old_book(SMALL), 0xD3, b""), 0x01BD, b"")
    assert len(rows_of(source)) == 2


def test_a_sheet_of_macros_is_refused():
    made = records(old_book(SMALL))
    marked = [(kind, body[:5] + b"\x01" + body[6:]) if kind == 0x85 else (kind, body) for kind, body in made]
    stream = b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in marked)
    assert refusal(io.BytesIO(container_of("Workbook", stream))).rule == "macros"


def test_hidden_sheets_are_not_read():
    made = records(old_book(SMALL))
    marked = [(kind, body[:4] + b"\x01" + body[5:]) if kind == 0x85 else (kind, body) for kind, body in made]
    stream = b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in marked)
    assert refusal(io.BytesIO(container_of("Workbook", stream))).rule == "no_sheets"


def test_a_sheet_that_claims_to_be_larger_than_memory_is_refused():
    made = records(old_book(SMALL))
    huge = struct.pack("<IIHHH", 0, 1_000_000, 0, 65_535, 0)
    marked = [(kind, huge if kind == 0x0200 else body) for kind, body in made]
    stream = b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in marked)
    assert refusal(io.BytesIO(container_of("Workbook", stream))).rule == "too_spread"


def test_one_long_text_in_every_cell_is_refused():
    rows = [["长" * 30_000] * 10 for _ in range(10)]
    assert refusal(old_book(rows), limits=Limits(text_bytes=2_000_000)).rule == "too_much_text"
    assert refusal(old_book(SMALL * 20), limits=Limits(rows=10)).rule == "too_many_rows"


def test_a_book_from_before_1997_is_refused():
    stream = struct.pack("<HHHHHH", 0x0809, 8, 0x0500, 5, 0, 0)
    assert refusal(io.BytesIO(container_of("Book", stream))).rule == "old_workbook"


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 1 << 30), st.binary(min_size=1, max_size=8))
@example(1139, b"\x00\x04")  # no sheet is left
def test_a_damaged_book_is_refused_or_read_but_breaks_nothing(place, junk):
    content = bytearray(CONTENT)
    at = place % (len(content) - len(junk))
    content[at : at + len(junk)] = junk
    try:
        rows_of(io.BytesIO(bytes(content)))
    except FileRefused:
        return


CONTENT = old_book([*SMALL, *[["李四", date(2020, 1, 1), number] for number in range(50)]]).getvalue()
