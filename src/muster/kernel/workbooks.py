"""XLSX workbooks. What is read is not the file itself but a copy of the parts needed, watched as it is made."""

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from itertools import chain
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from .cells import MEGABYTE, Limits, Row, Sheet, Untrusted, is_blank
from .refusals import FileRefused
from .scanning import Runs, Scan, SharedTexts

DIRECTORY_ENTRY = b"PK\x01\x02"
WORKBOOK, RELATIONS, TEXTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedstrings.xml"
# In this order: shared texts before the sheets that refer to them.
ESSENTIAL = ("[content_types].xml", "_rels/.rels", RELATIONS, WORKBOOK, "xl/styles.xml", TEXTS)
ENCRYPTED_FLAG = 0x1
REFUSED_PARTS = (
    ("xl/vbaproject.bin", "macros"),
    ("xl/macrosheets/", "macros"),
    ("xl/externallinks/", "external_links"),
    ("xl/workbook.bin", "binary_workbook"),
)
ZIP_ERRORS = (BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, RuntimeError)

Parts = dict[str, ZipInfo]  # by name in lower case: spreadsheet programs do not tell cases apart


def open_workbook(file: BinaryIO, limits: Limits) -> list[Sheet]:
    """The visible sheets. Each is read when its rows are asked for."""
    _refuse_long_directory(file, limits)
    try:
        archive = ZipFile(file)
    except ZIP_ERRORS as error:
        raise FileRefused("damaged", part="ZIP") from error
    with archive, NamedTemporaryFile(suffix=".xlsx") as copy:
        parts = _safe_parts(archive.infolist(), limits)
        scans = _copy_watched(archive, parts, copy.name, limits)
        with reader_errors(WORKBOOK):
            book = CalamineWorkbook.from_path(copy.name)  # holds the copy open: its name may go
    visible = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    if not visible:
        raise FileRefused("no_sheets")
    if not scans.keys() >= set(visible):
        raise FileRefused("damaged", part=WORKBOOK)
    load = lru_cache(maxsize=1)(book.get_sheet_by_name)  # a sheet is large: one is held, for its next reading
    return [
        Sheet(name, partial(rows_of, load, name, scans[name].runs, scans[name].bottom)) for name in visible
    ]


def _refuse_long_directory(file: BinaryIO, limits: Limits) -> None:
    """Python reads an archive's whole table of contents at once, so its entries are counted first."""
    count, kept = 0, b""
    file.seek(0)
    while piece := file.read(MEGABYTE):
        count += (kept + piece).count(DIRECTORY_ENTRY)
        kept = piece[1 - len(DIRECTORY_ENTRY) :]
    if count > limits.parts:
        raise FileRefused("too_many_parts", most=limits.parts)


def _safe_parts(entries: list[ZipInfo], limits: Limits) -> Parts:
    """Every part by name, or a refusal: checked before a byte of any is expanded."""
    parts: Parts = {}
    for entry in entries:
        name = entry.filename.lower()
        if name in parts or name.startswith("/") or not _is_plain(name):
            raise FileRefused("unsafe_archive", part=entry.filename)
        _refuse_part(entry, name, limits)
        parts[name] = entry
    if sum(entry.file_size for entry in entries) > limits.expanded_bytes:
        raise FileRefused("expands_too_much", part="ZIP")
    if WORKBOOK not in parts:
        raise FileRefused("other_archive")
    return parts


def _is_plain(name: str) -> bool:
    return "\\" not in name and ":" not in name and ".." not in name.split("/")


def _refuse_part(entry: ZipInfo, name: str, limits: Limits) -> None:
    for start, rule in REFUSED_PARTS:
        if name.startswith(start):
            raise FileRefused(rule, part=entry.filename)
    if entry.flag_bits & ENCRYPTED_FLAG:
        raise FileRefused("encrypted")
    if entry.file_size > max(limits.ratio_floor, entry.compress_size * limits.ratio):
        raise FileRefused("expands_too_much", part=entry.filename)


def _copy_watched(archive: ZipFile, parts: Parts, path: str, limits: Limits) -> dict[str, Scan]:
    """Copy what the reader needs, uncompressed. Returns what was seen of each sheet, by its name."""
    texts = SharedTexts()
    scans: dict[str, Scan] = {}
    with ZipFile(path, "w", ZIP_STORED) as copy:
        for name in ESSENTIAL:
            if name in parts:
                scan = Scan(parts[name].filename, limits, texts, has_texts=name == TEXTS)
                scans[name] = _copy_part(archive, parts[name], copy, scan)
        sheets = _sheet_parts(scans)
        for sheet, name in sheets.items():
            if name not in parts or name in scans:  # two sheets in one part are as wrong as none
                raise FileRefused("damaged", part=sheet)
            scan = Scan(sheet, limits, texts, size=parts[name].file_size)
            scans[name] = _copy_part(archive, parts[name], copy, scan)
    return {sheet: scans[name] for sheet, name in sheets.items()}


def _sheet_parts(scans: dict[str, Scan]) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    if RELATIONS not in scans:
        raise FileRefused("damaged", part=RELATIONS)
    relations = scans[RELATIONS].relations
    targets = {relation.get("Id"): relation.get("Target", "").lower() for relation in relations}
    parts = {}
    for sheet in scans[WORKBOOK].sheets:
        target = next((targets.get(value, "") for key, value in sheet.items() if key.endswith(":id")), "")
        parts[sheet.get("name", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return parts


def _copy_part(archive: ZipFile, entry: ZipInfo, copy: ZipFile, scan: Scan) -> Scan:
    with copy.open(entry.filename, "w", force_zip64=True) as target:
        for piece in _pieces(archive, entry):
            scan.feed(piece)
            target.write(piece)
    scan.feed(b"", last=True)
    return scan


def _pieces(archive: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(entry) as source:
            while piece := source.read(MEGABYTE):
                yield piece
    except ZIP_ERRORS as error:
        raise FileRefused("damaged", part=entry.filename) from error


@contextmanager
def reader_errors(part: str) -> Iterator[None]:
    """What the reader cannot read is the file's fault. At a date before all time it even panics."""
    try:
        yield
    except BaseException as error:
        is_panic = type(error).__name__ == "PanicException"
        if is_panic or isinstance(error, CalamineError | ValueError | OverflowError):
            raise FileRefused("damaged", part=part) from error
        raise


def rows_of(load: Callable[[str], CalamineSheet], name: str, runs: Runs, bottom: int) -> Iterator[Row]:
    """The rows of one sheet that are not blank, formulas and error values marked; `bottom` is the last row with a value."""
    with reader_errors(name):
        sheet = load(name)
        rows: Iterator[Row] = enumerate(sheet.iter_rows(), start=1)
        if sheet.start and sheet.start[1]:  # the reader skips empty columns before the first value
            before: list[Any] = [""] * sheet.start[1]
            rows = ((number, before + cells) for number, cells in rows)
        if runs:
            # A formula that nobody ever calculated has no value, and the reader does not count its row.
            below = range((sheet.end[0] if sheet.end else -1) + 2, bottom + 1)
            rows = _marked(chain(rows, ((number, []) for number in below)), runs)
        yield from ((number, cells) for number, cells in rows if not is_blank(cells))


def _marked(rows: Iterator[Row], runs: Runs) -> Iterator[Row]:
    """The same rows, with formulas and error values marked."""
    waiting = {column: column_runs[::-1] for column, column_runs in runs.items()}
    for number, cells in rows:
        for column, queue in waiting.items():
            while queue and queue[-1].last < number:
                queue.pop()
            if queue and queue[-1].first <= number:
                cells.extend([""] * (column + 1 - len(cells)))
                cells[column] = Untrusted(cells[column])
        yield number, cells
