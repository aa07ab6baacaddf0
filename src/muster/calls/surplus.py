"""To which unit that is short of people somebody is asked on, for whom another has no work."""

from collections.abc import Sequence
from math import cos, hypot, radians
from uuid import UUID

from django.db.models import Count, F, Q

from muster.staffing.positions import Position, unit_positions

from . import rules
from .models import Call, CallKind, CallState, Offer, OfferState

METRES_A_DEGREE = 111_320


def next_calls(call: Call) -> list[tuple[Call, int]]:
    """Open calls of other units that still have places, the nearest first, each with how many more it may be sent."""
    short = Call.objects.filter(
        operation=call.operation_id, kind=CallKind.PEOPLE, state=CallState.OPEN, taken__lt=F("needed")
    ).exclude(unit=call.unit_id)
    short = short.select_related("unit").annotate(
        pending=Count("questions", filter=Q(questions__answer="open"))
    )
    where = unit_positions()
    here = where.get(call.unit_id, (0.0, 0.0))
    near = sorted(short, key=lambda one: (metres(here, where.get(one.unit_id, here)), one.pk))
    return [(one, one.left - one.pending) for one in near if one.left > one.pending]


def whom_to_ask(call: Call) -> list[Offer]:
    """Those for whom the call has no place, who were not asked yet and have not said no; who waits longest, first."""
    without_work = Offer.objects.filter(
        call=call, state__in=[OfferState.WAITING, OfferState.STANDING_BY], may_be_asked=True
    )
    return list(without_work.exclude(asked__answer="open").order_by("pk")[: rules.MOST_PASSED_ON])


def pairs(call: Call) -> list[tuple[Offer, Call]]:
    """Who is asked to go where: each at most once, to the nearest that suits them and that they were not asked about before."""
    people = whom_to_ask(call)
    if not people:
        return []
    known = _asked_before(people)
    calls = next_calls(call)
    left = {one.pk: places for one, places in calls}
    return [pair for offer in people if (pair := _pair(offer, [one for one, _ in calls], left, known))]


def metres(here: Position, there: Position) -> float:
    """As the crow flies; near enough within a city.

    >>> round(metres((106.6, 30.5), (106.6, 30.51)))
    1113
    """
    east = (there[0] - here[0]) * cos(radians(here[1]))
    return hypot(east, there[1] - here[1]) * METRES_A_DEGREE


def _pair(
    offer: Offer, calls: Sequence[Call], left: dict[UUID, int], known: set[tuple[UUID, UUID]]
) -> tuple[Offer, Call] | None:
    for call in calls:
        suits = rules.suits(call.skills, can=offer.skills)
        if left[call.pk] and suits and (offer.pk, call.pk) not in known:
            left[call.pk] -= 1
            return offer, call
    return None


def _asked_before(people: Sequence[Offer]) -> set[tuple[UUID, UUID]]:
    asked = Offer.objects.filter(pk__in=[one.pk for one in people], asked__isnull=False)
    return set(asked.values_list("pk", "asked__call"))
