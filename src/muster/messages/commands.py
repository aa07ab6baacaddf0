"""Every write of messages and codes."""

import hmac
import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from math import ceil
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Sum
from procrastinate.contrib.django import app as queue
from procrastinate.exceptions import AlreadyEnqueued

from muster.kernel import crypto
from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.parsers import Bad
from muster.kernel.parsers import phone as read_phone
from muster.kernel.statements import execute, fetch, learn, statement
from muster.people import access as people
from muster.units import access as units

from . import access, codes, delivering, rules, sms
from .channels import connected, is_room
from .delivering import Clock, Counts
from .letters import About, Confirmed, Queued, Recipients
from .models import (
    Channel,
    EmailAddress,
    Message,
    MessageState,
    Pause,
    PhoneCode,
    Room,
)
from .outcome import Outcome
from .problems import (
    BadAddress,
    CodeOver,
    CodeWrong,
    NoProvider,
    NotAPhone,
    SaidOnce,
    TooManyCodes,
    TooManyTries,
)

SEND_CODE, DELIVER = "messages.send_code", "messages.deliver"
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended(encode(%s, 'hex'), 0))"


# Messages. Callers have checked that the actor may ask these people.


@transaction.atomic
def queue_messages(actor: Actor, *, about: About, to: Recipients) -> Queued:
    """Queue one message for each person, by the first channel that reaches them, and one for each work chat of their units.

    Who had this step already gets no second message. It is sent once this transaction commits.
    """
    if (about.step or about.round) and about.purpose not in rules.CLIMBED:
        raise SaidOnce
    sql = statement("messages", "queue").replace("{recipients}", to.select)
    ((queued, unreachable),) = fetch(sql, {**to.values, **_columns(actor, about)})
    learn("messaging_message", written=queued)
    if queued or unreachable:
        record(
            actor,
            "messages.queued",
            operation_id=about.operation_id,
            count=queued,
            unreachable=unreachable,
            purpose=about.purpose,
            of=about.subject_id,
            step=about.step,
        )
    return Queued(queued, unreachable)


def queue_to_persons(actor: Actor, *, about: About, person_ids: Sequence[UUID]) -> Queued:
    """Queue messages to these persons alone; no work chat."""
    select = "SELECT unnest(%(persons)s::uuid[]) AS person_id, NULL::uuid AS unit_id, '{}'::jsonb AS facts"
    return queue_messages(actor, about=about, to=Recipients(select, {"persons": list(person_ids)}))


@transaction.atomic
def stop_messages(
    actor: Actor, *, purpose: str, subject_id: UUID, unit_ids: Sequence[UUID] | None = None
) -> int:
    """What still waits about this is no longer needed: all of it, or that on behalf of these units; how many."""
    waiting = Message.objects.filter(purpose=purpose, subject_id=subject_id, state=MessageState.WAITING)
    if unit_ids is not None:
        waiting = waiting.filter(unit_id__in=unit_ids)
    count = waiting.update(state=MessageState.STOPPED)
    if count:
        record(actor, "messages.stopped", count=count, purpose=purpose, of=subject_id)
    return count


def deliver(actor: Actor, *, channel: str, clock: Clock) -> Counts:
    """Send what is due on a channel, up to one job's worth. Not one transaction: each chunk is kept by itself."""
    counts = delivering.deliver(channel, clock=clock)
    _rest(channel, counts, now=clock())
    if counts:
        record(
            actor,
            "messages.delivered",
            count=counts[Outcome.SENT],
            channel=channel,
            unsent=counts.total() - counts[Outcome.SENT],
        )
    return counts


@transaction.atomic
def hand_out(actor: Actor) -> dict[str, int]:
    """Queue jobs for what is due, and take back what a killed worker had in hand; how many jobs by channel.

    Each channel has lanes, so that a storm leaves threads to other work; a lane has one job at a time.
    """
    now = actor.now
    interrupted = execute(
        statement("messages", "interrupted"), {"now": now, "before": now - rules.TIME_TO_SEND}
    )
    if interrupted:
        record(actor, "messages.interrupted", count=interrupted)
    Message.objects.filter(state=MessageState.WAITING, ends_at__lte=now).update(state=MessageState.OVER)
    jobs = {}
    for channel, due in _due(now):
        jobs[channel] = min(ceil(due / rules.MOST_A_JOB), rules.LANES[channel])
        for lane in range(jobs[channel]):
            _into_lane(channel, lane)
    return jobs


# How people and units can be reached.


@transaction.atomic
def set_email_address(actor: Actor, *, address: str) -> None:
    """Where one wants to be written to; empty: nowhere any more."""
    person_id = people.oneself(actor)
    if typed := address.strip():
        if not rules.is_email_address(typed):
            raise BadAddress
        (sealed,) = crypto.seal([typed])
        EmailAddress.objects.update_or_create(person_id=person_id, defaults={"address": sealed})
    else:
        EmailAddress.objects.filter(person_id=person_id).delete()
    record(actor, "messages.email_address_set", given=bool(typed))


@transaction.atomic
def open_room(actor: Actor, *, unit_id: UUID, kind: str, name: str, key: str) -> Room:
    """Connect a unit's work chat by the key of the robot in it."""
    unit = units.unit_to(actor, "grant", unit_id)
    if not is_room(kind, key.strip()):
        raise BadAddress
    (sealed,) = crypto.seal([key.strip()])
    room = Room.objects.create(unit=unit, kind=kind, name=name.strip(), address=sealed, opened_at=actor.now)
    record(actor, "messages.room_opened", room, unit_id=unit.pk, kind=kind)
    return room


@transaction.atomic
def close_room(actor: Actor, *, room_id: UUID) -> None:
    room = access.room_to_close(actor, room_id)
    room.closed_at = actor.now
    room.save(update_fields=["closed_at"])
    record(actor, "messages.room_closed", room, unit_id=room.unit_id)


# Codes that confirm a phone. Who may ask for one is everybody; what they may do with it is for the app that asked.


@transaction.atomic
def send_code(actor: Actor, *, phone: str, purpose: str, address: str) -> PhoneCode:
    """Send a code to a phone. `purpose` (“log_in”) keeps codes apart; `address` is where the request came from, for its limit."""
    number = _mobile(phone)
    if sms.provider() is None:
        raise NoProvider
    phone_index = _index(number)
    (address_index,) = crypto.blind_index([rules.subscriber(address)])
    execute(ONE_AT_A_TIME, [phone_index])
    _within_limits(actor, phone_index, address_index)
    (sealed,) = crypto.seal([number])
    code = PhoneCode.objects.create(
        purpose=purpose,
        phone=sealed,
        phone_index=phone_index,
        address_index=address_index,
        asked_at=actor.now,
        ends_at=actor.now + rules.CODE_LIFE,
    )
    queue.configure_task(SEND_CODE, priority=1).defer(code_id=str(code.pk))
    record(actor, "messages.code_asked", code, purpose=purpose)
    return code


def verify_code(actor: Actor, *, phone: str, code: str, purpose: str) -> UUID:
    """Confirm a phone by the code that was sent to it; the confirmation's id, for `take_confirmation`.

    Each try is counted before it is answered, in a transaction of its own: a caller that rolls back gains no tries.
    """
    return _tried(actor, phone_index=_index(_mobile(phone)), code=code, purpose=purpose)


def verify_own_code(actor: Actor, *, code_id: UUID, code: str, purpose: str) -> UUID:
    """The same for whoever holds the id of the code that they asked for: nobody else can try it, nor use up its tries. Wrong ones
    count against the address that asked, too.
    """
    asked = PhoneCode.objects.filter(pk=code_id, purpose=purpose).first()
    if asked is None:
        raise CodeOver
    _few_were_wrong(actor, asked)
    return _tried(actor, phone_index=bytes(asked.phone_index), code=code, purpose=purpose, code_id=code_id)


@transaction.atomic
def take_confirmation(actor: Actor, *, confirmation_id: UUID, purpose: str) -> Confirmed:
    """Use a confirmation, once, in the transaction of what it was asked for."""
    code = access.confirmation_to_take(actor, confirmation_id, purpose=purpose)
    code.taken_at = actor.now
    code.save(update_fields=["taken_at"])
    record(actor, "messages.confirmation_taken", code, purpose=purpose)
    return Confirmed(phone=crypto.unseal(code.phone), phone_index=bytes(code.phone_index))


def deliver_code(actor: Actor, *, code_id: UUID) -> Outcome | None:
    """Hand a code to the provider; None when it is over or was handed over too often. Not in a transaction: the count must stay
    when the worker dies on the way.
    """
    code = PhoneCode.objects.filter(pk=code_id, ends_at__gt=actor.now, sends__lt=rules.CODE_SENDS).first()
    provider = sms.provider()
    if code is None or provider is None:
        return None
    PhoneCode.objects.filter(pk=code_id).update(sends=F("sends") + 1)
    result = provider.send(codes.message(code, number=crypto.unseal(code.phone)))
    PhoneCode.objects.filter(pk=code_id).update(outcome=result.outcome, reason=result.reason)
    return result.outcome


@transaction.atomic
def delete_old_codes(actor: Actor) -> int:
    """Numbers that no limit needs any more are deleted."""
    count, _ = PhoneCode.objects.filter(asked_at__lte=actor.now - rules.CODES_KEPT).delete()
    if count:
        record(actor, "messages.codes_deleted", count=count)
    return count


def _tried(actor: Actor, *, phone_index: bytes, code: str, purpose: str, code_id: UUID | None = None) -> UUID:
    tried, is_right = _try_code(actor, phone_index=phone_index, code=code, purpose=purpose, code_id=code_id)
    if is_right:
        return tried.pk
    left = rules.CODE_TRIES - tried.tries
    raise CodeWrong(left) if left else CodeOver


@transaction.atomic(durable=True)
def _try_code(
    actor: Actor, *, phone_index: bytes, code: str, purpose: str, code_id: UUID | None
) -> tuple[PhoneCode, bool]:
    found = access.code_to_try(actor, phone_index=phone_index, purpose=purpose)
    if code_id is not None and found.pk != code_id:
        raise CodeOver  # a newer one was asked for
    is_right = hmac.compare_digest(codes.digits(found).encode(), code.strip().encode())
    found.tries += 1
    if is_right:
        found.confirmed_at = actor.now
        record(actor, "messages.phone_confirmed", found, purpose=purpose)
    found.save(update_fields=["tries", "confirmed_at"])
    return found, is_right


def _mobile(phone: str) -> str:
    """The number as digits; raises NotAPhone."""
    try:
        number = read_phone(phone)
    except Bad:
        raise NotAPhone from None
    if not number.startswith("1"):
        raise NotAPhone
    return number


def _index(number: str) -> bytes:
    (index,) = crypto.blind_index([number])
    assert index is not None, "a number is not empty"
    return index


def _within_limits(actor: Actor, phone_index: bytes, address_index: bytes | None) -> None:
    """Raises TooManyCodes. An address is held to codes that nobody has entered: thousands may log in from behind one, and whoever
    has messages sent to numbers of others is stopped. No lock holds that limit: a few more may slip through at the same moment.
    """
    asked = PhoneCode.objects.filter(asked_at__gt=actor.now - rules.CODES_KEPT)
    free_at = rules.free_again(
        asked.filter(phone_index=phone_index).values_list("asked_at", flat=True), now=actor.now
    )
    if free_at is None and address_index is not None:
        most = settings.MUSTER_CODES_PER_ADDRESS
        nth = (
            asked.filter(
                address_index=address_index,
                asked_at__gt=actor.now - rules.WINDOW_OF_ADDRESS,
                confirmed_at=None,
            )
            .order_by("-asked_at")
            .values_list("asked_at", flat=True)[most - 1 : most]
        )
        free_at = rules.end_of_window(next(iter(nth), None))
    if free_at is not None:
        raise TooManyCodes(ceil((free_at - actor.now).total_seconds()))


def _few_were_wrong(actor: Actor, code: PhoneCode) -> None:
    """Raises TooManyTries: whoever has codes sent to many numbers must not guess at all of them."""
    since = actor.now - rules.WINDOW_OF_ADDRESS
    tried = PhoneCode.objects.filter(address_index=code.address_index, asked_at__gt=since, tries__gt=0)
    counted = tried.aggregate(tries=Sum("tries"), right=Count("confirmed_at"))
    if (counted["tries"] or 0) - counted["right"] >= rules.WRONG_OF_ADDRESS:
        raise TooManyTries


def _columns(actor: Actor, about: About) -> dict[str, Any]:
    return {
        "operation": about.operation_id,
        "purpose": about.purpose,
        "subject": about.subject_id,
        "round": about.round,
        "step": about.step,
        "template": about.template,
        "variables": json.dumps({**about.variables, "path": about.path}),
        "channels": [channel for channel in about.channels if channel in connected()],
        "is_urgent": about.is_urgent,
        "now": actor.now,
        "ends": actor.now + about.life,
    }


def _due(now: datetime) -> list[tuple[str, int]]:
    most = rules.MOST_A_JOB * max(rules.LANES.values())
    values = {"now": now, "is_quiet": delivering.is_quiet(now), "channels": list(rules.LANES), "most": most}
    return [(channel, due) for channel, due in fetch(statement("messages", "due"), values)]


def _into_lane(channel: str, lane: int) -> None:
    name = f"messages.{channel}.{lane}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        queue.configure_task(DELIVER, queueing_lock=name, lock=name).defer(channel=channel)


def _rest(channel: str, counts: Counts, *, now: datetime) -> None:
    """A channel of which nothing went out rests, longer each time; one that works is woken."""
    if counts[Outcome.LATER] and counts[Outcome.LATER] == counts.total() and channel != Channel.CHAT:
        failures = (Pause.objects.filter(channel=channel).values_list("failures", flat=True).first() or 0) + 1
        until = now + rules.wait_after(failures)
        Pause.objects.update_or_create(channel=channel, defaults={"failures": failures, "until": until})
    elif counts[Outcome.SENT]:
        Pause.objects.filter(channel=channel).delete()
