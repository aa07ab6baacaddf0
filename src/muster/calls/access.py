"""Which calls and offers an actor sees, and may change. Locks go from the operation (shared) to the call to the offer.

Calls are for everybody. Offers are for those who may read lists of people in the unit that called, and for whoever made them.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from muster.kernel.actor import Actor
from muster.kernel.problems import NotFound
from muster.operations import access as operations
from muster.operations.models import Operation
from muster.operations.problems import OperationClosed
from muster.staffing.access import SHARED, operation_in_use
from muster.units import access as units

from . import rules, tokens
from .models import Asked, Call, CallKind, CallState, Offer, OfferState
from .problems import CallClosed, NoSuchCall, NoSuchOffer, NotAsked, OfferDecided

WITH_CALL = ("call__unit", "call__operation")


# At the desk.


def calls_visible_to(actor: Actor) -> QuerySet[Call]:
    """Those of operations in sight: a call is no secret."""
    seen = operations.operations_visible_to(actor)
    return Call.objects.filter(operation__in=seen.values("pk")).select_related("unit", "operation", "team")


def call_to_see(actor: Actor, call_id: UUID) -> Call:
    call = calls_visible_to(actor).filter(pk=call_id).first()
    if call is None:
        raise NotFound
    return call


def call_to_answer(actor: Actor, call_id: UUID) -> Call:
    """The call, not locked, of a unit for which the actor plans and may read lists of people."""
    call = call_to_see(actor, call_id)
    units.unit_to_see(
        actor, call.unit_id
    )  # who sees nothing of the unit is told nothing of what may be done there
    units.require(actor, "plan", call.unit)
    units.require(actor, "see_people", call.unit)
    return call


def call_to_change(actor: Actor, call_id: UUID) -> Call:
    """The same, locked, in an open operation."""
    seen = call_to_answer(actor, call_id)
    operation = operation_in_use(actor, seen.operation_id)
    return _locked(call_id, operation)


def calls_with_surplus(actor: Actor) -> list[Call]:
    """Open calls for people that have nobody's place left and yet somebody to ask on. Locked, for the clock."""
    asks = Offer.objects.filter(call=OuterRef("pk"), state=OfferState.WAITING, may_be_asked=True)
    full = calls_visible_to(actor).filter(
        Exists(asks), kind=CallKind.PEOPLE, state=CallState.OPEN, operation__closed_at=None
    )
    found = full.filter(taken__gte=F("needed")).order_by("pk").select_for_update(of=("self",), no_key=True)
    return list(found)


def offers_visible_to(actor: Actor) -> QuerySet[Offer]:
    confirmed = Offer.objects.exclude(state=OfferState.UNCONFIRMED)
    return confirmed.filter(unit__path__within=actor.paths("see_people")).select_related("unit", *WITH_CALL)


def offer_to_answer(actor: Actor, offer_id: UUID) -> Offer:
    """The offer, locked after its call, with the power to answer it."""
    seen = offers_visible_to(actor).filter(pk=offer_id).first()
    if seen is None:
        raise NotFound
    call = call_to_change(actor, seen.call_id)
    return _offer(offer_id, call)


def offer_to_read(actor: Actor, offer_id: UUID) -> Offer:
    """The offer, not locked, of a call that the actor answers."""
    seen = offers_visible_to(actor).filter(pk=offer_id).first()
    if seen is None:
        raise NotFound
    call_to_answer(actor, seen.call_id)
    return seen


# For everybody, without log-in.


def public_calls() -> QuerySet[Call]:
    open_ = Call.objects.filter(state=CallState.OPEN, operation__closed_at=None)
    return open_.select_related("unit", "operation")


def public_call(token: str) -> Call:
    """Also one that is closed: whoever scans an old code is told so."""
    for call in Call.objects.filter(token=token).select_related("unit", "operation"):
        return call
    raise NoSuchCall


def call_to_join(token: str) -> Call:
    call = public_call(token)
    if call.state != CallState.OPEN or call.operation.closed_at is not None:
        raise CallClosed
    return call


def own_offer(token: str) -> Offer:
    """The offer of whoever holds its link. Thousands may come here in minutes: nothing is joined that a step does not need."""
    return _own(token, Offer.objects.all())


def own_offer_with_call(token: str) -> Offer:
    """The same, for its page."""
    return _own(token, Offer.objects.select_related(*WITH_CALL))


def _own(token: str, offers: QuerySet[Offer]) -> Offer:
    offer_id = tokens.offer_in(token)
    for offer in offers.filter(pk=offer_id) if offer_id else ():
        return offer
    raise NoSuchOffer


def own_offer_to_change(token: str, *, with_calls: tuple[UUID, ...] = ()) -> Offer:
    """The same, locked after its call (and after others that it may go to), in an open operation."""
    seen = own_offer(token)
    calls = public_calls_to_change(seen.operation_id, {seen.call_id, *with_calls})
    return _offer(seen.pk, calls[seen.call_id])


def public_calls_to_change(operation_id: UUID, call_ids: Collection[UUID]) -> dict[UUID, Call]:
    """Calls of one operation, locked in the order of their ids, whoever acts."""
    (operation,) = Operation.objects.raw(SHARED, [operation_id])
    if operation.closed_at is not None:
        raise OperationClosed
    return {call_id: _locked(call_id, operation) for call_id in sorted(call_ids)}


def question(offer: Offer) -> Asked | None:
    """The one question that is open to whoever holds the link."""
    return Asked.objects.select_related("call__unit").filter(offer=offer, answer="open").first()


def question_to_answer(offer: Offer) -> Asked:
    asked = question(offer)
    if asked is None:
        raise NotAsked
    return asked


def require_may_become(offer: Offer, state: OfferState) -> None:
    if not rules.may_become(offer.state, wanted=state):
        raise OfferDecided


def _locked(call_id: UUID, operation: Operation) -> Call:
    call = Call.objects.select_for_update(no_key=True).get(pk=call_id)
    call.operation = operation
    return call


def _offer(offer_id: UUID, call: Call) -> Offer:
    offer = Offer.objects.select_for_update(no_key=True).get(pk=offer_id)
    offer.call, offer.operation = call, call.operation
    return offer
