"""Every write of a muster call: open, ask the next, answer, end."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.statements import fetch, statement
from muster.messages.commands import queue_messages, stop_messages
from muster.messages.letters import About, Recipients
from muster.operations import access as operations
from muster.operations.rules import local_day
from muster.units import access as units

from . import access, rules
from .models import Asked, MusterCall, MusterState
from .problems import MusterOver, NobodyToAsk, NotAnAnswer
from .rules import Wanted
from .tokens import token_of

PURPOSE = "operations.muster"  # not among what may be asked again: a no, or silence, is never followed by a reminder
RECIPIENTS = """
SELECT * FROM unnest(%(persons)s::uuid[], %(units)s::uuid[], %(facts)s::jsonb[]) AS asked (person_id, unit_id, facts)
"""


@transaction.atomic
def open_muster(
    actor: Actor, *, operation_id: UUID, unit_id: UUID, wanted: Wanted, skill: str | None = None
) -> MusterCall:
    """Ask who can come; the first are asked at once."""
    unit = units.unit_to(actor, "plan", unit_id)
    operation = operations.open_operation(actor, operation_id)
    call = MusterCall.objects.create(
        operation=operation,
        unit=unit,
        skill_id=skill,
        person_id=actor.person_id,
        title=wanted.title,
        place=wanted.place,
        needed=wanted.needed,
        first=wanted.first,
        minutes=wanted.minutes,
        is_urgent=wanted.is_urgent,
        opened_at=actor.now,
        next_at=actor.now,
    )
    record(actor, "operations.muster_opened", call, operation_id=operation.pk, unit_id=unit.pk)
    if not _ask(actor, call):
        raise NobodyToAsk
    return call


@transaction.atomic
def ask_the_next(actor: Actor, *, call_id: UUID) -> int:
    """Not to wait until the time of the next wave; how many were asked."""
    call = access.call_to_lead(actor, call_id)
    if call.state != MusterState.ASKING:
        raise MusterOver
    return _ask(actor, call)


@transaction.atomic
def next_waves(actor: Actor) -> int:
    """Ask the next people of every call whose time has come; how many. Run by the clock."""
    due = MusterCall.objects.filter(
        state=MusterState.ASKING, next_at__lte=actor.now, operation__closed_at=None
    )
    found = due.select_for_update(of=("self",), skip_locked=True).select_related("unit", "operation")
    return sum(_ask(actor, call) for call in found.order_by("pk"))


@transaction.atomic
def answer(actor: Actor, *, token: str, reply: str, is_on_site: bool | None = None) -> Asked:
    """One's own answer, by the link that one was sent. It can be changed while the call lasts; a no needs no reason."""
    found = access.asked_by_link(token)
    if not rules.is_answer(reply):
        raise NotAnAnswer
    call = access.locked(found.call_id)
    if call.state == MusterState.ENDED or call.opened_at + rules.SHOWN_FOR <= actor.now:
        raise MusterOver
    others = call.asked.filter(arrives_at__isnull=False, is_spare=False).exclude(pk=found.pk).count()
    found.answer, found.answered_at = reply, actor.now
    found.answered_on = local_day(actor.now, time_zone=call.operation.time_zone)
    found.arrives_at = rules.arrives_at(reply, at=actor.now)
    found.is_on_site = is_on_site if rules.is_yes(reply) else None
    found.is_spare = rules.is_yes(reply) and others >= call.needed
    found.save(update_fields=["answer", "answered_at", "answered_on", "arrives_at", "is_on_site", "is_spare"])
    record(actor, "operations.muster_answered", call, operation_id=call.operation_id, unit_id=call.unit_id)
    _after_answer(actor, call)
    return found


@transaction.atomic
def end_muster(actor: Actor, *, call_id: UUID) -> MusterCall:
    """Nobody else is asked, and what waits to be sent is not sent."""
    call = access.call_to_lead(actor, call_id)
    if call.state != MusterState.ENDED:
        _end(actor, call, MusterState.ENDED)
    return call


def _after_answer(actor: Actor, call: MusterCall) -> None:
    """Enough: nobody else is asked. A place given back goes to who waits in reserve, and else the asking goes on."""
    yes = call.asked.filter(arrives_at__isnull=False)
    missing = call.needed - yes.filter(is_spare=False).count()
    for spare in yes.filter(is_spare=True).order_by("answered_at", "pk")[: max(missing, 0)]:
        spare.is_spare = False
        spare.save(update_fields=["is_spare"])
        missing -= 1
    if missing <= 0 and call.state != MusterState.MET:
        _end(actor, call, MusterState.MET)
    elif missing > 0 and call.state == MusterState.MET:
        call.state, call.next_at, call.ended_at = MusterState.ASKING, actor.now, None
        call.save(update_fields=["state", "next_at", "ended_at"])


def _ask(actor: Actor, call: MusterCall) -> int:
    values = {
        "call": call.pk,
        "operation": call.operation_id,
        "calling_unit": call.unit_id,
        "path": call.unit.path,
        "skill": call.skill_id,
        "day": local_day(actor.now, time_zone=call.operation.time_zone),
        "not_persons": [call.person_id] if call.person_id else [],
        "in_peace": actor.now - rules.IN_PEACE,
        "wave": call.waves + 1,
        "most": min(call.first, rules.MOST_AT_ONCE),
        "now": actor.now,
    }
    asked = fetch(statement("operations", "muster_wave"), values)
    if not asked:
        _end(actor, call, MusterState.ASKED_ALL)
        return 0
    call.waves += 1
    call.next_at = actor.now + timedelta(minutes=call.minutes)
    call.save(update_fields=["waves", "next_at"])
    _write_to(actor, call, asked)
    record(
        actor,
        "operations.muster_asked",
        call,
        operation_id=call.operation_id,
        unit_id=call.unit_id,
        count=len(asked),
        wave=call.waves,
    )
    return len(asked)


def _write_to(actor: Actor, call: MusterCall, asked: Sequence[tuple[UUID, UUID, UUID]]) -> None:
    about = About(
        purpose=PURPOSE,
        subject_id=call.pk,
        template="muster",
        variables={"title": call.title, "unit": call.unit.name},
        operation_id=call.operation_id,
        channels=("sms", "email"),
        is_urgent=call.is_urgent,
        life=timedelta(minutes=max(call.minutes, 60)),
    )
    facts = [f'{{"path": "/public/muster/{token_of(asked_id)}/"}}' for asked_id, _, _ in asked]
    values = {"persons": [row[1] for row in asked], "units": [row[2] for row in asked], "facts": facts}
    queue_messages(actor, about=about, to=Recipients(RECIPIENTS, values))


def _end(actor: Actor, call: MusterCall, state: MusterState) -> None:
    call.state, call.next_at, call.ended_at = state, None, actor.now
    call.save(update_fields=["state", "next_at", "ended_at"])
    stop_messages(actor, purpose=PURPOSE, subject_id=call.pk)
    record(
        actor,
        "operations.muster_ended",
        call,
        operation_id=call.operation_id,
        unit_id=call.unit_id,
        state=state.value,
    )
