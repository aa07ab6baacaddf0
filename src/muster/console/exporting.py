"""A list that is taken out, as the bytes of a file."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils import translation

from muster.kernel.actor import Actor
from muster.kernel.exporting import FORMS, Geometry, Mark, chunks, heads
from muster.kernel.jobs import Progress, silent
from muster.kernel.personal import Purpose
from muster.kernel.statements import execute
from muster.kernel.writers import TYPES, as_csv, as_geojson, as_xlsx
from muster.operations import queries as operations
from muster.people import queries as people

from . import access
from .listings import listing
from .models import Export

NUMBER_LENGTH = 12
# A cursor's plan is else the one that brings the first rows soonest, and the last ones late.
ALL_OF_IT = "SELECT set_config('cursor_tuple_fraction', '1', true)"


def media_type(export: Export) -> str:
    return TYPES[FORMS[export.form]]


def filename(export: Export) -> str:
    return f"muster-{export.listing}-{export.created_at:%Y%m%d-%H%M}.{FORMS[export.form]}"


def number_of(export: Export) -> str:
    """By which its row is found again: the last digits of its id, which are random."""
    return export.pk.hex[-NUMBER_LENGTH:]


def content(actor: Actor, export: Export) -> bytes:
    """All of it at once: for lists that are short."""
    with NamedTemporaryFile(suffix=".part") as file:
        write(actor, export, path=Path(file.name))
        return Path(file.name).read_bytes()


def write(actor: Actor, export: Export, *, path: Path, progress: Progress = silent) -> int:
    """Into a file, in the language and with the sight of whoever asked; how many rows."""
    chosen, asked = listing(export.listing), QueryDict(export.query)
    total = 0
    clear = access.keys_in_clear(chosen, export.purpose)
    if clear:
        access.unit_of_clear(actor, chosen, asked)  # the power may have ended since

    def counted() -> Iterator[tuple[list[UUID], list[list[Any]]]]:
        nonlocal total
        found = chosen.find(actor, asked)
        for ids, rows in chunks(actor, chosen, found, progress, export.rows, clear=clear):
            total += len(rows)
            yield ids, rows

    def shaped() -> Iterator[tuple[list[Geometry | None], list[list[Any]]]]:
        for ids, rows in counted():
            known = chosen.shapes(actor, asked, ids) if chosen.shapes else {}
            yield [known.get(one) for one in ids], rows

    execute(ALL_OF_IT)
    with translation.override(export.language):
        mark = _mark(actor, export)
        plain = (rows for _ids, rows in counted())
        if export.form == "xlsx":
            as_xlsx(path, heads(chosen), plain, mark, title=str(chosen.label))
            return total
        pieces = (
            as_geojson(heads(chosen), shaped(), mark)
            if export.form == "geojson"
            else as_csv(heads(chosen), plain, mark, bom=export.form == "csv")
        )
        with path.open("wb") as file:
            file.writelines(pieces)
    return total


def _mark(actor: Actor, export: Export) -> Mark:
    """Who takes it out, when, and what for: it stands in whatever leaves."""
    name, unit = people.card_of_oneself(actor)
    return Mark(
        person=name,
        unit=unit,
        at=actor.now,
        number=number_of(export),
        is_demo=operations.shows_demo_data(),
        purpose=Purpose(export.purpose).label if export.purpose else "",
    )
