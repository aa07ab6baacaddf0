"""Reading calls, who waits for an answer, and what became of promises."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Min, Q, QuerySet

from muster.kernel.actor import Actor
from muster.kernel.crypto import blind_index
from muster.messages import codes, sms
from muster.messages.models import PhoneCode
from muster.operations import access as operations
from muster.people import access as people
from muster.people.models import Person, Skill
from muster.staffing import queries as staffing
from muster.staffing.models import Seat
from muster.teams.models import Team, TeamState
from muster.units import access as units

from . import access, local, particulars, rules
from .models import PURPOSE, Asked, Call, CallState, Offer, OfferState, Promise, Telling, Through
from .particulars import Particulars

UNANSWERED = (OfferState.RECEIVED, OfferState.WAITING)
MAY_BE_ASKED = (OfferState.WAITING, OfferState.STANDING_BY)
NOT_COUNTED = Q(offers__state__in=[OfferState.UNCONFIRMED, OfferState.WITHDRAWN, OfferState.MOVED])


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody who came forward, as the officer who answers them reads it."""

    offer: Offer
    told: Particulars
    skills: list[str]
    is_late: bool
    was_asked: bool
    told_how: Telling | None  # whether their answer went out by short message


@dataclass(frozen=True, slots=True)
class Promises:
    """What became of the promises under a unit. `None` is fewer than five, on public pages."""

    kept: int | None
    broken: int | None
    pending: int | None
    people: int | None


@dataclass(frozen=True, slots=True)
class Own:
    """The page of somebody who came forward."""

    offer: Offer
    told: Particulars
    question: Asked | None
    seat: Seat | None
    is_late: bool

    @property
    def may_withdraw(self) -> bool:
        return rules.may_become(self.offer.state, wanted=OfferState.WITHDRAWN)

    @property
    def had_work(self) -> bool:
        """Whether a release ends a service, or declines an offer."""
        return self.offer.served


# At the desk.


def calls(
    actor: Actor, *, operation_id: UUID, unit_id: UUID | None = None, kind: str = "", state: str = "open"
) -> QuerySet[Call]:
    """The newest first, each with how many came forward, wait for an answer, or had to wait too long."""
    operations.operation_to_see(actor, operation_id)
    found = access.calls_visible_to(actor).filter(operation=operation_id)
    if unit_id:
        found = found.filter(unit__path__within=[units.unit_to_see(actor, unit_id).path])
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    return with_counts(found).order_by("-state", "-opened_at", "-pk")  # open before closed


def with_counts(found: QuerySet[Call]) -> QuerySet[Call]:
    return found.annotate(
        came=Count("offers", filter=~NOT_COUNTED),
        unanswered=Count("offers", filter=Q(offers__state__in=UNANSWERED)),
        kept=Count("offers", filter=Q(offers__promise=Promise.KEPT)),
        broken=Count("offers", filter=Q(offers__promise=Promise.BROKEN)),
    )


def call(actor: Actor, *, call_id: UUID) -> Call:
    return with_counts(access.calls_visible_to(actor)).get(pk=access.call_to_see(actor, call_id).pk)


def call_to_answer(actor: Actor, *, call_id: UUID) -> Call:
    """For pages that lead to a change: raises what the change itself would."""
    return access.call_to_answer(actor, call_id)


def may_answer(actor: Actor, call: Call) -> bool:
    return actor.may("plan", call.unit.path) and actor.may("see_people", call.unit.path)


def waiting(actor: Actor, *, operation_id: UUID, unit_id: UUID) -> QuerySet[Offer]:
    """Who waits for an answer in the actor's units, whose time is nearest first."""
    unit = units.unit_to_see(actor, unit_id)
    found = access.offers_visible_to(actor).filter(operation=operation_id, unit__path__within=[unit.path])
    return found.filter(state__in=UNANSWERED).order_by("due_at", "pk")


def to_answer(actor: Actor, *, operation_id: UUID) -> list[tuple[Call, datetime, int]]:
    """The actor's own calls in which somebody waits: by when the first must be answered, and how many wait."""
    waiting = access.offers_visible_to(actor).filter(
        operation=operation_id, unit__path__within=actor.paths("plan"), state__in=UNANSWERED
    )
    found = waiting.order_by().values("call").annotate(first=Min("due_at"), n=Count("pk")).order_by("first")
    calls_ = Call.objects.select_related("unit").in_bulk([row["call"] for row in found])
    return [(calls_[row["call"]], row["first"], row["n"]) for row in found]


def offers(actor: Actor, *, call_id: UUID, state: str = "") -> QuerySet[Offer]:
    """Who came forward for a call: those to answer first, then the others."""
    found = access.offers_visible_to(actor).filter(call=call_id)
    found = found.filter(state=state) if state else found
    return found.order_by(F("answered_at").asc(nulls_first=True), "due_at", "pk")


def lines(actor: Actor, listed: Iterable[Offer]) -> list[Line]:
    """Names are shown to those who may read lists of people; numbers stay masked until one is asked for."""
    listed = list(listed)
    names = {skill.code: str(skill) for skill in Skill.objects.all()}
    told = {one.offer_id: one for one in Telling.objects.filter(offer__in=listed).order_by("pk")}
    asked = set(Asked.objects.filter(offer__in=listed, answer="open").values_list("offer", flat=True))
    return [
        Line(
            offer=one,
            told=particulars.opened(one),
            skills=[names[code] for code in one.skills if code in names],
            is_late=is_late(one, now=actor.now),
            was_asked=one.pk in asked,
            told_how=told.get(one.pk),
        )
        for one in listed
    ]


def is_late(offer: Offer, *, now: datetime) -> bool:
    return offer.state in UNANSWERED and offer.due_at is not None and offer.due_at < now


def promises(actor: Actor, *, operation_id: UUID, unit_id: UUID) -> Promises:
    """Counts, for whoever sees the unit."""
    unit = units.unit_to_see(actor, unit_id)
    found = Offer.objects.filter(operation=operation_id, unit__path__within=[unit.path])
    return Promises(**_counted(found))


def teams(actor: Actor, *, operation_id: UUID, unit_id: UUID) -> QuerySet[Team]:
    """Where those who come forward to a unit may serve."""
    unit = units.unit_to_see(actor, unit_id)
    return Team.objects.filter(operation=operation_id, unit=unit, state=TeamState.ACTIVE).order_by("name")


def vacant_seats(actor: Actor, *, offer: Offer, text: str = "") -> list[Seat]:
    """General seats in sight that somebody who came forward could take instead, in the call's unit and below."""
    found = staffing.vacancies(
        actor, operation_id=offer.operation_id, unit_id=offer.unit_id, text=text
    ).filter(kind="general")
    return list(found[:20])


def offer_to_answer(actor: Actor, *, offer_id: UUID) -> Offer:
    return access.offer_to_read(actor, offer_id)


def without_work(actor: Actor, *, call: Call) -> int:
    """For how many the call has no place and nobody asked them on yet."""
    found = access.offers_visible_to(actor).filter(
        call=call, state__in=[OfferState.WAITING, OfferState.STANDING_BY], may_be_asked=True
    )
    return found.exclude(asked__answer="open").count()


def ways(actor: Actor, *, call: Call) -> list[Through]:
    """How the member who acts may come forward for a call."""
    person = Person.objects.get(pk=people.oneself(actor))
    return local.ways(person, call, now=actor.now)


def own_offers(actor: Actor, *, operation_id: UUID) -> list[Offer]:
    """Where the member who acts came forward."""
    own = Offer.objects.filter(operation=operation_id, person=actor.person_id, person__isnull=False)
    return list(own.exclude(state=OfferState.MOVED).select_related("call__unit").order_by("-pk"))


def skills() -> list[Skill]:
    return list(Skill.objects.all())


# For everybody.


def public_calls() -> QuerySet[Call]:
    """Open calls; those that still have places first."""
    has_places = Q(taken__lt=F("needed"))
    return access.public_calls().annotate(has_places=has_places).order_by("-has_places", "-opened_at", "-pk")


def public_call(*, token: str) -> Call:
    return access.public_call(token)


def public_promises() -> Promises:
    """Of all open operations: totals alone, and none that would tell of fewer than five."""
    counted = _counted(Offer.objects.filter(operation__closed_at=None))
    names = ("kept", "broken", "pending")
    parts = dict(zip(names, rules.told_parts([counted[name] for name in names]), strict=True))
    return Promises(**parts, people=rules.told(counted["people"]))


def own(actor: Actor, *, token: str) -> Own:
    offer = access.own_offer_with_call(token)
    seat = offer.assignment.seat if offer.assignment_id and offer.assignment else None
    return Own(
        offer=offer,
        told=particulars.opened(offer),
        question=access.question(offer) if offer.state in MAY_BE_ASKED else None,
        seat=seat if offer.state == OfferState.ASSIGNED else None,
        is_late=is_late(offer, now=actor.now),
    )


def shown_code(offer: Offer) -> str:
    """The code itself, where the settings say that nothing is sent and the page shows it (a demonstration); else nothing."""
    if settings.MUSTER_SMS_PROVIDER != sms.ON_SCREEN:
        return ""
    (index,) = blind_index([particulars.opened(offer).phone])
    code = PhoneCode.objects.filter(phone_index=index, purpose=PURPOSE).order_by("-asked_at", "-pk").first()
    return codes.shown_on_screen(code) if code else ""


def skills_asked(call: Call) -> list[Skill]:
    """What a form of a call offers to tick: what it asks for; everything where it asks for nothing."""
    known = skills()
    return [skill for skill in known if not call.skills or skill.code in call.skills]


def is_open(call: Call) -> bool:
    return call.state == CallState.OPEN and call.operation.closed_at is None


def _counted(found: QuerySet[Offer]) -> dict[str, Any]:
    return found.aggregate(
        kept=Count("pk", filter=Q(promise=Promise.KEPT)),
        broken=Count("pk", filter=Q(promise=Promise.BROKEN)),
        pending=Count("pk", filter=Q(promise=Promise.PENDING)),
        people=Count(
            "who",
            distinct=True,
            filter=~Q(state__in=[OfferState.UNCONFIRMED, OfferState.WITHDRAWN, OfferState.MOVED]),
        ),
    )
