"""Daily reports: asked for with a time for each level, sent, and sent as zero."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from muster.directives.models import DayReport, Rhythm
from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.operations.rules import local_day

from . import access, rules
from .problems import CountsMissing, NoRhythmNow, NothingAsked, NotStaggered


@transaction.atomic
def set_rhythm(
    actor: Actor,
    *,
    directive_id: UUID,
    items: Sequence[str],
    cut_offs: Mapping[str, str],
    ended_on: date | None = None,
) -> Rhythm:
    """Ask every unit that has the directive for a report each day. What was reported already stays; its items cannot change."""
    directive = access.directive_to_time(actor, directive_id)
    named = [item.strip() for item in items if item.strip()]
    if not named or len(named) > rules.MOST_ITEMS or len(set(named)) < len(named):
        raise NothingAsked(rules.MOST_ITEMS)
    if not rules.is_staggered(cut_offs):
        raise NotStaggered
    today = local_day(actor.now, time_zone=directive.operation.time_zone)
    rhythm = Rhythm.objects.select_for_update().filter(directive=directive).first()
    if rhythm is None:
        rhythm = Rhythm(directive=directive, began_on=today)
    if not rhythm.pk or not rhythm.reports.exists():
        rhythm.items = named
    rhythm.cut_offs, rhythm.ended_on = dict(cut_offs), ended_on
    rhythm.save()
    record(
        actor,
        "directives.rhythm_set",
        directive,
        operation_id=directive.operation_id,
        unit_id=directive.issuing_unit_id,
    )
    return rhythm


@transaction.atomic
def report_day(
    actor: Actor, *, directive_id: UUID, unit_id: UUID, counts: Sequence[int], text: str = ""
) -> DayReport:
    """Today's numbers of one unit: its own, without those of units below. Sent again, the later one counts."""
    rhythm = access.rhythm_to_see(actor, directive_id)
    if len(counts) != len(rhythm.items) or min(counts, default=0) < 0:
        raise CountsMissing
    return _send(actor, rhythm, unit_id, list(counts), text)


@transaction.atomic
def report_zero(actor: Actor, *, directive_id: UUID, unit_id: UUID) -> DayReport:
    """There was nothing today: said in words, which is not the same as saying nothing."""
    return _send(actor, access.rhythm_to_see(actor, directive_id), unit_id, [], "")


def _send(actor: Actor, rhythm: Rhythm, unit_id: UUID, counts: list[int], text: str) -> DayReport:
    copy = access.copy_to_report_on(actor, rhythm=rhythm, unit_id=unit_id)
    time_zone = rhythm.directive.operation.time_zone
    day = local_day(actor.now, time_zone=time_zone)
    if day < rhythm.began_on or (rhythm.ended_on is not None and day > rhythm.ended_on):
        raise NoRhythmNow
    due = rules.cut_off(rhythm.cut_offs, level=copy.unit.level, day=day, time_zone=time_zone)
    sent, _ = DayReport.objects.update_or_create(
        rhythm=rhythm,
        unit=copy.unit,
        day=day,
        defaults={
            "operation_id": copy.operation_id,
            "is_zero": not counts,
            "counts": counts,
            "text": text.strip(),
            "person_id": actor.person_id,
            "at": actor.now,
            "is_late": actor.now > due,
        },
    )
    event = "directives.day_reported" if counts else "directives.zero_reported"
    record(actor, event, rhythm.directive, operation_id=copy.operation_id, unit_id=unit_id)
    return sent
