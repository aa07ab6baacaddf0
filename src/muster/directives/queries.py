"""Reading directives. Whatever counts answers or lists who has not answered goes through `access.directive_counted`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat

from muster.kernel.actor import Actor
from muster.kernel.problems import NotAllowed, NotFound
from muster.kernel.statements import fetch, statement
from muster.operations import queries as operations
from muster.operations.rules import local_day
from muster.people import access as people
from muster.units import access as units
from muster.units import queries as tree
from muster.units.models import Level, Unit

from . import access, rules
from .models import Addressee, Delivery, Directive, Receipt, Reminder, Report, ReviewNote, State, Version
from .problems import NotNow

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


def directive(actor: Actor, *, operation_id: UUID, directive_id: UUID) -> Directive:
    found = access.directive_to_see(actor, directive_id)
    if found.operation_id != operation_id:
        raise NotFound
    return found


def directives(
    actor: Actor, *, operation_id: UUID, state: str = "", kind: str = "", text: str = ""
) -> QuerySet[Directive]:
    """Those the actor sees, newest first; `text` is part of a title or of a number."""
    access.operation_to_see(actor, operation_id)
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


def waiting_for_oneself(actor: Actor, *, directives: Iterable[Directive]) -> dict[UUID, set[str]]:
    """What each waits for: "accept" by the actor's own units, "read" by the actor. Nobody is nagged to read an appeal."""
    ids = [found.pk for found in directives]
    own = deliveries_to_accept(actor).filter(directive__in=ids).order_by().values_list("directive", flat=True)
    unread = Receipt.objects.filter(
        directive__in=ids, person=actor.person_id, read_at=None, is_voluntary=False
    )
    waiting: dict[UUID, set[str]] = {id_: {"accept"} for id_ in own}
    for id_ in unread.values_list("directive", flat=True):
        waiting.setdefault(id_, set()).add("read")
    return waiting


def directive_before(actor: Actor, *, verb: str, operation_id: UUID, directive_id: UUID) -> Directive:
    """For a page that shows what a verb will do: with the power that it takes, and at a point where it can be done."""
    found = directive(actor, operation_id=operation_id, directive_id=directive_id)
    units.require(actor, rules.POWERS[verb], found.issuing_unit)
    if verb not in rules.verbs_from(found.state):
        raise NotNow(str(State(found.state).label))
    return found


def acts(actor: Actor, *, directive: Directive) -> set[str]:
    """What this actor may do to it at this point: for the buttons. The commands check again."""
    path = directive.issuing_unit.path
    found = {verb for verb in rules.verbs_from(directive.state) if actor.may(rules.POWERS[verb], path)}
    writes = access.writes(actor, directive)
    if directive.state == State.DRAFT and writes:
        found |= {"edit", "submit"}
    if directive.state in rules.UNFINISHED and (writes or actor.may("review", path)):
        found.add("comment")
    if directive.asks_acceptance and access.may_pace(actor, directive):
        found.add("ladder")
    return found


def delivery_acts(actor: Actor, *, directive: Directive, delivery: Delivery) -> set[str]:
    """What this actor may do for this unit at this point; "members" is to see their list, "tell" to note who was told."""
    path = delivery.unit.path
    of_members = {"members": "see_people", "tell": "accept"} if not directive.is_voluntary else {}
    found = {act for act, power in of_members.items() if actor.may(power, path)}
    if directive.state != State.ISSUED or not delivery.asks_acceptance:
        return found
    found |= {
        verb
        for verb in rules.delivery_verbs_from(delivery.state)
        if actor.may(rules.DELIVERY_POWERS[verb], path)
    }
    if delivery.accepted_at and actor.may("accept", path):
        found.add("detail")
    return found


def text(actor: Actor, *, directive_id: UUID) -> list[Version]:
    """Its versions, the latest first."""
    access.directive_to_see(actor, directive_id)
    return list(Version.objects.filter(directive=directive_id))


def review_notes(actor: Actor, *, directive_id: UUID) -> QuerySet[ReviewNote]:
    """What was said on the way to signing: for those who drafted, review or issue."""
    found = access.directive_to_see(actor, directive_id)
    deciding = actor.may("review", found.issuing_unit.path) or actor.may("issue", found.issuing_unit.path)
    notes = ReviewNote.objects.filter(directive=found).select_related("person")
    return notes if deciding or access.writes(actor, found) else notes.none()


def addressees(actor: Actor, *, directive_id: UUID) -> QuerySet[Addressee]:
    """The main addressees first."""
    access.directive_to_see(actor, directive_id)
    named = Addressee.objects.filter(directive=directive_id).select_related("unit")
    return named.order_by("is_copy", "unit__path__depth", "unit__code")


def what_was_drafted(actor: Actor, *, directive_id: UUID) -> dict[str, Any]:
    """The values of its form, for its author."""
    found = access.draft_to_see(actor, directive_id)
    if found.state != State.DRAFT:
        raise NotNow(str(State(found.state).label))
    fields = ("kind", "purpose", "urgency", "series", "title", "due_on", "legal_basis", "signer")
    named = list(addressees(actor, directive_id=directive_id))
    return {name: getattr(found, name) for name in fields} | {
        "issuing_unit": found.issuing_unit_id,
        "body": text(actor, directive_id=directive_id)[0].body,
        "addressees": [one.unit_id for one in named if not one.is_copy],
        "copied_to": [one.unit_id for one in named if one.is_copy],
    }


def reached(actor: Actor, *, directive_id: UUID) -> Reach:
    """Whom it has reached in the actor's sight. This counts copies, not answers."""
    access.directive_to_see(actor, directive_id)
    here = access.deliveries_visible_to(actor).filter(directive=directive_id)
    counts = here.aggregate(
        units=Count("pk", filter=Q(is_copy=False)),
        copies=Count("pk", filter=Q(is_copy=True)),
        members=Sum("members", default=0),
    )
    return Reach(**counts)


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


def deliveries(actor: Actor, *, directive_id: UUID) -> QuerySet[Delivery]:
    """What each unit in sight did with it, in the order of the units' codes. Never for what is voluntary."""
    access.directive_counted(actor, directive_id)
    return access.deliveries_visible_to(actor).filter(directive=directive_id).order_by("unit__code")


def units_below_yet_to_accept(actor: Actor, *, directive_id: UUID) -> QuerySet[Delivery]:
    """Without the actor's own units, which they can accept for at once."""
    return units_yet_to_accept(actor, directive_id=directive_id).exclude(_is_own(actor))


def unit_to_remind(actor: Actor, *, directive: Directive, unit_id: UUID | None) -> Unit | None:
    """The unit with whose subtree "remind them" is offered: the one asked for, or the highest of one's own."""
    if directive.state != State.ISSUED:
        return None
    own = units.units_visible_to(actor).filter(path__within=actor.paths("accept"))
    chosen = own.filter(pk=unit_id) if unit_id else own.filter(path__in=actor.paths("accept"))
    return chosen.order_by("path__depth", "code").first()


def units_to_narrow_by(actor: Actor, *, directive_id: UUID) -> list[Unit]:
    """The county-level and township units that got it, as a choice of subtrees."""
    got = access.deliveries_visible_to(actor).filter(directive=directive_id, is_copy=False)
    between = got.filter(unit__level__in=(Level.COUNTY, Level.TOWNSHIP))
    return [delivery.unit for delivery in between.order_by("unit__path__depth", "unit__code")]


def own_deliveries(actor: Actor, *, directive_id: UUID) -> QuerySet[Delivery]:
    """What came to the very units that the actor accepts for, and to those that they took over: not to others below them."""
    return _own(actor).filter(directive=directive_id)


def deliveries_to_accept(actor: Actor) -> QuerySet[Delivery]:
    """For the page Mine: what waits for the actor's own units, the first due first."""
    return _unfinished(actor).filter(state="delivered")


def deliveries_to_report(actor: Actor) -> QuerySet[Delivery]:
    """For the page Mine: accepted by the actor's own units, not yet done."""
    return _unfinished(actor).exclude(state__in=("delivered", "done"))


def deliveries_unheard(actor: Actor, *, operation_id: UUID) -> QuerySet[Delivery]:
    """Of what binds: copies of the actor's own units that did not reach all their members; `heard` have read it or were told."""
    binding = [kind for kind, rule in rules.KINDS.items() if rule.is_binding]
    told = Delivery.objects.filter(
        operation=operation_id, directive__state=State.ISSUED, directive__kind__in=binding
    )
    heard = Receipt.objects.filter(
        Q(read_at__isnull=False) | Q(told_at__isnull=False),
        directive=OuterRef("directive"),
        unit=OuterRef("unit"),
    )
    counted = heard.order_by().values("unit").annotate(n=Count("pk")).values("n")
    own = told.filter(unit__path__in=actor.paths("accept"), members__gt=0, is_in_force=True)
    found = own.annotate(heard=Coalesce(Subquery(counted), 0)).filter(heard__lt=F("members"))
    return found.select_related("unit", "directive").order_by("directive__issued_at", "pk")


def delivery(actor: Actor, *, directive_id: UUID, unit_id: UUID) -> Delivery:
    found = access.directive_to_see(actor, directive_id)
    return access.delivery_to_see(actor, directive=found, unit_id=unit_id)


def reports(actor: Actor, *, directive_id: UUID, unit_id: UUID) -> QuerySet[Report]:
    """What a unit reported and what came back to it, the latest first."""
    found = delivery(actor, directive_id=directive_id, unit_id=unit_id)
    return Report.objects.filter(delivery=found).select_related("person").order_by("-at", "-pk")


def reminders(actor: Actor, *, directive_id: UUID, unit_id: UUID) -> QuerySet[Reminder]:
    found = delivery(actor, directive_id=directive_id, unit_id=unit_id)
    return Reminder.objects.filter(delivery=found).select_related("person").order_by("-at", "-pk")


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


def issuing_units(actor: Actor, *, operation_id: UUID) -> list[Unit]:
    """The units of the actor's roles, as far as they belong to the operation, for which the actor drafts."""
    within = operations.operation(actor, operation_id=operation_id).unit.path
    own = (
        units.units_visible_to(actor).standing().filter(path__in=actor.paths("draft"), path__within=[within])
    )
    found = list(own.order_by("path__depth", "code"))
    if not found:
        raise NotAllowed("draft")
    return found


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
    own = access.deliveries_visible_to(actor).filter(_is_own(actor))
    return own.order_by("unit__path__depth", "unit__code")


def _is_own(actor: Actor) -> Q:
    """Of the very units that the actor accepts for, and of units that these took over."""
    paths = actor.paths("accept")
    return Q(unit__path__in=paths) | Q(unit__successor__path__in=paths)


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
