"""Reading daily reports: what came, what came as zero, and what did not come."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from muster.directives.models import DayReport, Delivery, Rhythm, State
from muster.kernel.actor import Actor
from muster.kernel.statements import fetch, statement
from muster.operations.rules import local_day
from muster.units import access as units
from muster.units.models import Unit

from . import access, rules


@dataclass(frozen=True, slots=True)
class Row:
    """One day's reports of a unit and all below it."""

    unit_id: UUID
    name: str
    is_itself: bool
    asked: int
    came: int
    zero: int
    late: int
    latest: datetime | None
    sums: Sequence[Decimal]

    @property
    def missing(self) -> int:
        return self.asked - self.came


@dataclass(frozen=True, slots=True)
class Round:
    """A day. `as_of` is the moment up to which it counts what came."""

    day: date
    as_of: datetime
    cut_off: datetime  # of the level of the unit that it is about
    unit: Unit
    rows: Sequence[Row]
    total: Row | None


@dataclass(frozen=True, slots=True)
class Due:
    """A report that one of the actor's own units sends today, and what it has sent so far."""

    delivery: Delivery
    rhythm: Rhythm
    cut_off: datetime
    sent: DayReport | None
    fields: Sequence[tuple[str, int | str]] = field(default=())


def rhythm(actor: Actor, *, directive_id: UUID) -> Rhythm | None:
    """None if no daily report is asked for; never for what is voluntary."""
    found = Rhythm.objects.filter(directive=directive_id).exists()
    return access.rhythm_to_see(actor, directive_id) if found else None


def round_of(
    actor: Actor, *, directive_id: UUID, day: date | None = None, unit_id: UUID | None = None
) -> Round | None:
    """By the units directly below one, which is the highest in sight if none is named."""
    asked = access.rhythm_to_see(actor, directive_id)
    time_zone = asked.directive.operation.time_zone
    top = units.unit_to_see(actor, unit_id) if unit_id else _top(actor, asked)
    if top is None:
        return None
    day = day or local_day(actor.now, time_zone=time_zone)
    values = {
        "directive": directive_id,
        "rhythm": asked.pk,
        "day": day,
        "path": top.path,
        "paths": list(actor.paths("see")),
    }
    none = [Decimal()] * len(asked.items)
    rows = [
        replace(row, sums=row.sums or none)
        for row in (Row(*found) for found in fetch(statement("directives", "round"), values))
    ]
    cut_off = rules.cut_off(asked.cut_offs, level=top.level, day=day, time_zone=time_zone)
    return Round(day, actor.now, cut_off, top, rows, _total(rows))


def due(actor: Actor, *, operation_id: UUID, directive_id: UUID | None = None) -> list[Due]:
    """Today's reports of the actor's own units."""
    own = Delivery.objects.filter(
        operation=operation_id,
        unit__path__in=actor.paths("accept"),
        is_copy=False,
        is_in_force=True,
        directive__state=State.ISSUED,
        directive__rhythm__isnull=False,
    ).select_related("unit", "directive__rhythm", "directive__operation")
    if directive_id is not None:
        own = own.filter(directive=directive_id)
    found = [_due(actor, delivery) for delivery in own.order_by("directive__issued_at", "unit__code")]
    return [one for one in found if one is not None]


def missing(actor: Actor, *, directive_id: UUID, day: date, unit_id: UUID) -> QuerySet[Delivery]:
    """Units below one that sent nothing that day, not even a zero."""
    asked = access.rhythm_to_see(actor, directive_id)
    top = units.unit_to_see(actor, unit_id)
    sent = DayReport.objects.filter(rhythm=asked, day=day, unit=OuterRef("unit"))
    silent = Delivery.objects.filter(
        ~Exists(sent), directive=directive_id, is_copy=False, is_in_force=True, unit__path__within=[top.path]
    )
    return silent.filter(unit__path__within=actor.paths("see")).select_related("unit").order_by("unit__code")


def _due(actor: Actor, delivery: Delivery) -> Due | None:
    asked: Rhythm = delivery.directive.rhythm
    time_zone = delivery.directive.operation.time_zone
    day = local_day(actor.now, time_zone=time_zone)
    if day < asked.began_on or (asked.ended_on is not None and day > asked.ended_on):
        return None
    sent = DayReport.objects.filter(rhythm=asked, unit=delivery.unit_id, day=day).first()
    counts = (sent.counts if sent else None) or [""] * len(asked.items)
    cut_off = rules.cut_off(asked.cut_offs, level=delivery.unit.level, day=day, time_zone=time_zone)
    return Due(delivery, asked, cut_off, sent, list(zip(asked.items, counts, strict=True)))


def _top(actor: Actor, asked: Rhythm) -> Unit | None:
    seen = units.units_visible_to(actor).filter(path__within=[asked.directive.issuing_unit.path])
    return seen.order_by("path__depth", "code").first()


def _total(rows: Sequence[Row]) -> Row | None:
    if not rows:
        return None
    latest = [row.latest for row in rows if row.latest is not None]
    return Row(
        rows[0].unit_id,
        "",
        is_itself=False,
        asked=sum(row.asked for row in rows),
        came=sum(row.came for row in rows),
        zero=sum(row.zero for row in rows),
        late=sum(row.late for row in rows),
        latest=max(latest, default=None),
        sums=[sum(counts, Decimal()) for counts in zip(*(row.sums for row in rows), strict=True)],
    )
