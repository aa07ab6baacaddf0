"""The places of a call and the states of its offers: what the commands are made of. Whoever comes here has locked the call."""

from datetime import date, timedelta

from muster.kernel.actor import Actor, system_actor
from muster.kernel.journal import record
from muster.kernel.personal import Purpose
from muster.operations.models import Operation
from muster.operations.rules import local_day
from muster.privacy.commands import note_unmasking
from muster.staffing import commands as seats

from . import rules
from .models import Call, CallState, Offer, OfferState, Promise
from .telling import commands as telling

ENDED = (OfferState.UNCONFIRMED, OfferState.WITHDRAWN, OfferState.MOVED)


def receive(actor: Actor, offer: Offer) -> Offer:
    """A place if there is one, else the waiting list. The call is locked, so the last place goes to one."""
    call = offer.call
    for before in Offer.objects.filter(call=call, who=offer.who).exclude(state__in=ENDED):
        if not offer._state.adding:  # noqa: SLF001 - whether it stands in the database
            offer.delete()
        before.call, before.operation = call, call.operation
        return before
    offer.due_at = actor.now + timedelta(minutes=call.promise_minutes)
    offer.promise, offer.promise_on = Promise.PENDING, day_of(actor, call.operation)
    has_place = call.taken < call.needed
    offer.state = OfferState.RECEIVED if has_place else OfferState.WAITING
    offer.state_on = day_of(actor, call.operation)
    if has_place:
        _take(actor, call, offer.quantity)
    offer.save()
    note(actor, "calls.came_forward", offer)
    return offer


def become(actor: Actor, offer: Offer, state: OfferState, *, is_answer: bool) -> None:
    """The new state, what it means for the promise and for the call's places, and whose turn it is then."""
    day = day_of(actor, offer.operation)
    held, has = offer.holds_place, state in rules.WITH_PLACE
    if offer.due_at is not None:
        promise = rules.promise_after(offer.promise, due_at=offer.due_at, now=actor.now, is_answer=is_answer)
        offer.promise, offer.promise_on = promise, day if promise != offer.promise else offer.promise_on
    if is_answer and offer.answered_at is None:
        offer.answered_at = actor.now
    if state == OfferState.ASSIGNED:
        offer.served = True
    else:
        _unseat(actor if is_answer else _own_will(actor), offer)
    offer.state, offer.state_on = state, day
    offer.save()
    if is_answer:
        telling.tell_later(actor, offer=offer)
    if has and not held:
        _take(actor, offer.call, offer.quantity)
    elif held and not has:
        _take(actor, offer.call, -offer.quantity)
        _promote(actor, offer.call)


def _take(actor: Actor, call: Call, places: int) -> None:
    call.taken, call.state_on = max(0, call.taken + places), day_of(actor, call.operation)
    call.save(update_fields=["taken", "state_on"])


def _promote(actor: Actor, call: Call) -> None:
    """Whoever waits longest gets the place that became free."""
    if call.state != CallState.OPEN or not call.left:
        return
    waiting = Offer.objects.select_for_update(no_key=True).filter(call=call, state=OfferState.WAITING)
    first = waiting.order_by("due_at", "pk").first()
    if first is not None:
        first.state, first.state_on = OfferState.RECEIVED, day_of(actor, call.operation)
        first.save(update_fields=["state", "state_on"])
        _take(actor, call, first.quantity)


def _own_will(actor: Actor) -> Actor:
    """Whoever holds the link of an offer leaves the seat that it gave them, and needs no power over the unit for that."""
    return system_actor("calls.own_will", now=actor.now, powers={"plan"}, for_person=actor.person_id)


def _unseat(actor: Actor, offer: Offer) -> None:
    held = offer.assignment
    offer.assignment = None
    if held is not None and held.ended_at is None:
        seats.release(actor, assignment_id=held.pk)


def move(actor: Actor, offer: Offer, target: Call) -> Offer:
    target.operation = offer.operation
    copied = (
        "operation_id",
        "who",
        "name",
        "phone",
        "organisation",
        "words",
        "quantity",
        "skills",
        "language",
    )
    values = {
        name: getattr(offer, name) for name in (*copied, "through", "person_id", "began_at", "state_on")
    }
    become(actor, offer, OfferState.MOVED, is_answer=True)
    there = Offer(call=target, unit_id=target.unit_id, key=offer.pk, **values)
    return receive(actor, there)


def note(actor: Actor, event: str, offer: Offer) -> None:
    record(actor, event, offer, operation_id=offer.operation_id, unit_id=offer.unit_id, call=offer.call_id)


def show_number(actor: Actor, offer: Offer) -> None:
    """Their number is about to be shown: to reach them, and for nothing else."""
    note_unmasking(
        actor,
        key="calls.phone",
        subject_id=offer.pk,
        person_id=offer.person_id,
        unit_id=offer.unit_id,
        purpose=Purpose.REACH,
    )
    note(actor, "calls.number_shown", offer)


def day_of(actor: Actor, operation: Operation) -> date:
    return local_day(actor.now, time_zone=operation.time_zone)
