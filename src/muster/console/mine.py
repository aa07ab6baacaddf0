"""What a person has to do: each app's own-work query, in one list. Whoever adds an app with work adds a line to MINE."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.calls import queries as calls
from muster.directives import queries as directives
from muster.directives.clauses import queries as clauses
from muster.directives.models import Delivery, Part
from muster.kernel.actor import Actor
from muster.kernel.problems import Words
from muster.operations import queries as operations
from muster.operations.models import TemporaryUnitState
from muster.staffing import queries as staffing
from muster.staffing.models import GroupKind, Seat
from muster.staffing.words import title as seat_title
from muster.zones import queries as zones

from .navigation import page_url

MOST_OF_A_KIND = 50
NO_DATE = date.max


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: the verb, what with, for which unit, by when."""

    action: Words
    name: Words
    url: str
    image: str
    unit: str = ""
    due_on: date | None = None
    since: datetime | None = None
    is_overdue: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A seat that the person holds."""

    title: str
    group: str
    url: str
    since: datetime


Source = Callable[[Actor, UUID, date], Iterator[Todo]]


def mine(actor: Actor, *, operation_id: UUID, today: date) -> list[Todo]:
    """In the order of deadline; what has none comes last, the oldest first."""
    operations.operation(actor, operation_id=operation_id)
    found = [one for source in MINE for one in source(actor, operation_id, today)]
    return sorted(found, key=lambda one: (one.due_on or NO_DATE, one.since.timestamp() if one.since else 0))


def roles(actor: Actor, *, operation_id: UUID) -> list[Held]:
    """The seats that the person holds in the operation's zones and teams."""
    own = [one for one in staffing.own_roles(actor) if one.operation_id == operation_id]
    return [
        Held(seat_title(one.seat), one.seat.group_name, _group_url(one.seat), one.began_at) for one in own
    ]


def _group_url(seat: Seat) -> str:
    if seat.group_kind == GroupKind.ZONE:
        return page_url("zones:zone", operation_id=seat.operation_id, zone_id=seat.group_id)
    return page_url("teams:team", operation_id=seat.operation_id, team_id=seat.group_id)


def _to_accept(actor: Actor, operation_id: UUID, today: date) -> Iterator[Todo]:
    waiting = directives.deliveries_to_accept(actor).filter(directive__operation=operation_id)
    for delivery in waiting[:MOST_OF_A_KIND]:
        yield _todo(
            delivery, today, action=_("Accept"), image="file-text", since=delivery.directive.issued_at
        )


def _to_report(actor: Actor, operation_id: UUID, today: date) -> Iterator[Todo]:
    open_ = directives.deliveries_to_report(actor).filter(directive__operation=operation_id)
    for delivery in open_[:MOST_OF_A_KIND]:
        yield _todo(delivery, today, action=_("Report"), image="message", since=delivery.accepted_at)


def _todo(delivery: Delivery, today: date, *, action: Words, image: str, since: datetime | None) -> Todo:
    directive = delivery.directive
    return Todo(
        action=action,
        name=directive.title,
        url=page_url("directives:directive", operation_id=directive.operation_id, directive_id=directive.pk),
        image=image,
        unit=delivery.unit.name,
        due_on=directive.due_on,
        since=since,
        is_overdue=directive.due_on is not None and directive.due_on < today,
    )


def _parts(actor: Actor, operation_id: UUID, today: date) -> Iterator[Todo]:
    """Clauses of the own units, or that one sees to; then those reported as done that wait to be confirmed."""
    for part in clauses.parts_to_do(actor, operation_id=operation_id)[:MOST_OF_A_KIND]:
        yield _part_todo(part, today, action=_("Report"), image="list")
    for part in clauses.parts_to_confirm(actor, operation_id=operation_id)[:MOST_OF_A_KIND]:
        yield _part_todo(part, today, action=_("Confirm"), image="shield-check", since=part.done_at)


def _part_todo(part: Part, today: date, *, action: Words, image: str, since: datetime | None = None) -> Todo:
    return Todo(
        action=action,
        name=str(part.clause),
        url=page_url(
            "directives:part",
            operation_id=part.operation_id,
            directive_id=part.clause.directive_id,
            clause_id=part.clause_id,
            unit_id=part.unit_id,
        ),
        image=image,
        unit=part.unit.name,
        due_on=part.due_on,
        since=since,
        is_overdue=part.due_on is not None and part.due_on < today,
    )


def _to_read(actor: Actor, operation_id: UUID, today: date) -> Iterator[Todo]:
    """What is voluntary is offered in the list of directives; it is nobody's task."""
    del today
    unread = directives.own_receipts(actor).filter(
        directive__operation=operation_id, directive__state="issued", read_at=None, is_voluntary=False
    )
    for receipt in unread[:MOST_OF_A_KIND]:
        yield Todo(
            action=_("Read"),
            name=receipt.directive.title,
            url=page_url(
                "directives:directive", operation_id=operation_id, directive_id=receipt.directive_id
            ),
            image="eye",
            unit=receipt.directive.issuing_unit.name,
            since=receipt.directive.issued_at,
        )


def _to_decide(actor: Actor, operation_id: UUID, today: date) -> Iterator[Todo]:
    """Temporary units below the units in which the actor approves."""
    del today
    proposed = operations.temporary_units(actor, operation_id=operation_id).filter(
        state=TemporaryUnitState.PROPOSED, parent__path__within=actor.paths("approve")
    )
    for one in proposed[:MOST_OF_A_KIND]:
        yield Todo(
            action=_("Decide"),
            name=one.name,
            url=page_url("operations:temporary_unit", operation_id=operation_id, temporary_unit_id=one.pk),
            image="users-group",
            unit=one.parent.name,
            due_on=None,
        )


def _plans(actor: Actor, operation_id: UUID, today: date) -> Iterator[Todo]:
    """Plans that were made and neither committed nor discarded."""
    del today
    for plan in zones.plans(actor, operation_id=operation_id)[:MOST_OF_A_KIND]:
        url = page_url("zones:plan", operation_id=operation_id, plan_id=plan.pk)
        yield Todo(_("Decide"), _("a plan of zones"), url, "map-2", plan.unit.name, since=plan.made_at)
    for placing in staffing.plans(actor, operation_id=operation_id)[:MOST_OF_A_KIND]:
        url = page_url("staffing:plan", operation_id=operation_id, plan_id=placing.pk)
        yield Todo(
            _("Decide"),
            _("a plan of who takes which seat"),
            url,
            "users-group",
            placing.unit.name,
            since=placing.made_at,
        )


def _to_answer(actor: Actor, operation_id: UUID, today: date) -> Iterator[Todo]:
    """People who came forward to the actor's units, call by call, by when the first of them must be answered."""
    for call, first_due, count in calls.to_answer(actor, operation_id=operation_id)[:MOST_OF_A_KIND]:
        due_on = timezone.localdate(first_due)
        yield Todo(
            action=_("Answer"),
            name=f"{call.title} ({count})",
            url=page_url("calls:call", operation_id=operation_id, call_id=call.pk),
            image="hand-stop",
            unit=call.unit.name,
            due_on=due_on,
            is_overdue=first_due < actor.now or due_on < today,
        )


MINE: tuple[Source, ...] = (_to_accept, _to_answer, _to_report, _parts, _to_read, _to_decide, _plans)
