"""Reading directives. Whatever counts answers or lists who has not answered goes through `access.directive_counted`."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from muster.kernel.actor import Actor
from muster.kernel.statements import fetch, statement
from muster.operations.rules import local_day
from muster.people import access as people
from muster.units import access as units
from muster.units import queries as tree
from muster.units.models import Level, Unit

from . import access, rules
from .models import Delivery, Directive, Receipt, State

OFFERED_AT_ONCE = 20
WRITTEN_NUMBER = Concat(
    F("series"),
    Value("〔"),
    Cast("number_year", CharField()),
    Value("〕"),
    Cast("number", CharField()),
    Value("号"),
    output_field=CharField(),
)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a directive would reach: units that it asks, units it is copied to, members."""

    units: int
    copies: int
    members: int


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a directive has come among the units of one level.

    `accepted` counts all who accepted, whatever they did since; `in_progress` and `done` what they are at now. `asked` leaves out
    units that have it for information.
    """

    level: Level
    delivered: int
    asked: int
    accepted: int
    in_progress: int
    done: int
    members: int
    read: int
    told: int


def directive(actor: Actor, *, directive_id: UUID) -> Directive:
    return access.directive_to_see(actor, directive_id)


def directives(
    actor: Actor, *, operation_id: UUID, state: str = "", kind: str = "", text: str = ""
) -> QuerySet[Directive]:
    """Those the actor sees, newest first; `text` is part of a title or of a number."""
    found = access.directives_visible_to(actor).filter(operation=operation_id)
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    if wanted := text.strip():
        found = found.annotate(written=WRITTEN_NUMBER).filter(
            Q(title__contains=wanted) | Q(written__contains=wanted)
        )
    return found.order_by("-pk")


def reach(actor: Actor, *, directive_id: UUID) -> Reach:
    """Whom it would reach if it were issued now."""
    found = access.directive_to_see(actor, directive_id)
    values = {
        "directive": directive_id,
        "day": _today(actor, found),
        "not_addressed": list(rules.KINDS_OF_UNIT_NOT_ADDRESSED),
        "addresses_members": rules.KINDS[found.kind].addresses_members,
    }
    ((asked, copies, members),) = fetch(statement("directives", "reach"), values)
    return Reach(units=asked, copies=copies, members=members)


def funnel(actor: Actor, *, directive_id: UUID, unit_id: UUID | None = None) -> list[Stage]:
    """By level, for one unit and all below it, or for all in sight. Never for what is voluntary."""
    access.directive_counted(actor, directive_id)
    values = {"directive": directive_id, "paths": _paths(actor, unit_id)}
    stages = {row[0]: row[1:] for row in fetch(statement("directives", "funnel"), values)}
    return [Stage(level, *stages[level]) for level in Level if level in stages]


def units_yet_to_accept(
    actor: Actor, *, directive_id: UUID, unit_id: UUID | None = None
) -> QuerySet[Delivery]:
    """Deliveries that wait for an acceptance, in the order of the units' codes. Never for what is voluntary."""
    access.directive_asking(actor, directive_id)
    waiting = access.deliveries_visible_to(actor).filter(
        directive=directive_id, asks_acceptance=True, accepted_at=None, is_in_force=True
    )
    return waiting.filter(unit__path__within=_paths(actor, unit_id)).order_by("unit__code")


def units_to_narrow_by(actor: Actor, *, directive_id: UUID) -> list[Unit]:
    """The county-level and township units that got it, as a choice of subtrees."""
    got = access.deliveries_visible_to(actor).filter(directive=directive_id, is_copy=False)
    between = got.filter(unit__level__in=(Level.COUNTY, Level.TOWNSHIP))
    return [delivery.unit for delivery in between.order_by("unit__path__depth", "unit__code")]


def own_deliveries(actor: Actor, *, directive_id: UUID) -> QuerySet[Delivery]:
    """What came to the very units that the actor accepts for: not to those below them."""
    return _own(actor).filter(directive=directive_id)


def deliveries_to_accept(actor: Actor) -> QuerySet[Delivery]:
    """For the page Mine: what waits for the actor's own units, the first due first."""
    return _unfinished(actor).filter(state="delivered")


def deliveries_to_report(actor: Actor) -> QuerySet[Delivery]:
    """For the page Mine: accepted by the actor's own units, not yet done."""
    return _unfinished(actor).exclude(state__in=("delivered", "done"))


def delivery(actor: Actor, *, directive_id: UUID, unit_id: UUID) -> Delivery:
    found = access.directive_to_see(actor, directive_id)
    return access.delivery_to_see(actor, directive=found, unit_id=unit_id)


def local_details(actor: Actor, *, directive_id: UUID) -> list[Delivery]:
    """What the levels above the actor's own units, and these themselves, added; the highest first."""
    access.directive_to_see(actor, directive_id)
    paths = [*actor.paths("see"), *_paths_of_own_roll(actor, directive_id)]
    above = Q()
    for path in filter(None, paths):
        above |= Q(unit__path__above=path)
    added = Delivery.objects.filter(above, directive=directive_id).exclude(local_detail="")
    return list(added.select_related("unit").order_by("unit__path__depth", "unit__code")) if above else []


def members_reached(actor: Actor, *, directive_id: UUID, unit_id: UUID) -> QuerySet[Receipt]:
    """Members of one unit with what they read or were told, for those who may read lists of people; never for the voluntary."""
    access.directive_counted(actor, directive_id)
    unit = units.unit_to(actor, "see_people", unit_id)
    reached = Receipt.objects.filter(directive=directive_id, unit=unit).select_related("person")
    return reached.order_by("person__pinyin", "person__name", "pk")


def own_receipt(actor: Actor, *, directive_id: UUID) -> Receipt | None:
    return own_receipts(actor).filter(directive=directive_id).first() if actor.is_signed_in else None


def own_receipts(actor: Actor) -> QuerySet[Receipt]:
    """What came to the person who acts, the newest first."""
    own = Receipt.objects.filter(person_id=people.oneself(actor), directive__issued_at__isnull=False)
    return own.select_related("directive__issuing_unit").order_by("-directive__issued_at", "-pk")


def issuing_units(actor: Actor) -> list[Unit]:
    """The units for which the actor drafts: those of their roles."""
    paths = [path for path in actor.paths("draft") if path]
    return list(
        units.units_visible_to(actor).standing().filter(path__in=paths).order_by("path__depth", "code")
    )


def series_used(actor: Actor, *, unit_id: UUID) -> str:
    """The proxy word that a unit used last."""
    unit = units.unit_to_see(actor, unit_id)
    used = Directive.objects.filter(issuing_unit=unit).exclude(series="").order_by("-pk")
    return used.values_list("series", flat=True).first() or ""


def addressable(actor: Actor, *, text: str = "", chosen: tuple[UUID, ...] = ()) -> list[Unit]:
    """Units to choose addressees from: those chosen already, then what the text finds, or the actor's own and their children."""
    sight = units.units_visible_to(actor).standing().order_by("path__depth", "code")
    own = actor.paths("draft")
    near = sight.filter(Q(path__in=own) | Q(parent__path__in=own))
    found = tree.find(actor, text=text) if text.strip() else near
    offered = found.exclude(pk__in=chosen).exclude(kind__in=rules.KINDS_OF_UNIT_NOT_ADDRESSED)
    return [*sight.filter(pk__in=chosen), *offered[:OFFERED_AT_ONCE]]


def _own(actor: Actor) -> QuerySet[Delivery]:
    own = access.deliveries_visible_to(actor).filter(unit__path__in=actor.paths("accept"))
    return own.order_by("unit__path__depth", "unit__code")


def _unfinished(actor: Actor) -> QuerySet[Delivery]:
    open_ = _own(actor).filter(asks_acceptance=True, is_in_force=True, directive__state=State.ISSUED)
    return open_.select_related("unit", "directive").order_by(
        "directive__due_on", "directive__issued_at", "pk"
    )


def _paths(actor: Actor, unit_id: UUID | None) -> list[str]:
    return [units.unit_to_see(actor, unit_id).path] if unit_id else list(actor.paths("see"))


def _paths_of_own_roll(actor: Actor, directive_id: UUID) -> list[str]:
    own = Receipt.objects.filter(directive=directive_id, person=actor.person_id)
    return list(own.values_list("unit__path", flat=True))


def _today(actor: Actor, found: Directive) -> date:
    return local_day(actor.now, time_zone=found.operation.time_zone)
