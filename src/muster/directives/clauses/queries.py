"""Reading the division of labour: who has which clause, how far each is, and what came of it below."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from muster.directives import access as directives
from muster.directives.models import Directive, Report, State
from muster.kernel.actor import Actor
from muster.kernel.problems import NotFound
from muster.kernel.statements import fetch, statement
from muster.operations.models import Operation
from muster.operations.rules import local_day
from muster.people.models import Membership, Person
from muster.units import access as units
from muster.units.models import Unit

from . import access, rules
from .models import Clause, Part, Photograph

MOST_BELOW = 200
MOST_MEMBERS = 200


@dataclass(frozen=True, slots=True)
class Share:
    """A unit's part as a list shows it."""

    part: Part
    colour: str

    @property
    def unit(self) -> Unit:
        return self.part.unit


@dataclass(frozen=True, slots=True)
class Line:
    """A clause with those who were charged with it by the issuing unit, and the actor's own units' parts."""

    clause: Clause
    lead: Share | None
    helping: Sequence[Share]
    own: Sequence[Share]


@dataclass(frozen=True, slots=True)
class Branch:
    """How far a clause has come in one unit and all below it. `yellow` and `red` are overdue."""

    unit_id: UUID
    name: str
    is_itself: bool
    parts: int
    in_progress: int
    done: int
    confirmed: int
    yellow: int
    red: int
    amount: Decimal | None


def lines(actor: Actor, *, directive: Directive) -> list[Line]:
    """All its clauses. Whoever sees the directive sees who is charged with what; how far they are, where they may see that."""
    today = today_of(actor, directive.operation)
    charged = Part.objects.filter(Q(given_by=None) | Q(unit__path__in=actor.paths("accept")))
    wanted = charged.select_related("unit", "given_by__unit", "keeper").order_by("-is_lead", "unit__code")
    found = Clause.objects.filter(directive=directive).prefetch_related(Prefetch("parts", queryset=wanted))
    own = set(actor.paths("accept"))
    return [_line(clause, today, own) for clause in found]


def line(actor: Actor, *, directive: Directive, clause_id: UUID) -> Line:
    found = next((one for one in lines(actor, directive=directive) if one.clause.pk == clause_id), None)
    if found is None:
        raise NotFound
    return found


def clause_of_draft(actor: Actor, *, directive_id: UUID, number: int) -> Clause | None:
    """For its author, who writes it anew."""
    directive = directives.draft_to_see(actor, directive_id)
    return directive.clauses.filter(number=number).prefetch_related("parts").first()


def roll_up(actor: Actor, *, clause_id: UUID, unit_id: UUID | None = None) -> list[Branch]:
    """By the units directly below one, which is the highest in sight if none is named."""
    found = access.clause_to_see(actor, clause_id)
    top = units.unit_to_see(actor, unit_id) if unit_id else top_in_sight(actor, found.directive)
    if top is None:
        return []
    today = today_of(actor, found.directive.operation)
    values = {
        "clause": clause_id,
        "path": top.path,
        "paths": list(actor.paths("see")),
        "today": today,
        "behind": today - timedelta(days=rules.DAYS_BEHIND),
    }
    return [Branch(*row) for row in fetch(statement("directives", "roll_up_clause"), values)]


def total(branches: Sequence[Branch]) -> Branch | None:
    """All of them as one."""
    if not branches:
        return None
    amounts = [branch.amount for branch in branches if branch.amount is not None]
    counted = ("parts", "in_progress", "done", "confirmed", "yellow", "red")
    sums = {name: sum(getattr(branch, name) for branch in branches) for name in counted}
    return replace(branches[0], **sums, amount=sum(amounts, Decimal()) if amounts else None)


def top_in_sight(actor: Actor, directive: Directive) -> Unit | None:
    """The issuing unit, or the highest that the actor sees below it."""
    seen = units.units_visible_to(actor).filter(path__within=[directive.issuing_unit.path])
    return seen.order_by("path__depth", "code").first()


def share(actor: Actor, *, clause_id: UUID, unit_id: UUID) -> Share:
    part = access.part_to_see(actor, clause_id=clause_id, unit_id=unit_id)
    return _share(part, today_of(actor, part.clause.directive.operation))


def acts(actor: Actor, *, part: Part) -> set[str]:
    """What this actor may do with a part at this point: for the buttons. The commands check again."""
    if part.clause.directive.state != State.ISSUED:
        return set()
    possible = rules.verbs_from(part.state) | {"delegate", "keeper"}
    return {verb for verb in possible if access.may(actor, verb, part)}


def reports(actor: Actor, *, part: Part) -> QuerySet[Report]:
    """What was reported on a part and what came back, the latest first, with its pictures."""
    access.part_to_see(actor, clause_id=part.clause_id, unit_id=part.unit_id)
    pictures = Prefetch("photographs", queryset=Photograph.objects.defer("content"))
    found = Report.objects.filter(part=part).select_related("person").prefetch_related(pictures)
    return found.order_by("-at", "-pk")


def handed_down(actor: Actor, *, part: Part) -> list[Share]:
    below = access.parts_visible_to(actor).filter(given_by=part).order_by("unit__code")
    today = today_of(actor, part.clause.directive.operation)
    return [_share(one, today) for one in below]


def units_below(actor: Actor, *, part: Part) -> list[Unit]:
    """To hand a part to: those directly below that have none of it yet."""
    below = units.units_visible_to(actor).standing().filter(parent=part.unit_id)
    free = below.exclude(parts__clause=part.clause_id).exclude(kind__in=["group"])
    return list(free.order_by("kind__order", "code")[:MOST_BELOW])


def members_to_name(actor: Actor, *, part: Part) -> list[Person]:
    """Of the unit's own roll, for those who may read lists of people."""
    if not actor.may("see_people", part.unit.path):
        return []
    roll = Membership.objects.filter(unit=part.unit_id, during__contains=actor.now.date())
    found = roll.select_related("person").order_by("person__pinyin", "person__name")
    return [membership.person for membership in found[:MOST_MEMBERS]]


def parts_to_do(actor: Actor, *, operation_id: UUID) -> QuerySet[Part]:
    """For Mine: unfinished parts of the actor's own units, and those the actor keeps; the first due first."""
    own = Q(unit__path__in=actor.paths("accept"))
    if actor.person_id is not None:
        own |= Q(keeper=actor.person_id)
    open_ = Part.objects.filter(
        own, operation=operation_id, is_in_force=True, clause__directive__state=State.ISSUED
    ).exclude(state__in=rules.FINISHED)
    return open_.select_related("unit", "clause__directive", "given_by__unit", "keeper").order_by(
        "due_on", "clause__number", "pk"
    )


def parts_to_confirm(actor: Actor, *, operation_id: UUID) -> QuerySet[Part]:
    """For Mine: reported as done by units to which the actor's own gave them."""
    given = Q(given_by__unit__path__in=actor.paths("accept"))
    issued = Q(given_by=None, clause__directive__issuing_unit__path__in=actor.paths("review"))
    waiting = access.parts_visible_to(actor).filter(
        given | issued, operation=operation_id, state="done", clause__directive__state=State.ISSUED
    )
    return waiting.order_by("done_at", "pk")


def photograph(actor: Actor, *, photograph_id: UUID) -> bytes:
    return bytes(access.photograph_to_see(actor, photograph_id).content)


def today_of(actor: Actor, operation: Operation) -> date:
    return local_day(actor.now, time_zone=operation.time_zone)


def _line(clause: Clause, today: date, own: set[str]) -> Line:
    shares = [_share(part, today) for part in clause.parts.all()]
    charged = [one for one in shares if one.part.given_by_id is None]
    return Line(
        clause=clause,
        lead=next((one for one in charged if one.part.is_lead), None),
        helping=[one for one in charged if not one.part.is_lead],
        own=[one for one in shares if one.part.is_in_force and one.unit.path in own],
    )


def _share(part: Part, today: date) -> Share:
    finished = part.state in rules.FINISHED
    return Share(part, rules.colour(due_on=part.due_on, today=today, is_finished=finished))
