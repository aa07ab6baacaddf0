"""Calling, coming forward, answering in time, and asking those without work on to where people are short."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from muster.kernel.actor import Actor
from muster.kernel.crypto import blind_index
from muster.kernel.ids import uuid7
from muster.kernel.journal import record
from muster.kernel.problems import Problem
from muster.kernel.statements import execute, fetch, statement
from muster.messages import commands as messages
from muster.people import access as people
from muster.people import commands as persons
from muster.people.models import Person
from muster.staffing import access as staffing
from muster.staffing import commands as seats
from muster.staffing.models import Assignment
from muster.teams import commands as teams
from muster.teams.models import Team, TeamKind

from . import access, local, particulars, places, rules, surplus, tokens
from .models import PURPOSE, Answer, Asked, Call, CallKind, CallState, Knock, Offer, OfferState, Through
from .particulars import Form, Particulars
from .problems import NoNumber, OfferDecided, OutOfRange, WrongTeam

UNANSWERED = (OfferState.RECEIVED, OfferState.WAITING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a unit calls for."""

    title: str
    place: str
    needed: int
    promise_minutes: int
    kind: str = CallKind.PEOPLE
    text: str = ""
    skills: Collection[str] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    team_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """Of several offers: how many were answered, and how many could not be."""

    done: int
    left: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a code: the offer, which is another's where they had come forward before; or the problem."""

    offer: Offer
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """What the clock found."""

    broken: int
    freed: int
    asked: int
    deleted: int


# Calls.


@transaction.atomic
def open_call(actor: Actor, *, operation_id: UUID, unit_id: UUID, wanted: Wanted) -> Call:
    """Call for people, or for what firms have."""
    operation = staffing.operation_in_use(actor, operation_id)
    unit = staffing.unit_to_plan(actor, operation, unit_id)
    _require_range("needed", wanted.needed, rules.MOST_NEEDED)
    _require_range("promise_minutes", wanted.promise_minutes, rules.MOST_MINUTES)
    if wanted.team_id and not Team.objects.filter(pk=wanted.team_id, unit=unit, operation=operation).exists():
        raise WrongTeam
    call = Call.objects.create(
        operation=operation,
        unit=unit,
        kind=wanted.kind,
        title=wanted.title,
        text=wanted.text,
        place=wanted.place,
        skills=list(wanted.skills),
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        needed=wanted.needed,
        promise_minutes=wanted.promise_minutes,
        team_id=wanted.team_id,
        token=tokens.of_call(),
        opened_at=actor.now,
        state_on=places.day_of(actor, operation),
    )
    record(actor, "calls.opened", call, operation_id=operation_id, unit_id=unit_id, needed=call.needed)
    return call


@transaction.atomic
def close_call(actor: Actor, *, call_id: UUID) -> Call:
    """Nobody comes forward for it any more. Whoever was not answered yet is thanked and let go."""
    call = access.call_to_change(actor, call_id)
    call.state, call.state_on = CallState.CLOSED, places.day_of(actor, call.operation)
    call.save(update_fields=["state", "state_on"])
    waiting = Offer.objects.select_for_update(no_key=True).filter(call=call, state__in=UNANSWERED)
    thanked = list(waiting.order_by("pk"))
    for offer in thanked:
        offer.call, offer.operation = call, call.operation
        places.become(actor, offer, OfferState.RELEASED, is_answer=True)
    record(
        actor,
        "calls.closed",
        call,
        operation_id=call.operation_id,
        unit_id=call.unit_id,
        thanked=len(thanked),
    )
    return call


# Coming forward.


@transaction.atomic
def sign_up(actor: Actor, *, token: str, form: Form) -> Offer:
    """What a stranger filled in is kept; it counts once the phone is confirmed. The same form sent again is the same offer."""
    call = access.call_to_join(token)
    values = _filled_in(actor, call, form) | {
        "who": particulars.who(call.operation_id, phone=form.told.phone)
    }
    offer, is_new = Offer.objects.get_or_create(call=call, key=form.key, defaults=values)
    if not is_new and offer.state == OfferState.UNCONFIRMED:  # they went back and mended something
        for name, value in values.items():
            setattr(offer, name, value)
        offer.save(update_fields=list(values))
    return offer


def send_code(actor: Actor, *, token: str, address: str) -> Problem | None:
    """Send the code that confirms a phone; what hinders it, if anything does. What was filled in stays."""
    offer = access.own_offer(token)
    if offer.state != OfferState.UNCONFIRMED:
        return None
    phone = particulars.opened(offer).phone
    try:
        messages.send_code(actor, phone=phone, purpose=PURPOSE, address=address)
    except Problem as problem:
        return problem
    return None


def confirm(actor: Actor, *, token: str, code: str) -> Tried:
    """Come forward with the code that was sent. A wrong one is counted where it cannot be taken back, so not in a transaction."""
    offer = access.own_offer(token)
    if offer.state != OfferState.UNCONFIRMED:
        return Tried(offer)
    try:
        confirmation_id = messages.verify_code(
            actor, phone=particulars.opened(offer).phone, code=code, purpose=PURPOSE
        )
    except Problem as problem:
        return Tried(offer, problem)
    return Tried(_confirmed(actor, token, confirmation_id))


@transaction.atomic
def take_down(actor: Actor, *, call_id: UUID, form: Form) -> Offer:
    """Somebody came in person, or phoned; an officer writes it down."""
    call = access.call_to_change(actor, call_id)
    values = _filled_in(actor, call, form)
    who = particulars.who(call.operation_id, phone=form.told.phone or str(form.key))
    offer, is_new = Offer.objects.get_or_create(call=call, key=form.key, defaults=values | {"who": who})
    return places.receive(actor, offer) if is_new else offer


@transaction.atomic
def come_forward(
    actor: Actor, *, call_id: UUID, through: Through, skills: Collection[str] = (), words: str = ""
) -> Offer:
    """A member comes forward, with their employer's unit or in their home community. Once a call, however they came."""
    person = Person.objects.get(pk=people.oneself(actor))
    seen = access.call_to_see(actor, call_id)
    local.require(person, seen, through, now=actor.now)
    call = access.public_calls_to_change(seen.operation_id, {call_id})[call_id]
    told = Particulars(person.name, local.phone_of(person), words=words)
    form = Form(key=uuid7(), told=told, skills=skills)
    who = particulars.who(call.operation_id, phone=told.phone, person_id=person.pk)
    values = _filled_in(actor, call, form) | {"who": who, "person": person, "through": through}
    return places.receive(actor, Offer(call=call, key=form.key, **values))


@transaction.atomic
def withdraw(actor: Actor, *, token: str) -> Offer:
    """They take their offer back, without a reason; nobody asks again."""
    offer = access.own_offer_to_change(token)
    if offer.state != OfferState.WITHDRAWN:
        access.require_may_become(offer, OfferState.WITHDRAWN)
        places.become(actor, offer, OfferState.WITHDRAWN, is_answer=False)
        places.note(actor, "calls.withdrawn", offer)
    return offer


@transaction.atomic
def count_knock(actor: Actor, *, address: str) -> bool:
    """Whether an address may send the public form once more in this minute. Only a blind index of it is kept, for an hour."""
    (source,) = blind_index([f"calls.knock {address}"])
    ((count,),) = fetch(statement("calls", "knock"), {"source": source, "now": actor.now})
    return bool(count <= rules.KNOCKS_A_MINUTE)


# Answering.


@transaction.atomic
def assign_offer(actor: Actor, *, offer_id: UUID, seat_id: UUID | None = None) -> Offer:
    """Give them work: a seat in the call's team, or the one that is named; what a firm offered is taken up."""
    offer = access.offer_to_answer(actor, offer_id)
    access.require_may_become(offer, OfferState.ASSIGNED)
    if offer.call.is_for_people:
        offer.assignment = _seat(actor, offer, seat_id)
    places.become(actor, offer, OfferState.ASSIGNED, is_answer=True)
    places.note(actor, "calls.assigned", offer)
    return offer


@transaction.atomic
def stand_by(actor: Actor, *, offer_id: UUID) -> Offer:
    """There is no work just now; they are asked to be ready."""
    return _answer(actor, offer_id, OfferState.STANDING_BY, "calls.stood_by")


@transaction.atomic
def release_offer(actor: Actor, *, offer_id: UUID) -> Offer:
    """Thank them and let them go; whatever seat they had is vacant."""
    return _answer(actor, offer_id, OfferState.RELEASED, "calls.released")


@transaction.atomic
def answer_offers(actor: Actor, *, offer_ids: Collection[UUID], answer: OfferState) -> Answered:
    """The same answer to several. One that cannot be given (somebody has a role elsewhere) leaves that offer as it was."""
    act = {
        OfferState.ASSIGNED: assign_offer,
        OfferState.STANDING_BY: stand_by,
        OfferState.RELEASED: release_offer,
    }[answer]
    done = 0
    for offer_id in sorted(offer_ids):
        try:
            with transaction.atomic():
                act(actor, offer_id=offer_id)
            done += 1
        except Problem:
            continue
    return Answered(done, len(offer_ids) - done)


@transaction.atomic
def show_number(actor: Actor, *, offer_id: UUID) -> str:
    """The phone number, for whoever must reach them; that it was shown is journaled."""
    offer = access.offer_to_read(actor, offer_id)
    number = particulars.opened(offer).phone
    if not number:
        raise NoNumber
    places.show_number(actor, offer)
    return number


# On to another unit.


@transaction.atomic
def ask_on(actor: Actor, *, call_id: UUID) -> int:
    """Ask those for whom the call has no work whether they would go to the nearest unit that is short; how many were asked."""
    call = access.call_to_change(actor, call_id)
    return _ask_on(actor, call)


@transaction.atomic
def answer_question(actor: Actor, *, token: str, goes: bool) -> Offer:
    """Yes: they have come forward there too, and this offer ends. No: without a reason, and they are not asked again."""
    seen = access.question_to_answer(access.own_offer(token))
    offer = access.own_offer_to_change(token, with_calls=(seen.call_id,))
    asked = access.question_to_answer(offer)
    asked.answer = Answer.YES if goes else Answer.NO
    asked.save(update_fields=["answer"])
    if not goes:
        offer.may_be_asked = False
        offer.save(update_fields=["may_be_asked"])
    target = Call.objects.get(pk=asked.call_id)
    is_possible = (
        target.left and target.state == CallState.OPEN and rules.may_become(offer.state, wanted="moved")
    )
    return places.move(actor, offer, target) if goes and is_possible else offer


# By the clock.


@transaction.atomic
def watch_promises(actor: Actor) -> Watched:
    """What a minute brings: promises broken, seats that ended, people to ask on, forms that nobody confirmed."""
    values = {"now": actor.now}
    freed = execute(statement("calls", "free_seatless"), values)
    broken = fetch(statement("calls", "break_promises"), values)
    for operation_id, unit_id, count in broken:
        record(actor, "calls.promises_broken", operation_id=operation_id, unit_id=unit_id, count=count)
    full = access.calls_with_surplus(actor)
    asked = sum(_ask_on(actor, call) for call in full)
    stale = Offer.objects.filter(state=OfferState.UNCONFIRMED, began_at__lt=actor.now - rules.UNCONFIRMED_FOR)
    deleted, _ = stale.delete()
    Knock.objects.filter(minute__lt=actor.now - timedelta(hours=1)).delete()
    return Watched(sum(count for *_, count in broken), freed, asked, deleted)


# Made of these.


@transaction.atomic
def _confirmed(actor: Actor, token: str, confirmation_id: UUID) -> Offer:
    """The phone is theirs: they have come forward. Who had done so before finds that offer again."""
    messages.take_confirmation(actor, confirmation_id=confirmation_id, purpose=PURPOSE)
    offer = access.own_offer_to_change(token)
    return offer if offer.state != OfferState.UNCONFIRMED else places.receive(actor, offer)


def _filled_in(actor: Actor, call: Call, form: Form) -> dict[str, object]:
    return particulars.sealed(form.told, operation_id=call.operation_id) | {
        "operation_id": call.operation_id,
        "unit_id": call.unit_id,
        "skills": [skill for skill in form.skills if not call.skills or skill in call.skills],
        "quantity": form.quantity,
        "language": form.language,
        "state_on": places.day_of(actor, call.operation),
        "began_at": actor.now,
    }


def _answer(actor: Actor, offer_id: UUID, state: OfferState, event: str) -> Offer:
    offer = access.offer_to_answer(actor, offer_id)
    access.require_may_become(offer, state)
    places.become(actor, offer, state, is_answer=True)
    places.note(actor, event, offer)
    return offer


def _seat(actor: Actor, offer: Offer, seat_id: UUID | None) -> Assignment:
    call = offer.call
    if offer.person_id is None:
        offer.person = persons.add_person(actor, name=rules.short_name(particulars.opened(offer).name))
    person_id = offer.person_id
    if person_id is None:
        raise OfferDecided
    seats.welcome(actor, operation_id=call.operation_id, unit_id=call.unit_id, person_id=person_id)
    if seat_id is not None:
        return seats.assign(actor, seat_id=seat_id, person_id=person_id)
    return teams.add_member(actor, team_id=_team(actor, call), person_id=person_id)


def _team(actor: Actor, call: Call) -> UUID:
    """The call's own, formed when the first has work."""
    if call.team_id is None:
        number = Call.objects.filter(operation=call.operation_id, unit=call.unit_id, pk__lte=call.pk).count()
        call.team = teams.create_team(
            actor,
            operation_id=call.operation_id,
            unit_id=call.unit_id,
            kind=TeamKind.VOLUNTEER,
            name=f"{call.title} ({number})",
            task=call.place,
            helpers=0,
        )
        call.save(update_fields=["team"])
    return call.team_id  # type: ignore[return-value]  # it was just given


def _ask_on(actor: Actor, call: Call) -> int:
    pairs = surplus.pairs(call)
    Asked.objects.bulk_create(
        [Asked(offer=offer, call=target, asked_at=actor.now) for offer, target in pairs],
        ignore_conflicts=True,
    )
    if pairs:
        about = {"operation_id": call.operation_id, "unit_id": call.unit_id}
        record(actor, "calls.asked_on", call, count=len(pairs), **about)
    return len(pairs)


def _require_range(what: str, number: int, most: int) -> None:
    if not 1 <= number <= most:
        raise OutOfRange(what, 1, most)
