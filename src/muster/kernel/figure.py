"""A figure: a number that opens to its definition, its day and its rows.

An app declares its figures once, in `figures.py`, as `FIGURES: tuple[Figure, ...]`. From that one declaration come the tile, the
bulletin's number, the JSON field, the list of rows behind it, and the recount. Four classes, three kinds:

- `Counted`, a flow: each row counts on its own day. Correct a row and the past is corrected.
- `Stated`, a stock: how many rows are in a state now. A change counts on the day of the change, so past days stay as they were.
- `Derived` and `Queried`, worked out when read: from other figures, or from the rows by a query.

`amount`, `where`, `operation`, `unit` and `day` are SQL over one row of the table, its columns by their bare names and nothing
else: no subquery, no clock. A row whose operation, unit or day is NULL does not count.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils import translation

from .problems import Words

CHINESE, ENGLISH = "zh-hans", "en"


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number counts: the Chinese classifiers that may stand behind it, the usual one first, and the English noun."""

    zh: tuple[str, ...]
    en: str

    def __str__(self) -> str:
        return self.zh[0] if (translation.get_language() or "").startswith("zh") else self.en


UNITS = Measure(("个",), "units")
PEOPLE = Measure(("名", "人", "位"), "people")
HOMES = Measure(("户", "套"), "homes")
ZONES = Measure(("个",), "zones")
TEAMS = Measure(("支", "个"), "teams")
PERCENT = Measure(("%",), "%")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the rows behind a figure: a field, or a path like `person__name`, and its heading."""

    name: str
    label: Words
    is_personal: bool = False  # shown only to those who may read lists of people there


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What all kinds share. `words_zh` and `words_en` are what a bulletin may call it."""

    key: str  # "app.noun"
    label: Words
    definition: Words
    measure: Measure
    words_zh: tuple[str, ...] = ()
    words_en: tuple[str, ...] = ()
    is_public: bool = False  # may stand on a public page, as a sum

    @property
    def label_zh(self) -> str:
        return _in(CHINESE, self.label)

    @property
    def label_en(self) -> str:
        return _in(ENGLISH, self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfRows(Figure):
    """A figure with rows behind it."""

    model: str  # "app.Model"
    where: str = "true"
    operation: str = "operation_id"
    unit: str = "unit_id"
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(OfRows):
    """A flow. A row that is changed or deleted takes its amount back from the day on which it counted."""

    amount: str = "1"
    day: str = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated(OfRows):
    """A stock. `day` is the day since which the row is as it is: whoever changes the state sets it.

    To delete a row is to say that it never was; what was true for a while is ended by a state, not deleted.
    """

    amount: str = "1"
    day: str = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Queried(OfRows):
    """Counted from the rows when read: what is distinct, overdue or not yet there. Give it an index.

    `where` may name `%(day)s`, `%(operation)s`, `%(unit)s` and `%(path)s`; operation and subtree are seen to. A literal per cent
    sign is written `%%`.
    """

    aggregate: str = "count(*)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived(Figure):
    """Worked out from other figures by a pure function of their values, in the order of `from_keys`."""

    from_keys: tuple[str, ...]
    formula: Callable[..., Decimal | None]


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """A share in per cent, to one decimal; of nothing there is none.

    >>> percent(Decimal(1), Decimal(3)), percent(Decimal(0), Decimal(0))
    (Decimal('33.3'), None)
    """
    return round(100 * part / whole, 1) if whole else None


def difference(whole: Decimal, part: Decimal) -> Decimal:
    return whole - part


def _in(language: str, words: Words) -> str:
    with translation.override(language):
        return str(words)
