"""What a table in a file is made of, whichever kind of file it came from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

# What a spreadsheet or a CSV gives; "" is an empty cell.
Cell = str | float | bool | date | datetime | time | timedelta
MEGABYTE = 1024 * 1024
LETTERS = 26


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be, as received and as it grows when opened."""

    file_bytes: int = 100 * MEGABYTE
    expanded_bytes: int = 1024 * MEGABYTE
    text_bytes: int = 512 * MEGABYTE  # of a sheet's texts once shared ones are written out
    ratio: int = 200
    ratio_floor: int = 10 * MEGABYTE
    parts: int = 2_000
    rows: int = 1_048_576
    cells: int = 1_048_576 * 16  # of the rectangle around a sheet's values: readers hold all of it


@dataclass(frozen=True, slots=True)
class Untrusted:
    """A cell that holds a formula, or an error value such as #N/A: its value is not what someone entered."""

    value: Cell


Row = tuple[int, list[Any]]  # its number, and its cells from column A: each a Cell or Untrusted


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet. `rows()` gives the rows that are not blank, anew at every call."""

    name: str
    rows: Callable[[], Iterator[Row]]
    is_text: bool = False  # from a CSV, where a row that is too long was cut in the wrong place


def letter(position: int) -> str:
    """The spreadsheet's name of a column: 0 is A, 26 is AA."""
    name = ""
    while position >= 0:
        name = chr(ord("A") + position % LETTERS) + name
        position = position // LETTERS - 1
    return name


def position_of(name: str) -> int:
    """The position of a column from its name: A is 0, AA is 26."""
    position = 0
    for char in name.upper():
        position = position * LETTERS + ord(char) - ord("A") + 1
    return position - 1


def is_blank(cells: list[Any]) -> bool:
    return not any(cells) and all(cell == "" for cell in cells)
