"""Whoever came forward hears the answer by short message: work, stand-by or thanks, each once. Nobody is ever reminded here.

Called by the commands and by the clock. What has changed or ended before it went out is not sent; what may have gone out is tried
once more, under the same key.
"""

from collections import Counter

from django.db.models import F
from django.utils import translation
from django.utils.translation import pgettext_lazy

from muster.calls import particulars, rules
from muster.calls.models import Offer, OfferState, Telling
from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.messages import delivering, sms
from muster.messages.outcome import Outcome

TEMPLATE = "answered"
SAID = {
    OfferState.ASSIGNED: pgettext_lazy("answer", "there is work for you"),
    OfferState.STANDING_BY: pgettext_lazy("answer", "please stand by"),
    OfferState.RELEASED: pgettext_lazy("answer", "not needed for now, thank you"),
}
SERVED = pgettext_lazy("answer", "your service has ended, thank you")


def tell_later(actor: Actor, *, offer: Offer) -> None:
    """Note that the answer has to be told, if there is a way to."""
    if offer.state in rules.TOLD and offer.phone is not None and sms.provider() is not None:
        Telling.objects.get_or_create(
            offer=offer,
            answer=offer.state,
            defaults={"asked_at": actor.now, "ends_at": actor.now + rules.TOLD_WITHIN},
        )


def tell_answers(actor: Actor) -> int:
    """Send what waits; how many went out. Runs by the clock, one at a time, and not in a transaction: each try is counted before
    it is made, so that a worker that dies repeats one at most. At night it waits for the morning.
    """
    provider = sms.provider()
    if provider is None or delivering.is_quiet(actor.now):
        return 0
    counts: Counter[str] = Counter()
    for telling in _waiting(actor):
        outcome = _tell(telling, provider) if _still_true(telling) else "stopped"
        counts[outcome] += 1
        if outcome == Outcome.LATER:  # nothing goes out now
            break
    if counts[Outcome.SENT]:
        record(actor, "calls.told", count=counts[Outcome.SENT])
    return counts[Outcome.SENT]


def _waiting(actor: Actor) -> list[Telling]:
    found = Telling.objects.filter(outcome="", ends_at__gt=actor.now)
    return list(found.select_related("offer__call__unit").order_by("pk")[: rules.MOST_TOLD])


def _still_true(telling: Telling) -> bool:
    if telling.offer.state == telling.answer and particulars.opened(telling.offer).phone:
        return True
    _end(telling, "stopped", "")
    return False


def _tell(telling: Telling, provider: sms.Provider) -> str:
    Telling.objects.filter(pk=telling.pk).update(sends=F("sends") + 1)
    offer = telling.offer
    with translation.override(offer.language or "zh-hans"):
        ends_service = telling.answer == OfferState.RELEASED and offer.served
        said = str(SERVED if ends_service else SAID[OfferState(telling.answer)])
    result = provider.send(
        sms.Sms(
            number=particulars.opened(offer).phone,
            template=TEMPLATE,
            variables={"title": offer.call.title, "unit": offer.call.unit.name, "answer": said},
            key=telling.pk.hex,
        )
    )
    if result.outcome == Outcome.LATER:
        Telling.objects.filter(pk=telling.pk).update(sends=F("sends") - 1)
    elif result.outcome != Outcome.UNKNOWN or telling.sends + 1 >= rules.TELLING_SENDS:
        _end(telling, result.outcome, result.reason)
    return result.outcome


def _end(telling: Telling, outcome: str, reason: str) -> None:
    Telling.objects.filter(pk=telling.pk).update(outcome=outcome, reason=reason[:60])
