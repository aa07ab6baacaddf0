"""Safe reading of uploaded files: none is parsed before it is known what it is and how large it may grow."""

import os
from pathlib import Path
from typing import BinaryIO

from .cells import MEGABYTE, Cell, Limits, Row, Sheet, Untrusted, letter
from .delimited import open_text, opened
from .old_workbooks import open_old_workbook
from .refusals import FileRefused
from .workbooks import open_workbook

__all__ = ["Cell", "FileRefused", "Limits", "Row", "Sheet", "Untrusted", "letter", "open_sheets"]

HEAD_BYTES = 4_096
ZIP = b"PK\x03\x04"
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of XLS, and of XLSX under a password
BARE_BIFF = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")  # XLS older than its container
WEB_PAGES = (b"<", b"MIME-Version:", b"mime-version:")
OTHERS = (
    b"%PDF",
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"PK",
)
WHITE = b"\xef\xbb\xbf \t\r\n"


def open_sheets(source: Path | BinaryIO, *, filename: str, limits: Limits = Limits()) -> list[Sheet]:  # noqa: B008 - frozen
    """Judge a file by its content and open its sheets. Raises FileRefused, here or while rows are read.

    `filename` only names the sheet of a CSV. A file object must stay open while rows are read.
    """
    with opened(source) as file:
        size = file.seek(0, os.SEEK_END)
        if size == 0:
            raise FileRefused("empty")
        if size > limits.file_bytes:
            raise FileRefused("too_large", most=limits.file_bytes // MEGABYTE)
        file.seek(0)
        head = file.read(HEAD_BYTES)
        if head.startswith(ZIP):
            return open_workbook(file, limits)
        if head.startswith(COMPOUND_FILE):
            return open_old_workbook(file, limits)
        _refuse_what_is_no_table(head)
    return [open_text(source, Path(filename).stem, limits)]


def _refuse_what_is_no_table(head: bytes) -> None:
    if head.startswith(BARE_BIFF):
        raise FileRefused("old_workbook")
    if head.startswith(OTHERS):
        raise FileRefused("not_a_table")
    if head.lstrip(WHITE).startswith(WEB_PAGES):
        raise FileRefused("web_page")
