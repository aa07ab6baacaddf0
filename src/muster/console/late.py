"""What is late, and the one action that each calls for. Whoever adds an app that can be late adds a line to LATE."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from muster.calls import access as calls
from muster.directives import access as directives
from muster.figures.queries import Reading
from muster.kernel.actor import Actor
from muster.kernel.problems import Words
from muster.operations import queries as operations
from muster.operations.models import Operation, TemporaryUnitState
from muster.projects import access as projects
from muster.units.models import Unit

from .navigation import page_url

MOST_DIRECTIVES = 5


@dataclass(frozen=True, slots=True)
class Late:
    """`count` of `what` wait, because of `name`; `action` is done at `url`."""

    what: Words
    count: int
    name: str = ""
    action: Words = ""
    url: str = ""
    tone: str = "warn"


Source = Callable[[Actor, Operation, Unit], Iterator[Late]]


def late(actor: Actor, *, operation: Operation, unit: Unit, readings: Sequence[Reading] = ()) -> list[Late]:
    """What waits in an operation, at a unit and all below it; what waits most, first."""
    found = [one for source in LATE for one in source(actor, operation, unit)]
    found += _of_figures(operation, unit, readings)
    return sorted((one for one in found if one.count), key=lambda one: -one.count)


def _of_figures(operation: Operation, unit: Unit, readings: Sequence[Reading]) -> Iterator[Late]:
    """What the figures, read already, tell."""
    values = {reading.key: int(reading.value or 0) for reading in readings}
    yield Late(
        what=_("zones for which nobody answers"),
        count=values.get("zones.zones", 0) - values.get("zones.keepers", 0),
        action=_("See which"),
        url=_list_of("zones:list", operation, unit=unit.pk, vacancy="keeper"),
    )
    yield Late(
        what=_("vacant seats"),
        count=values.get("staffing.vacant", 0),
        action=_("See which"),
        url=_list_of("staffing:vacancies", operation, unit=unit.pk),
    )


def _list_of(view: str, operation: Operation, **asked: object) -> str:
    return f"{page_url(view, operation_id=operation.pk)}?{urlencode(asked)}"


def _yet_to_accept(actor: Actor, operation: Operation, unit: Unit) -> Iterator[Late]:
    waiting = directives.deliveries_visible_to(actor).filter(
        directive__operation=operation,
        directive__state="issued",
        asks_acceptance=True,
        is_in_force=True,
        accepted_at=None,
        unit__path__within=[unit.path],
    )
    by_directive = waiting.order_by().values_list("directive", "directive__title").annotate(n=Count("pk"))
    for directive_id, title, count in by_directive.order_by("-n")[:MOST_DIRECTIVES]:
        yield Late(
            what=_("units yet to accept"),
            count=count,
            name=title,
            action=_("See which"),
            url=page_url("directives:waiting", operation_id=operation.pk, directive_id=directive_id),
        )


def _temporary_units_to_decide(actor: Actor, operation: Operation, unit: Unit) -> Iterator[Late]:
    proposed = operations.temporary_units(actor, operation_id=operation.pk).filter(
        state=TemporaryUnitState.PROPOSED, parent__path__within=[unit.path]
    )
    yield Late(
        what=_("temporary units to decide on"),
        count=proposed.count(),
        action=_("Decide") if actor.may("approve", unit.path) else _("See which"),
        url=_list_of("operations:temporary_units", operation, state="proposed"),
    )


def _answers_overdue(actor: Actor, operation: Operation, unit: Unit) -> Iterator[Late]:
    """People who came forward and wait longer than they were promised."""
    waiting = calls.offers_visible_to(actor).filter(
        operation=operation.pk, unit__path__within=[unit.path], state__in=["received", "waiting"]
    )
    yield Late(
        what=_("people who came forward and were not answered in time"),
        count=waiting.filter(due_at__lt=actor.now).count(),
        action=_("Answer") if actor.may("plan", unit.path) else _("See which"),
        url=_list_of("calls:promises", operation, unit=unit.pk),
        tone="bad",
    )


def _projects_over(actor: Actor, operation: Operation, unit: Unit) -> Iterator[Late]:
    """Projects whose clock has run out."""
    running = projects.projects_visible_to(actor).filter(
        operation=operation.pk, state="running", due_at__lt=actor.now, unit__path__within=[unit.path]
    )
    yield Late(
        what=_("projects whose time is over"),
        count=running.count(),
        action=_("See which"),
        url=_list_of("projects:list", operation, unit=unit.pk),
        tone="bad",
    )


LATE: tuple[Source, ...] = (_yet_to_accept, _temporary_units_to_decide, _answers_overdue, _projects_over)
