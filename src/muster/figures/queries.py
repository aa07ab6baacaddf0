"""Reading figures: their values, what they are made of, the rows behind them, and whether they are what their rows say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from muster.kernel.access import require
from muster.kernel.actor import Actor
from muster.kernel.figure import Counted, Derived, Figure, OfRows, Queried, Stated
from muster.kernel.problems import NotFound, Words
from muster.kernel.statements import fetch, statement
from muster.operations import queries as operations
from muster.operations.models import Operation
from muster.operations.rules import local_day
from muster.units import queries as units
from muster.units.models import Unit

from . import access, registry, rows, triggers

NOUGHT = Decimal(0)


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure of a unit on a day. `value` is None for a share of nothing, `change` where no day is kept."""

    figure: Figure
    value: Decimal | None
    change: Decimal | None
    day: date
    as_of: datetime

    @property
    def key(self) -> str:
        return self.figure.key

    @property
    def label(self) -> Words:
        return self.figure.label

    @property
    def measure(self) -> str:
        return str(self.figure.measure)


@dataclass(frozen=True, slots=True)
class Part:
    """What a unit under the one in question adds to a figure, or the latter's own part. No name: it has moved out of sight."""

    unit_id: UUID
    name: str | None
    value: Decimal


@dataclass(frozen=True, slots=True)
class Row:
    id: UUID
    amount: Decimal
    cells: list[Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of rows, newest first; the next page begins before `last`. Not all are there where a stock has changed since."""

    headings: list[Words]
    rows: list[Row]
    last: UUID | None
    all_there: bool
    weigh: bool  # each counts its own amount, not one


@dataclass(frozen=True, slots=True)
class Drift:
    """A figure that is not what its rows say; without a day it is the sum to date."""

    figure: str
    operation_id: UUID
    unit_id: UUID
    day: date | None
    expected: Decimal
    found: Decimal


def unit_to_open(actor: Actor, *, operation_id: UUID, unit_id: UUID | None = None) -> Unit:
    return access.unit_to_open(actor, operation_id, unit_id)


def figures_of(
    actor: Actor,
    *,
    operation_id: UUID,
    unit: Unit,
    as_of: date | None = None,
    keys: Iterable[str] | None = None,
) -> list[Reading]:
    """The figures of a unit and all below it, in the order asked for (all of them: of declaration), as of a day or of now."""
    look = _look(actor, operation_id, unit, as_of)
    asked = [registry.figure(key) for key in (registry.figures() if keys is None else keys)]
    sources = {key for figure in asked if isinstance(figure, Derived) for key in figure.from_keys}
    needed = {figure.key: figure for figure in (*asked, *map(registry.figure, sources))}
    values: _Values = {}
    values |= _kept(
        look,
        flows=[key for key, figure in needed.items() if isinstance(figure, Counted)],
        stocks=[key for key, figure in needed.items() if isinstance(figure, Stated)],
    )
    values |= _queried(look, [figure for figure in needed.values() if isinstance(figure, Queried)])
    return [Reading(figure, *_value(figure, values), look.day, look.as_of) for figure in asked]


def by_child(
    actor: Actor, *, operation_id: UUID, unit: Unit, key: str, as_of: date | None = None
) -> list[Part]:
    """The parts of a figure that its unit has itself and through each unit directly under it. They add up to its value."""
    figure = registry.figure(key)
    if not isinstance(figure, Counted | Stated):
        return []
    look = _look(actor, operation_id, unit, as_of)
    values = look.values | {"key": key, "is_stock": isinstance(figure, Stated)}
    return [
        Part(child_id, name if actor.may("see", path) else None, value)
        for child_id, name, path, value in fetch(statement("figures", "by_child"), values)
    ]


def rows_behind(
    actor: Actor,
    *,
    operation_id: UUID,
    unit: Unit,
    key: str,
    as_of: date | None = None,
    before: UUID | None = None,
    limit: int = 20,
) -> Rows | None:
    """One page of the rows that a figure counts; None where it has none, or none for this actor because they name people."""
    figure = registry.figure(key)
    look = _look(actor, operation_id, unit, as_of)
    if not isinstance(figure, OfRows):
        return None
    power = access.power_to_list(figure)
    if not actor.may(power, unit.path):
        return None
    values = look.values | {"before": before, "limit": limit + 1, "paths": list(actor.paths(power))}
    found = fetch(rows.listing_sql(figure), values)
    page = found[:limit]
    cells = rows.cells(figure, [row_id for row_id, _ in page])
    return Rows(
        headings=[column.label for column in figure.columns],
        rows=[Row(row_id, amount, cells[row_id]) for row_id, amount in page if row_id in cells],
        last=page[-1][0] if len(found) > limit else None,
        all_there=not (isinstance(figure, Stated) and look.day < look.today),
        weigh=isinstance(figure, Counted | Stated) and figure.amount != "1",
    )


def drift(actor: Actor) -> list[Drift]:
    """Count every figure anew, from its rows, for every unit and all above it. Nothing is found when all is well."""
    require(actor, "audit")
    by_table = triggers.by_table(registry.figures().values())
    counted = [triggers.counts(figures, table) for table, figures in by_table.items()]
    spread = statement("figures", "spread")
    sql = statement("figures", "drift").format(
        counted="\nUNION ALL\n".join(counted),
        places=statement("figures", "places"),
        expected=spread.format(own="counted", place="stands", itself="true"),
        unfolded=spread.format(own="unfolded", place="held", itself="true"),
    )
    return [Drift(*row) for row in fetch(sql)]


def sources(figure: Figure) -> tuple[str, ...]:
    """The figures from which it is worked out."""
    return figure.from_keys if isinstance(figure, Derived) else ()


def report(actor: Actor, *, unit_code: str | None = None, as_of: date | None = None) -> dict[str, Any]:
    """All figures of a unit in the newest operation (without a code: of the whole operation), as plain data."""
    operation = operations.operations(actor).first()
    if operation is None:
        raise NotFound
    named = units.unit_by_code(actor, code=unit_code) if unit_code else None
    unit = named or unit_to_open(actor, operation_id=operation.pk)
    readings = figures_of(actor, operation_id=operation.pk, unit=unit, as_of=as_of)
    return {
        "unit": unit.code,
        "as_of": readings[0].as_of.isoformat(timespec="seconds"),
        "figures": [
            {
                "key": reading.key,
                "value": _plain(reading.value),
                "label_zh": reading.figure.label_zh,
                "label_en": reading.figure.label_en,
            }
            for reading in readings
        ],
    }


_Values = dict[str, tuple[Decimal | None, Decimal | None]]  # value and change, by key


@dataclass(frozen=True, slots=True)
class _Look:
    """Which figures to look at: whose, and of which day."""

    operation: Operation
    unit: Unit
    day: date
    today: date
    as_of: datetime

    @property
    def values(self) -> dict[str, Any]:
        return {
            "operation": self.operation.pk,
            "unit": self.unit.pk,
            "path": self.unit.path,
            "day": self.day,
        }


def _look(actor: Actor, operation_id: UUID, unit: Unit, as_of: date | None) -> _Look:
    operation = access.operation_to_read(actor, operation_id, unit)
    today = local_day(actor.now, time_zone=operation.time_zone)
    day = as_of or today
    end = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(operation.time_zone)) - timedelta(
        seconds=1
    )
    return _Look(operation, unit, day, today, min(actor.now, end))


def _kept(look: _Look, *, flows: list[str], stocks: list[str]) -> _Values:
    keys = [*flows, *stocks]
    found = fetch(
        statement("figures", "readings"), look.values | {"keys": keys, "flows": flows, "stocks": stocks}
    )
    return dict.fromkeys(keys, (NOUGHT, NOUGHT)) | {
        key: (value or NOUGHT, change or NOUGHT) for key, value, change in found
    }


def _queried(look: _Look, figures: list[Queried]) -> _Values:
    """All in one statement."""
    if not figures:
        return {}
    (row,) = fetch("SELECT " + ", ".join(f"({rows.counting_sql(figure)})" for figure in figures), look.values)
    return {figure.key: (Decimal(value or 0), None) for figure, value in zip(figures, row, strict=True)}


def _plain(value: Decimal | None) -> int | float | None:
    return value if value is None else int(value) if value == value.to_integral_value() else float(value)


def _value(figure: Figure, values: _Values) -> tuple[Decimal | None, Decimal | None]:
    if isinstance(figure, Derived):
        return figure.formula(*(values[key][0] for key in figure.from_keys)), None
    return values[figure.key]
