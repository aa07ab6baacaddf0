"""Holds a text against the figures: every number is true (green), true as rounded (amber), wrong (red) or not known (grey).

`scanned` only finds the numbers: it needs neither database nor settings, so whatever needs them is imported late.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from muster.bulletins import reading, rules, scanner
from muster.bulletins.rules import Match, Stated, Verdict
from muster.kernel.actor import Actor

if TYPE_CHECKING:
    from muster.figures.queries import Reading
    from muster.operations.models import Operation
    from muster.units.models import Unit

LONGEST = 100_000  # characters
MOST_BYTES = 4  # of a character, in any encoding
CENTURY = 2000
TWO_DIGITS = 100
MIDNIGHT = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a unit, as of a day, that a text was held against."""

    operation: "Operation"
    unit: "Unit"
    day: date
    as_of: datetime
    readings: "dict[str, Reading]"


@dataclass(frozen=True, slots=True)
class Findings:
    """The numbers of a text. `figures` is None where they were only looked for."""

    source: str
    matches: tuple[Match, ...]
    figures: Figures | None = None

    @property
    def held(self) -> Figures:
        """What a text that was checked, not only scanned, was held against."""
        assert self.figures is not None
        return self.figures

    def with_verdict(self, verdict: Verdict) -> list[Match]:
        return [match for match in self.matches if match.verdict is verdict]


def scanned(data: bytes) -> Findings:
    """Find the numbers of a text in any usual encoding."""
    text = reading.read(data)
    return Findings(text.source, tuple(rules.match(scanner.scan(text), [])))


def checked(
    actor: Actor, *, data: bytes, unit_code: str | None = None, as_of: date | None = None
) -> Findings:
    """Hold a text against a unit's figures; without a unit, against those of the newest operation's."""
    from muster.units.queries import unit_by_code

    from .problems import TextTooLong

    if len(data) > LONGEST * MOST_BYTES:
        raise TextTooLong(LONGEST)
    unit = unit_by_code(actor, code=unit_code) if unit_code is not None else None
    operation = _newest_operation(actor, unit)
    return _held(
        actor, text=reading.read(data), operation=operation, unit=unit or operation.unit, as_of=as_of
    )


def judged(
    actor: Actor, *, text: str, operation_id: UUID, unit: "Unit", as_of: date | None = None
) -> Findings:
    """Hold a text, as it stands, against the figures of a unit that the actor sees."""
    from muster.operations.queries import operation

    held = operation(actor, operation_id=operation_id)
    return _held(actor, text=reading.fold(text), operation=held, unit=unit, as_of=as_of)


def has_wrong(findings: Findings) -> bool:
    return any(match.verdict is Verdict.RED for match in findings.matches)


def as_json(findings: Findings) -> list[dict[str, object]]:
    """Plain values, a row for each number; `verdict` is null where nothing was held against, a bound without end also."""
    return [_row(match, is_judged=findings.figures is not None) for match in findings.matches]


def plain(value: Decimal | None) -> int | float | None:
    """A number as JSON has it.

    >>> plain(Decimal("7479.0")), plain(Decimal("95.3")), plain(Decimal("Infinity"))
    (7479, 95.3, None)
    """
    if value is None or not value.is_finite():
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _row(match: Match, *, is_judged: bool) -> dict[str, object]:
    number, figure = match.number, match.figure
    return {
        "span": [number.start, number.end],
        "text": number.text,
        "low": plain(number.low),
        "high": plain(number.high),
        "unit": number.unit,
        "modifier": number.modifier.value,
        "verdict": match.verdict.value if is_judged else None,
        "figure": figure.key if figure else None,
        "value": plain(figure.value) if figure else None,
    }


def _held(
    actor: Actor, *, text: reading.Text, operation: "Operation", unit: "Unit", as_of: date | None
) -> Findings:
    from muster.figures.queries import figures_of
    from muster.operations.rules import local_day

    from .problems import TextTooLong

    if len(text.source) > LONGEST:
        raise TextTooLong(LONGEST)
    numbers = scanner.scan(text)
    today = local_day(actor.now, time_zone=operation.time_zone)
    began = local_day(operation.activated_at, time_zone=operation.time_zone)
    day = as_of or _stated_day(numbers, first=began, last=today) or today
    readings = figures_of(actor, operation_id=operation.pk, unit=unit, as_of=day)
    figures = Figures(
        operation=operation,
        unit=unit,
        day=day,
        as_of=readings[0].as_of if readings else actor.now,
        readings={reading.key: reading for reading in readings},
    )
    return Findings(text.source, tuple(rules.match(numbers, list(_stated(readings)))), figures)


def _stated(readings: "Sequence[Reading]") -> Iterator[Stated]:
    for one in readings:
        if one.value is not None:
            figure = one.figure
            measures = (*figure.measure.zh, figure.measure.en)
            words = (*figure.words_zh, *figure.words_en)
            yield Stated(one.key, one.value, measures, words, one.as_of)


def _stated_day(numbers: Sequence[scanner.Number], *, first: date, last: date) -> date | None:
    """The day that the text says its figures are of, if the operation has figures of that day."""
    said = scanner.as_of(numbers)
    if said is None or said.month is None or said.day is None:
        return None
    years = [last.year, last.year - 1] if said.year is None else [_whole(said.year)]
    ends_before = said.hour == MIDNIGHT and not said.minute  # 截至20日0时 is the end of the 19th
    for year in years:
        day = _day(year, said.month, said.day)
        if day and ends_before:
            day -= timedelta(days=1)
        if day and first <= day <= last:
            return day
    return None


def _whole(year: int) -> int:
    return year + CENTURY if year < TWO_DIGITS else year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _newest_operation(actor: Actor, unit: "Unit | None") -> "Operation":
    """The newest one, open before closed; for a unit, the newest to which it belongs."""
    from muster.operations.queries import operations

    from .problems import NoOperation

    found = operations(actor)
    if unit is not None:
        found = found.filter(unit__path__above=unit.path)
    newest = found.first()
    if newest is None:
        raise NoOperation
    return newest
