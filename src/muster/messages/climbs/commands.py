"""Every write of ladders at work: they begin, climb and end by themselves, and can be changed, added to and stopped by hand."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.personal import Purpose
from muster.kernel.statements import execute, fetch, statement
from muster.messages import access, delivering, rules
from muster.messages.commands import queue_messages, stop_messages
from muster.messages.letters import About, Queued, Recipients
from muster.messages.models import Act, Climb, Ending, Message, OwnLadder, PhoneCall, Rung
from muster.messages.problems import NotALadder, StepTaken
from muster.privacy.commands import note_unmasking

from . import queries
from .sources import NAMED, Source, recipients_of, sources, values_of


@transaction.atomic
def climb_ladders(actor: Actor) -> int:
    """Begin, climb and end every ladder; how many steps were taken. Runs by the clock, one at a time."""
    execute("SELECT pg_advisory_xact_lock(hashtext('muster.climb'))")
    taken = 0
    for source in sources().values():
        execute(statement("messages", "end_climbs").replace("{open}", source.open), _of(actor, source))
        _begin(actor, source)
        for climb in _looked_after(source):
            taken += _climb(actor, source, climb)
    return taken


@transaction.atomic
def remind_now(actor: Actor, *, source: str, subject_id: UUID, unit_ids: Collection[UUID]) -> Queued:
    """Write by hand, between two steps, to whoever holds the chairs of these units, once each; the answer stops it too.

    The caller has checked that they have not answered, were not reminded a moment ago, and that the actor may. At night it waits
    for the morning, as every message does.
    """
    found = sources()[source]
    _begin(actor, found)
    rounds = Climb.objects.select_for_update().filter(source=source, subject_id=subject_id)
    climb = rounds.order_by("-round").first()
    if climb is None:  # its operation has ended
        return Queued(0, 0)
    step = rules.BY_HAND + climb.rungs.filter(act=Act.BY_HAND).count()
    named = {"units": list(unit_ids)}
    recipients = Recipients(recipients_of(NAMED, act="message"), _values(actor, climb, "message") | named)
    queued = queue_messages(actor, about=_about(climb, step, template="remind"), to=recipients)
    _take(actor, climb, step, Act.BY_HAND, silent=len(unit_ids), queued=queued)
    return queued


@transaction.atomic
def set_ladder(
    actor: Actor,
    *,
    source: str,
    subject_id: UUID,
    steps: Sequence[Mapping[str, Any]],
    operation_id: UUID,
    unit_id: UUID,
) -> OwnLadder:
    """A ladder of its own for one subject, now and in later rounds. The caller has checked that the actor may."""
    if not rules.is_ladder(steps):
        raise NotALadder(rules.MOST_STEPS)
    climbing = Climb.objects.select_for_update().filter(source=source, subject_id=subject_id, ended_at=None)
    for climb in climbing:
        if not rules.keeps_taken(climb.steps, steps, taken=queries.taken(climb)):
            raise StepTaken
        climb.steps = list(steps)
        climb.save(update_fields=["steps"])
    own, _ = OwnLadder.objects.update_or_create(
        source=source, subject_id=subject_id, defaults={"steps": list(steps)}
    )
    record(
        actor,
        "messages.ladder_set",
        own,
        operation_id=operation_id,
        unit_id=unit_id,
        of=subject_id,
        steps=len(steps),
    )
    return own


@transaction.atomic
def note_call(actor: Actor, *, climb_id: UUID, unit_id: UUID, is_reached: bool) -> PhoneCall:
    """Somebody called a unit on the phone list. Who was reached still has to answer; the deputy is not written to on top."""
    climb = access.climb_with_unit_to_call(actor, climb_id, unit_id)
    made = PhoneCall.objects.create(
        climb=climb, unit_id=unit_id, caller_id=actor.person_id, at=actor.now, is_reached=is_reached
    )
    record(
        actor,
        "messages.called",
        made,
        operation_id=climb.operation_id,
        unit_id=unit_id,
        of=climb.subject_id,
        reached=is_reached,
    )
    return made


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


def _begin(actor: Actor, source: Source) -> None:
    begun = fetch(statement("messages", "begin_climbs").replace("{open}", source.open), _of(actor, source))
    if begun:
        record(actor, "messages.climbs_begun", count=len(begun), source=source.key)


def _looked_after(source: Source) -> Collection[Climb]:
    """Those that climb, and those that ended while what somebody sent by hand still waits."""
    waiting = Message.objects.filter(
        purpose=OuterRef("source"),
        subject_id=OuterRef("subject_id"),
        round=OuterRef("round"),
        state="waiting",
    )
    found = Climb.objects.filter(Q(ended_at=None) | Exists(waiting), source=source.key)
    return found.prefetch_related("rungs")


def _climb(actor: Actor, source: Source, climb: Climb) -> int:
    """Take the step that is due, if any; what was answered before it was sent is stopped at every look."""
    about = {"source": source.key, "subject": climb.subject_id, "round": climb.round}
    execute(statement("messages", "answered").replace("{silent}", source.silent), about)
    afters = [step["after"] for step in climb.steps]
    due = rules.step_due(afters, since=climb.since, now=actor.now, taken=queries.taken(climb))
    if due is None or climb.ended_at or (delivering.is_quiet(actor.now) and not climb.is_urgent):
        return 0
    silent = len(fetch(source.silent, {"subject": climb.subject_id}))
    if not silent:
        _end(actor, climb, Ending.ANSWERED)
        return 0
    act = climb.steps[due]["act"]
    queued = _write_to(actor, source, climb, due) if act in rules.WRITES else Queued(0, 0)
    _take(actor, climb, due, act, silent=silent, queued=queued)
    return 1


def _take(actor: Actor, climb: Climb, step: int, act: str, *, silent: int, queued: Queued) -> None:
    rung = Rung.objects.create(
        climb=climb,
        step=step,
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


def _write_to(actor: Actor, source: Source, climb: Climb, step: int) -> Queued:
    act = climb.steps[step]["act"]
    about = _about(
        climb,
        step,
        template="superior" if act == "superior" else "remind",
        channels=climb.steps[step].get("channels", ("sms", "email")),
    )
    recipients = Recipients(recipients_of(source.silent, act=act), _values(actor, climb, act))
    return queue_messages(actor, about=about, to=recipients)


def _about(climb: Climb, step: int, *, template: str, **more: Any) -> About:
    return About(
        purpose=climb.source,
        subject_id=climb.subject_id,
        template=template,
        variables=climb.variables,
        path=climb.path,
        operation_id=climb.operation_id,
        round=climb.round,
        step=step,
        is_urgent=climb.is_urgent,
        **more,
    )


def _values(actor: Actor, climb: Climb, act: str) -> dict[str, Any]:
    return {
        **values_of(act),
        "subject": climb.subject_id,
        "climb": climb.pk,
        "day": timezone.localdate(actor.now),
        "longest": rules.LONGEST_CHAIN,
    }


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
