"""CSV files: their encoding, their delimiter, their rows."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from .cells import MEGABYTE, Limits, Row, Sheet, is_blank
from .refusals import FileRefused

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
ENCODINGS = ("utf-8", "gb18030")  # strict: what is no UTF-8 is Chinese
DELIMITERS = (",", ";", "\t")  # the first wins a tie
SAMPLE_CHARACTERS = 65_536
SAMPLE_RECORDS = 20
RECORD_CHARACTERS = 1_000_000  # a quotation mark that is never closed swallows no more than this


@contextmanager
def opened(source: Path | BinaryIO) -> Iterator[BinaryIO]:
    """A file for reading, from its start. What the caller opened, the caller closes."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield file
    else:
        source.seek(0)
        yield source


def open_text(source: Path | BinaryIO, name: str, limits: Limits) -> Sheet:
    """The one sheet of a CSV. All of it is decoded once: a wrong byte is found before a row is read."""
    with opened(source) as file:
        encoding = _encoding(file)
    with _text(source, encoding) as text:
        delimiter = _delimiter(text.read(SAMPLE_CHARACTERS))

    def rows() -> Iterator[Row]:
        with _text(source, encoding) as text:
            yield from _rows(text, delimiter, limits)

    return Sheet(name=name, rows=rows, is_text=True)


@contextmanager
def _text(source: Path | BinaryIO, encoding: str) -> Iterator[io.TextIOWrapper]:
    with opened(source) as file:
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        try:
            yield text
        finally:
            text.detach()  # or the caller's file would be closed with it


def _encoding(file: BinaryIO) -> str:
    head = file.read(len(codecs.BOM_UTF8))
    marked = [encoding for bom, encoding in BOMS if head.startswith(bom)]
    wrong_at = 0
    for encoding in marked or ENCODINGS:
        file.seek(0)
        found = _first_wrong_byte(file, encoding)
        if found is None:
            return encoding
        wrong_at = max(wrong_at, found)
    raise FileRefused("encoding", place=str(wrong_at))


def _first_wrong_byte(file: BinaryIO, encoding: str) -> int | None:
    """The position of the first byte that the encoding does not allow, if any."""
    decoder = codecs.getincrementaldecoder(encoding)()
    start = 0
    while True:
        piece = file.read(MEGABYTE)
        held = len(decoder.getstate()[0])
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            return start - held + error.start
        if "\0" in text:
            before = text[: text.index("\0")].encode(encoding)
            raise FileRefused("nul_bytes", place=str(start - held + len(before)))
        if not piece:
            return None
        start += len(piece)


def _delimiter(sample: str) -> str:
    """The one that stands most often between the cells of the first records."""
    return max(DELIMITERS, key=lambda delimiter: _divisions(sample, delimiter))


def _divisions(sample: str, delimiter: str) -> int:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    return sum(len(record) - 1 for record in islice(reader, SAMPLE_RECORDS))


@dataclass(slots=True)
class _Lines:
    """Lines for the csv reader; a record may use up only so many characters."""

    text: Iterable[str]
    left: int = RECORD_CHARACTERS

    def __iter__(self) -> Iterator[str]:
        for line in self.text:
            self.left -= len(line)
            if self.left < 0:
                raise csv.Error("record too long")
            yield line


def _rows(text: Iterable[str], delimiter: str, limits: Limits) -> Iterator[Row]:
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for number, record in enumerate(reader, start=1):
            lines.left = RECORD_CHARACTERS
            if number > limits.rows:
                raise FileRefused("too_many_rows", most=limits.rows)
            if not is_blank(record):
                yield number, record
    except csv.Error as error:
        raise FileRefused("damaged_csv", place=str(reader.line_num)) from error
