"""How an app declares the table that it takes in, and how an error in one is told."""

from dataclasses import dataclass
from typing import Any

from .cells import Untrusted
from .parsers import Parse, masked, masked_within, national_id, phone
from .problems import Words

PRIVATE_PARSERS = (national_id, phone)
VALUE_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `required`: its header must be there, and no cell empty. An empty cell is None."""

    key: str
    headers: tuple[str, ...]  # Chinese and English; the first is the one we ask for
    parse: Parse[Any]
    required: bool = False
    private: bool = False  # values are masked in errors; those of identity and phone numbers always are
    also: tuple[str, ...] = ()  # other wordings that can mean nothing else in this table

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every header that is taken without asking."""
        return self.headers + self.also

    @property
    def is_private(self) -> bool:
        return self.private or self.parse in PRIVATE_PARSERS


@dataclass(frozen=True, slots=True)
class Layout:
    """A documented table. `unique`: columns, or groups of them, whose values may stand once in a file."""

    key: str
    label: Words
    columns: tuple[Column, ...]
    unique: tuple[str | tuple[str, ...], ...] = ()
    sheet_names: tuple[
        str, ...
    ] = ()  # sheets of these names hold this table; without one, the headers decide

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong, and where a person finds it: row and letter as a spreadsheet shows them, or 0, ""."""

    sheet: str
    row: int
    letter: str
    column: str
    value: str
    rule: str
    message: Words


def shown(value: object, *, private: bool) -> str:
    """A value in an error. Identity and mobile numbers are masked, in whatever column they stand."""
    words = _words(value)[:VALUE_SHOWN]
    return masked(words) if private else masked_within(words)


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Untrusted):
        return _words(value.value)
    if isinstance(value, tuple):
        return "、".join(map(_words, value))
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return str(value)
