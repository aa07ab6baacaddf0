"""Bringing one file in, whole or not at all, and what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from muster.kernel.actor import Actor
from muster.kernel.changes import Picture, picture
from muster.kernel.guessing import Table as Guessed
from muster.kernel.guessing import fingerprints, guess
from muster.kernel.importing import Layout, Reading, RowError, read_layout
from muster.kernel.jobs import Progress
from muster.kernel.middleware import as_json
from muster.kernel.problems import Problem
from muster.kernel.sheets import Row, Sheet, open_sheets

from .faults import laid_over, read_mended, write_faults
from .tables import RowTable, ShapeTable

ROWS_A_REPORT = 2_000
MOST_ERRORS = 50_000  # that the sheet of wrong rows tells of
MOST_LISTED = 500  # that are kept to be listed
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


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
    picture: Picture | None = None  # what would change, for a dry run
    table: Guessed | None = None  # what the file's columns seem to be

    @property
    def is_sound(self) -> bool:
        return self.error_count == 0

    def as_kept(self) -> dict[str, Any]:
        """As JSON, its words in every language: who reads it later may speak another."""
        return {
            "created": self.created,
            "changed": self.changed,
            "rows": self.rows,
            "error_count": self.error_count,
            "errors": [_kept(error) for error in self.errors[:MOST_LISTED]],
            "ignored_headers": list(self.ignored_headers),
            "ignored_sheets": list(self.ignored_sheets),
            "picture": asdict(self.picture) if self.picture else {},
            "table": asdict(self.table) if self.table else {},
        }


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """An error as it was kept, in one language."""

    sheet: str
    row: int
    letter: str
    column: str
    value: str
    rule: str
    message: str


def error_lines(outcome: dict[str, Any], *, language: str) -> list[ErrorLine]:
    return [
        ErrorLine(**{**error, "message": error["message"][language]}) for error in outcome.get("errors", [])
    ]


def refusal(problem: Problem) -> dict[str, Any]:
    """Why a file was not read or not allowed, in every language."""
    return {"refusal": {language: as_json(problem) for language in _languages()}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """How a file is tried before it is brought in: what a person said of its columns, what was mended, where its faults go."""

    matched: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by the mark of a header row
    mended: tuple[Path, ...] = ()
    faults: Path | None = None
    is_demo: bool = False


def bring_rows(
    actor: Actor,
    chosen: RowTable,
    *,
    source: Path,
    filename: str,
    day: date,
    progress: Progress,
    trial: Try,
    dry_run: bool,
) -> Outcome:
    progress("read", 0, 0)
    sheets = [_watched(sheet, progress) for sheet in open_sheets(source, filename=filename)]
    for path in trial.mended:
        sheets = laid_over(sheets, read_mended(path))
    layout = chosen.layout()
    matched = _matched(sheets, trial)
    reading = read_layout(sheets, layout, most_errors=MOST_ERRORS, matched=matched)
    progress("store", 0, 0)
    held = chosen.held(reading, day) if dry_run and reading.ok else None
    written = chosen.store(actor, reading=reading, day=day)
    seen = held is not None and reading.ok
    picture_ = (
        picture(reading, held, chosen.wanted(reading, held), moves=chosen.moves) if seen and held else None
    )
    progress("finish", 0, 0)
    if trial.faults and not reading.ok:
        write_faults(trial.faults, sheets, reading, is_demo=trial.is_demo)
    return Outcome(
        picture=picture_,
        table=_guessed(sheets, reading, layout, matched) if dry_run else None,
        created=written.created,
        changed=written.changed,
        rows=len(reading),
        errors=tuple(reading.errors),
        error_count=reading.error_count,
        ignored_headers=tuple(reading.ignored_headers),
        ignored_sheets=tuple(reading.ignored_sheets),
    )


def _matched(sheets: Sequence[Sheet], trial: Try) -> Mapping[str, str]:
    """What was said of the columns of a table with one of these header rows."""
    if trial.matched:
        for sheet in sheets:
            for mark in fingerprints(sheet):
                if mark in trial.matched:
                    return trial.matched[mark]
    return {}


def _guessed(
    sheets: Sequence[Sheet], reading: Reading, layout: Layout, matched: Mapping[str, str]
) -> Guessed:
    """Of the sheet that was read, or of the first."""
    read = {heading.sheet for _index, heading in reading.headings}
    sheet = next((sheet for sheet in sheets if sheet.name in read), sheets[0])
    return guess(sheet, layout, matched)


def bring_shapes(actor: Actor, chosen: ShapeTable, *, source: Path, progress: Progress) -> Outcome:
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


def _kept(error: RowError) -> dict[str, Any]:
    return {
        "sheet": error.sheet,
        "row": error.row,
        "letter": error.letter,
        "column": error.column,
        "value": error.value,
        "rule": error.rule,
        "message": {language: str(error.message) for language in _languages()},
    }


def _languages() -> Iterator[str]:
    """Each language, spoken while its turn lasts."""
    for language in LANGUAGES:
        with translation.override(language):
            yield language
