"""XLS workbooks. Their one stream is walked record by record, and what is read then is a new container around that stream."""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import pairwise
from typing import BinaryIO

from python_calamine import CalamineWorkbook

from .cells import Limits, Sheet, letter
from .compound import container_of, stream_of
from .refusals import FileRefused
from .scanning import Run, Runs
from .workbooks import reader_errors, rows_of

STREAMS = ("Workbook", "Book")
MODERN = 0x0600  # the version of Excel 97 and since
BOF, EOF, CONTINUE, BOUND_SHEET, PASSWORD, SUPPORTING, TEXTS = (
    0x0809,
    0x000A,
    0x003C,
    0x0085,
    0x002F,
    0x01AE,
    0x00FC,
)
MACROS, NO_MACROS = 0x00D3, 0x01BD
DIMENSIONS, FORMULA, BOOLEAN_OR_ERROR, SHARED_TEXT, MANY_NUMBERS = 0x0200, 0x0006, 0x0205, 0x00FD, 0x00BD
VALUES = {0x0203, 0x0204, 0x027E, 0x00D6, FORMULA, BOOLEAN_OR_ERROR, SHARED_TEXT, MANY_NUMBERS}
OF_ITSELF = {0x0401, 0x3A01}  # a supporting book that is this book, or a function of the program
VISIBLE = 0
TABLE, MACRO_SHEET, MODULE = 0, 1, 6
VBA = "_vba_project_cur"
WIDE, RICH, EXTENDED = 0x01, 0x08, 0x04

Record = tuple[int, int, int]  # kind, where its content begins, how long it is


@dataclass(slots=True)
class OldSheet:
    """What was seen of a sheet before it is read."""

    name: str
    starts_at: int
    is_visible: bool
    runs: Runs = field(default_factory=dict)
    bottom: int = 0
    right: int = 0
    text_total: int = 0


def open_old_workbook(file: BinaryIO, limits: Limits) -> list[Sheet]:
    """The visible sheets. Each is read when its rows are asked for."""
    stream, tops = stream_of(file, STREAMS)
    if "encryptedpackage" in tops:
        raise FileRefused("encrypted")
    if not stream:
        raise FileRefused("other_archive")
    try:
        sheets = _scanned(stream, limits, has_project=VBA in tops)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise FileRefused("damaged", part=STREAMS[0]) from error
    visible = [sheet for sheet in sheets if sheet.is_visible]
    if not visible:
        raise FileRefused("no_sheets")
    with reader_errors(STREAMS[0]):
        book = CalamineWorkbook.from_object(io.BytesIO(container_of(STREAMS[0], stream)))
    if not {sheet.name for sheet in visible} <= set(book.sheet_names):
        raise FileRefused("damaged", part=STREAMS[0])
    load = lru_cache(maxsize=1)(book.get_sheet_by_name)
    return [Sheet(one.name, partial(rows_of, load, one.name, one.runs, one.bottom)) for one in visible]


def _records(stream: bytes, start: int, end: int) -> Iterator[Record]:
    at = start
    while at + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > end:
            raise FileRefused("damaged", part=STREAMS[0])
        yield kind, at + 4, length
        at += 4 + length


def _scanned(stream: bytes, limits: Limits, *, has_project: bool) -> list[OldSheet]:
    kind, _length, version = struct.unpack_from("<HHH", stream)
    if (kind, version) != (BOF, MODERN):
        raise FileRefused("old_workbook")
    sheets, lengths = _globals(stream, has_project=has_project)
    starts = sorted(sheet.starts_at for sheet in sheets)
    ends = dict(pairwise([*starts, len(stream)]))
    if not sheets or len(ends) < len(sheets) or len({sheet.name for sheet in sheets}) < len(sheets):
        raise FileRefused("damaged", part=STREAMS[0])
    for sheet in sheets:
        _scan_sheet(stream, sheet, ends[sheet.starts_at], lengths, limits)
    return sheets


def _globals(stream: bytes, *, has_project: bool) -> tuple[list[OldSheet], list[int]]:
    """The sheets by name, and the length of each shared text."""
    sheets: list[OldSheet] = []
    pieces: list[bytes] = []
    is_without_macros = False
    last = 0
    for kind, at, length in _records(stream, 0, len(stream)):
        if kind == EOF:
            break
        if kind == PASSWORD:
            raise FileRefused("encrypted")
        if kind == SUPPORTING and struct.unpack_from("<H", stream, at + 2)[0] not in OF_ITSELF:
            raise FileRefused("external_links", part="SUPBOOK")
        has_project |= kind == MACROS
        is_without_macros |= kind == NO_MACROS
        if kind == BOUND_SHEET:
            sheets += _bound_sheet(stream, at)
        elif kind == TEXTS or (kind == CONTINUE and last == TEXTS):
            pieces.append(stream[at : at + length])
        last = TEXTS if kind == CONTINUE and last == TEXTS else kind
    if has_project and not is_without_macros:
        raise FileRefused("macros", part="VBA")
    return sheets, _text_lengths(pieces)


def _bound_sheet(stream: bytes, at: int) -> list[OldSheet]:
    starts_at, state, kind, length, flags = struct.unpack_from("<IBBBB", stream, at)
    if kind in (MACRO_SHEET, MODULE):
        raise FileRefused("macros", part="XLM")
    name = stream[at + 8 : at + 8 + length * (1 + (flags & WIDE))]
    words = name.decode("utf-16-le" if flags & WIDE else "latin-1")
    return [OldSheet(words, starts_at, is_visible=state == VISIBLE)] if kind == TABLE else []


def _text_lengths(pieces: list[bytes]) -> list[int]:
    """How many characters each shared text has. A text may go on in the next piece, which then says anew how wide it is."""
    lengths: list[int] = []
    number, at = 0, 8
    while number < len(pieces):
        if at >= len(pieces[number]):
            number, at = number + 1, at - len(pieces[number])
            continue
        length, flags = struct.unpack_from("<HB", pieces[number], at)
        at += 3
        skipped = 0
        if flags & RICH:
            skipped += 4 * struct.unpack_from("<H", pieces[number], at)[0]
            at += 2
        if flags & EXTENDED:
            skipped += struct.unpack_from("<I", pieces[number], at)[0]
            at += 4
        number, at = _after_characters(pieces, number, at, length, flags & WIDE)
        at += skipped
        lengths.append(length)
    return lengths


def _after_characters(pieces: list[bytes], number: int, at: int, left: int, wide: int) -> tuple[int, int]:
    while left:
        if at >= len(pieces[number]):
            number, at = number + 1, 1
            wide = pieces[number][0] & WIDE
        taken = min(left, (len(pieces[number]) - at) // (1 + wide))
        if taken == 0:
            raise FileRefused("damaged", part=STREAMS[0])
        at, left = at + taken * (1 + wide), left - taken
    return number, at


def _scan_sheet(stream: bytes, sheet: OldSheet, end: int, lengths: list[int], limits: Limits) -> None:
    for kind, at, length in _records(stream, sheet.starts_at, end):
        if kind == EOF:
            break  # the reader stops here too
        if kind == DIMENSIONS:
            _, bottom, left, right = struct.unpack_from("<IIHH", stream, at)
            _require_room(sheet, bottom, max(0, right - left), limits)
        elif kind in VALUES:
            _see_value(stream, sheet, kind, at, length, lengths)
            _require_room(sheet, sheet.bottom, sheet.right + 1, limits)
            if sheet.text_total > limits.text_bytes:
                raise FileRefused("too_much_text", part=sheet.name)
    for runs in sheet.runs.values():
        runs.sort(key=lambda run: run.first)


def _see_value(stream: bytes, sheet: OldSheet, kind: int, at: int, length: int, lengths: list[int]) -> None:
    row, column = struct.unpack_from("<HH", stream, at)
    last = column + max(0, (length - 6) // 6 - 1) if kind == MANY_NUMBERS else column
    sheet.bottom, sheet.right = max(sheet.bottom, row + 1), max(sheet.right, last)
    if kind == SHARED_TEXT:
        (index,) = struct.unpack_from("<I", stream, at + 6)
        sheet.text_total += lengths[index]
    elif kind == FORMULA or (kind == BOOLEAN_OR_ERROR and stream[at + 7]):
        runs = sheet.runs.setdefault(column, [])
        if runs and runs[-1].last == row:  # rows count from 0 here and from 1 there
            runs[-1].last = row + 1
        else:
            runs.append(Run(row + 1, row + 1))


def _require_room(sheet: OldSheet, rows: int, columns: int, limits: Limits) -> None:
    if rows > limits.rows:
        raise FileRefused("too_many_rows", most=limits.rows)
    if rows * columns > limits.cells:
        place = f"{letter(columns - 1)}{rows}"
        raise FileRefused("too_spread", part=sheet.name, place=place, most=limits.cells)
