"""Receiving files and bringing them in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from django.db import transaction

from muster.kernel.access import require
from muster.kernel.actor import Actor
from muster.kernel.importing import RowError, read_layout
from muster.kernel.jobs import Progress, silent
from muster.kernel.sheets import Row, Sheet, open_sheets

from .tables import RowTable, ShapeTable, table

ROWS_A_REPORT = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a file did, or would do. `errors` are the first of `error_count`; with any, nothing was stored."""

    created: int = 0
    changed: int = 0
    rows: int = 0
    errors: tuple[RowError, ...] = ()
    error_count: int = 0
    ignored_headers: tuple[str, ...] = ()
    ignored_sheets: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        return self.error_count == 0


@transaction.atomic
def import_file(
    actor: Actor,
    *,
    layout: str,
    source: Path,
    filename: str,
    day: date,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Outcome:
    """Bring one file in, whole or not at all; a dry run does the same and takes it back. Paths and rolls change from `day` on."""
    require(actor, "import")
    chosen = table(layout)
    if isinstance(chosen, RowTable):
        outcome = _rows(actor, chosen, source=source, filename=filename, day=day, progress=progress)
    else:
        outcome = _shapes(actor, chosen, source=source, progress=progress)
    if dry_run or not outcome.is_sound:
        transaction.set_rollback(True)
    return outcome


def _rows(
    actor: Actor, chosen: RowTable, *, source: Path, filename: str, day: date, progress: Progress
) -> Outcome:
    progress("read", 0, 0)
    sheets = [_watched(sheet, progress) for sheet in open_sheets(source, filename=filename)]
    reading = read_layout(sheets, chosen.layout())
    progress("store", 0, 0)
    written = chosen.store(actor, reading=reading, day=day)
    progress("finish", 0, 0)
    return Outcome(
        created=written.created,
        changed=written.changed,
        rows=len(reading),
        errors=tuple(reading.errors),
        error_count=reading.error_count,
        ignored_headers=tuple(reading.ignored_headers),
        ignored_sheets=tuple(reading.ignored_sheets),
    )


def _shapes(actor: Actor, chosen: ShapeTable, *, source: Path, progress: Progress) -> Outcome:
    progress("store", 0, 0)
    written = chosen.store(actor, source=source)
    progress("finish", 0, 0)
    return Outcome(created=written.created, changed=written.changed, rows=written.created + written.changed)


def _watched(sheet: Sheet, progress: Progress) -> Sheet:
    """The same sheet, which says how far it was read, and can be stopped."""
    return Sheet(sheet.name, partial(_counted, sheet, progress), sheet.is_text)


def _counted(sheet: Sheet, progress: Progress) -> Iterator[Row]:
    for number, row in enumerate(sheet.rows()):
        if number % ROWS_A_REPORT == 0 and number:
            progress("read", number, 0)
        yield row
