"""Every write of ladders at work: they begin, climb and end by themselves, and can be stopped by hand."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.personal import Purpose
from muster.kernel.statements import execute, fetch, statement
from muster.messages import access, delivering, rules
from muster.messages.commands import queue_messages, stop_messages
from muster.messages.letters import About, Queued, Recipients
from muster.messages.models import Climb, Ending, Rung
from muster.privacy.commands import note_unmasking

from .sources import Source, recipients_of, sources, values_of


@transaction.atomic
def climb_ladders(actor: Actor) -> int:
    """Begin, climb and end every ladder; how many steps were taken. Runs by the clock, one at a time."""
    execute("SELECT pg_advisory_xact_lock(hashtext('muster.climb'))")
    taken = 0
    for source in sources().values():
        execute(statement("messages", "end_climbs").replace("{open}", source.open), _of(actor, source))
        begun = fetch(
            statement("messages", "begin_climbs").replace("{open}", source.open), _of(actor, source)
        )
        if begun:
            record(actor, "messages.climbs_begun", count=len(begun), source=source.key)
        for climb in Climb.objects.filter(source=source.key, ended_at=None).prefetch_related("rungs"):
            taken += _climb(actor, source, climb)
    return taken


@transaction.atomic
def stop_climb(actor: Actor, *, climb_id: UUID) -> Climb:
    """End a ladder by hand: nobody else is reminded by it."""
    climb = access.climb_to_stop(actor, climb_id)
    if climb.ended_at is None:
        _end(actor, climb, Ending.STOPPED)
        stop_messages(actor, purpose=climb.source, subject_id=climb.subject_id)
    return climb


@transaction.atomic
def open_phone_list(actor: Actor, *, climb_id: UUID, count: int) -> None:
    """Whoever is about to see whole numbers is written down first."""
    climb = access.climb_to_call(actor, climb_id)
    note_unmasking(
        actor,
        key="people.phone",
        subject_id=climb.pk,
        unit_id=climb.unit_id,
        purpose=Purpose.REACH,
        count=count,
    )
    record(
        actor,
        "messages.phone_list_opened",
        climb,
        operation_id=climb.operation_id,
        unit_id=climb.unit_id,
    )


def _of(actor: Actor, source: Source) -> dict[str, Any]:
    return {"source": source.key, "now": actor.now}


def _climb(actor: Actor, source: Source, climb: Climb) -> int:
    """Take the step that is due, if any; what was answered before it was sent is stopped at every look."""
    about = {"source": source.key, "subject": climb.subject_id, "round": climb.round}
    execute(statement("messages", "answered").replace("{silent}", source.silent), about)
    afters = [step["after"] for step in climb.steps]
    taken = [rung.step for rung in climb.rungs.all()]
    due = rules.step_due(afters, since=climb.since, now=actor.now, taken=taken)
    if due is None or (delivering.is_quiet(actor.now) and not climb.is_urgent):
        return 0
    silent = len(fetch(source.silent, {"subject": climb.subject_id}))
    if not silent:
        _end(actor, climb, Ending.ANSWERED)
        return 0
    act = climb.steps[due]["act"]
    queued = _write_to(actor, source, climb, due) if act in rules.WRITES else Queued(0, 0)
    rung = Rung.objects.create(
        climb=climb,
        step=due,
        act=act,
        at=actor.now,
        silent=silent,
        messages=queued.messages,
        unreachable=queued.unreachable,
    )
    record(
        actor,
        "messages.climbed",
        rung,
        operation_id=climb.operation_id,
        unit_id=climb.unit_id,
        count=silent,
        act=act,
        of=climb.subject_id,
    )
    return 1


def _write_to(actor: Actor, source: Source, climb: Climb, step: int) -> Queued:
    act = climb.steps[step]["act"]
    values = {
        **values_of(act),
        "subject": climb.subject_id,
        "day": timezone.localdate(actor.now),
        "longest": rules.LONGEST_CHAIN,
    }
    about = About(
        purpose=source.key,
        subject_id=climb.subject_id,
        template="superior" if act == "superior" else "remind",
        variables=climb.variables,
        path=climb.path,
        operation_id=climb.operation_id,
        round=climb.round,
        step=step,
        channels=climb.steps[step].get("channels", ("sms", "email")),
        is_urgent=climb.is_urgent,
    )
    return queue_messages(actor, about=about, to=Recipients(recipients_of(source, act=act), values))


def _end(actor: Actor, climb: Climb, because: Ending) -> None:
    climb.ended_at, climb.ended_because = actor.now, because
    climb.save(update_fields=["ended_at", "ended_because"])
    record(
        actor,
        "messages.climb_ended",
        climb,
        operation_id=climb.operation_id,
        unit_id=climb.unit_id,
        because=because.value,
    )
