"""Safe reading of uploaded workbooks and CSV files: nothing is parsed before it is known what it is and how large it grows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from .parsers import Cell

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be, as received and as it grows when opened."""

    file_bytes: int = 100 * MEGABYTE
    expanded_bytes: int = 1024 * MEGABYTE
    ratio: int = 200
    ratio_floor: int = 10 * MEGABYTE
    parts: int = 2_000
    rows: int = 1_048_576
    cells: int = 1_048_576 * 16


@dataclass(frozen=True, slots=True)
class Untrusted:
    """A cell whose value is not what someone entered: kind is `formula` or `error_value`."""

    kind: str
    value: Cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet. `rows()` gives (row number, cells from column A) for rows that are not blank, anew at every call."""

    name: str
    rows: Callable[[], Iterator[tuple[int, list[Cell | Untrusted]]]]
    is_text: bool = False  # from a CSV, where a row that is too long was cut in the wrong place


def open_sheets(source: Path | BinaryIO, *, filename: str, limits: Limits = Limits()) -> list[Sheet]:  # noqa: B008 - frozen
    """Judge a file by its content and open its sheets. Raises FileRefused with a reason and a remedy."""
    raise NotImplementedError


def letter(position: int) -> str:
    """The spreadsheet's name of a column: 0 is A, 26 is AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
