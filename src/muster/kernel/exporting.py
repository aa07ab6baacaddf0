"""The export engine: declared listings become rows, a few thousand at a time, whatever their number.

An app's `exports.py` declares a `Listing`: its columns, and the query of the page that shows the same list, with the page's
filters and its scope. A text that a spreadsheet would take for a formula is made harmless; personal numbers are masked, but
for those that a reason was given for.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .actor import Actor
from .jobs import Progress
from .parsers import neutralise
from .problems import NotFound, Words

CHUNK = 2_000
NOTHING = ""
FORMS = {
    "xlsx": "xlsx",
    "csv": "csv",
    "csv_plain": "csv",
    "geojson": "geojson",
}  # and what their files end in

Asked = QueryDict
Tuple = Sequence[Any]
Geometry = dict[str, Any]
Show = Callable[[Sequence[Any]], list[Any]]


@dataclass(frozen=True, slots=True)
class Field:
    """A column. `source`: what to ask of each row, in a queryset's words; `show`: from what some rows hold to what is written."""

    label: Words | tuple[str, ...]  # a word in each language, Chinese first, where an import knows it
    source: str = ""
    show: Show | None = None
    clear: Show | None = None  # what is written instead of `show` where a reason was given
    key: str = ""  # of the register of personal data, where `clear` is


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Something that can be taken out. `find` checks access, as the page does.

    With `tell`, it turns some objects into tuples in the order of the fields; without, the fields' sources are asked for.
    `shapes` gives the geometry of some of the rows by their id.
    """

    key: str
    label: Words
    fields: tuple[Field, ...]
    find: Callable[[Actor, Asked], "QuerySet[Any] | list[Any]"]
    tell: Callable[[Actor, list[Any]], list[Tuple]] | None = None
    shapes: Callable[[Actor, Asked, list[UUID]], Mapping[UUID, Geometry]] | None = None
    # The unit for which it may be taken out in clear, raising a Problem where that is not allowed.
    in_clear: Callable[[Actor, Asked], UUID] | None = None

    @property
    def masked_keys(self) -> tuple[str, ...]:
        """What of the register of personal data it holds masked."""
        return tuple(field.key for field in self.fields if field.clear)

    def comes_as(self, form: str) -> bool:
        return form in FORMS and (form != "geojson" or self.shapes is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Who takes a list out, and when: stands on all that leaves."""

    person: str
    unit: str
    at: datetime
    number: str
    is_demo: bool
    purpose: Words = ""  # for which personal numbers are in clear

    @property
    def words(self) -> str:
        when = timezone.localtime(self.at).strftime("%Y-%m-%d %H:%M")
        if self.purpose:
            told = _(
                "Taken out by {person} on {when}, no. {number}. PERSONAL NUMBERS IN CLEAR, for: {purpose}. Not to be passed on."
            )
        else:
            told = _(
                "Taken out by {person} on {when}, no. {number}. Personal numbers are masked. Not to be passed on."
            )
        who = f"{self.person} ({self.unit})" if self.unit else self.person
        words = told.format(person=who, when=when, number=self.number, purpose=self.purpose)
        return f"演示数据 demo data · {words}" if self.is_demo else words


def size_of(found: "QuerySet[Any] | list[Any]", *, most: int) -> int:
    """How many rows, or `most` if they are more."""
    return len(found) if isinstance(found, list) else found.order_by()[:most].count()


def chunks(
    actor: Actor,
    listing: Listing,
    found: "QuerySet[Any] | list[Any]",
    progress: Progress,
    total: int = 0,
    *,
    clear: Collection[str] = (),
) -> Iterator[tuple[list[Any], list[list[Any]]]]:
    """The ids (where there are shapes) and the cells of some rows, then of the next: read by a cursor on the server."""
    done = 0
    for rows in _batches(listing, found):
        ids: list[Any] = [row[-1] for row in rows] if listing.shapes else []
        told = listing.tell(actor, rows) if listing.tell else rows
        yield ids, _shown(listing, told, clear)
        done += len(rows)
        progress("write", done, total)


def _batches(listing: Listing, found: "QuerySet[Any] | list[Any]") -> Iterator[list[Any]]:
    if isinstance(found, list):
        rows: Iterator[Any] = iter(found)
    elif listing.tell:
        rows = found.iterator(chunk_size=CHUNK)
    else:
        sources = [field.source for field in listing.fields] + (["pk"] if listing.shapes else [])
        rows = found.values_list(*sources).iterator(chunk_size=CHUNK)
    while batch := list(islice(rows, CHUNK)):
        yield batch


def _shown(listing: Listing, rows: list[Any], clear: Collection[str]) -> list[list[Any]]:
    """Column by column: most need nothing but that no text begins like a formula."""
    columns: list[Sequence[Any]] = []
    for field, column in zip(listing.fields, zip(*rows, strict=True), strict=False):  # an id may follow
        show = field.clear if field.clear and field.key in clear else field.show
        shown = column if show is None else show(column)
        columns.append(list(map(_cell, shown)))
    return list(map(list, zip(*columns, strict=True)))


def _cell(value: Any) -> Any:
    if value.__class__ is str:
        return neutralise(value) if value and not value[0].isalnum() else value
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value if isinstance(value, int | float) else str(value)


def heads(listing: Listing) -> list[str]:
    """The headers, in the language of whoever reads."""
    return [
        spoken(field.label) if isinstance(field.label, tuple) else str(field.label)
        for field in listing.fields
    ]


def spoken(words: Sequence[str]) -> str:
    """One of the words for a thing: the first is Chinese, the last English."""
    return words[0 if (get_language() or "").startswith("zh") else -1]


def import_words(options: Mapping[str, Any]) -> Show:
    """For each value of an import's choice a word that means it, so that what is taken out can be brought in."""
    known: dict[Any, list[str]] = {}
    for word, value in options.items():
        known.setdefault(value, []).append(word)

    def show(value: Any) -> str:
        return spoken(known[value]) if value in known else str(value or NOTHING)

    return _each_once(show)


def words_of(choices: Sequence[tuple[Any, Any]]) -> Show:
    """The words of a choice, in the language of whoever reads."""
    known = dict(choices)
    return _each_once(lambda value: str(known.get(value, value)))


def _each_once(show: Callable[[Any], str]) -> Show:
    """Of a column few values are different: each is put into words once."""

    def shown(column: Sequence[Any]) -> list[Any]:
        words = {value: show(value) for value in set(column)}
        return [words[value] for value in column]

    return shown


def id_asked(asked: Asked, name: str) -> UUID:
    """An id out of the query; what is none is of nothing."""
    try:
        return UUID(asked.get(name, ""))
    except ValueError:
        raise NotFound from None
