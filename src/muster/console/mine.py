"""What a person has to do: each app's own-work query, in one list. Whoever adds an app with work adds a line to MINE."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.directives import queries as directives
from muster.kernel.actor import Actor
from muster.kernel.problems import Words
from muster.operations import queries as operations
from muster.operations.models import TemporaryUnitState

from .navigation import page_url

MOST_OF_A_KIND = 50
NO_DATE = date.max


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: the verb, what with, for which unit, by when."""

    action: Words
    name: str
    url: str
    image: str
    unit: str = ""
    due_on: date | None = None
    since: datetime | None = None
    is_overdue: bool = False


Source = Callable[[Actor, UUID, date], Iterator[Todo]]


def mine(actor: Actor, *, operation_id: UUID, today: date) -> list[Todo]:
    """In the order of deadline; what has none comes last, the oldest first."""
    operations.operation(actor, operation_id=operation_id)
    found = [one for source in MINE for one in source(actor, operation_id, today)]
    return sorted(found, key=lambda one: (one.due_on or NO_DATE, one.since.timestamp() if one.since else 0))


def _to_accept(actor: Actor, operation_id: UUID, today: date) -> Iterator[Todo]:
    waiting = directives.deliveries_to_accept(actor).filter(directive__operation=operation_id)
    for delivery in waiting[:MOST_OF_A_KIND]:
        yield Todo(
            action=_("Accept"),
            name=delivery.directive.title,
            url=page_url(
                "directives:directive", operation_id=operation_id, directive_id=delivery.directive_id
            ),
            image="file-text",
            unit=delivery.unit.name,
            due_on=delivery.directive.due_on,
            since=delivery.directive.issued_at,
            is_overdue=_is_past(delivery.directive.due_on, today),
        )


def _to_report(actor: Actor, operation_id: UUID, today: date) -> Iterator[Todo]:
    open_ = directives.deliveries_to_report(actor).filter(directive__operation=operation_id)
    for delivery in open_[:MOST_OF_A_KIND]:
        yield Todo(
            action=_("Report"),
            name=delivery.directive.title,
            url=page_url(
                "directives:directive", operation_id=operation_id, directive_id=delivery.directive_id
            ),
            image="message",
            unit=delivery.unit.name,
            due_on=delivery.directive.due_on,
            since=delivery.accepted_at,
            is_overdue=_is_past(delivery.directive.due_on, today),
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


def _is_past(due_on: date | None, today: date) -> bool:
    return due_on is not None and due_on < today


MINE: tuple[Source, ...] = (_to_accept, _to_report, _to_read, _to_decide)
