"""Reading seats, who sits in them, and plans."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Count, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.kernel.actor import Actor, lies_under
from muster.kernel.models import Job
from muster.kernel.problems import Words
from muster.kernel.queries import jobs
from muster.kernel.statements import fetch, statement
from muster.units import access as units
from muster.units.models import Unit

from . import access, rules
from .models import Assignment, GroupKind, PlanState, Seat, SeatKind, SeatState, StaffingPlan, VacancyReason
from .words import title, why

MOST_CANDIDATES = 10
MOST_LISTED = 2_000
NEAR_DEGREES = 0.05  # some five kilometres: nobody farther is proposed unless looked for by name

NOT_PLANNED = "not_planned"  # asks for seats without a reason
LEADERS_FIRST = Case(When(kind="leader", then=0), When(kind="skilled", then=1), default=2)
_RANK = {"leader": 0, "skilled": 1, "general": 2}


@dataclass(frozen=True, slots=True)
class Sitting:
    """A seat and whoever holds it. No name: it is vacant, or the reader may not read lists of people here."""

    seat: Seat
    title: str
    why: str  # it is vacant
    assignment_id: UUID | None
    person_id: UUID | None
    name: str | None
    since: datetime | None
    is_oneself: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody free who could take a seat. Why others are not free is not said."""

    person_id: UUID
    name: str
    unit: str
    metres: int | None


@dataclass(frozen=True, slots=True)
class Tally:
    """Seats of one kind: how many there are, and how many have somebody."""

    group_kind: str
    kind: str
    seats: int
    filled: int

    @property
    def vacant(self) -> int:
        return self.seats - self.filled

    @property
    def group_label(self) -> Words:
        return GroupKind(self.group_kind).label

    @property
    def label(self) -> Words:
        return SeatKind(self.kind).label


@dataclass(frozen=True, slots=True)
class Line:
    """People of one line who serve here: in all, living here, and living elsewhere. No name: they are on no roll."""

    name: str
    people: int
    local: int
    elsewhere: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Served:
    """One of them."""

    person_id: UUID
    name: str
    roll: str | None
    community: str | None
    group: str
    unit: str


def sittings(actor: Actor, *, group_id: UUID) -> list[Sitting]:
    """All seats of a zone or team, the leader's first. Who serves there sees the leader's name and their own."""
    seats = access.seats_visible_to(actor).filter(group_id=group_id).exclude(state=SeatState.CLOSED)
    seats = seats.select_related("unit", "skill", "operation")
    held = Assignment.objects.filter(seat__group_id=group_id, ended_at=None).select_related("person")
    by_seat = {assignment.seat_id: assignment for assignment in held}
    ordered = sorted(seats, key=lambda seat: (_RANK[seat.kind], seat.skill_id or "", seat.pk))
    return [_sitting(actor, seat, by_seat.get(seat.pk)) for seat in ordered]


def vacancies(
    actor: Actor,
    *,
    operation_id: UUID,
    unit_id: UUID | None = None,
    group_kind: str = "",
    reason: str = "",
    text: str = "",
) -> QuerySet[Seat]:
    """Vacant seats in sight, those that matter most first."""
    paths = [units.unit_to_see(actor, unit_id).path] if unit_id else list(actor.paths("see"))
    found = access.seats_visible_to(actor).filter(operation=operation_id, state=SeatState.VACANT)
    found = found.filter(unit__path__within=paths)
    if group_kind:
        found = found.filter(group_kind=group_kind)
    if reason:
        found = found.filter(reason="" if reason == NOT_PLANNED else reason)
    if wanted := text.strip():
        found = found.filter(group_name__contains=wanted)
    return found.select_related("unit", "skill").order_by(LEADERS_FIRST, "group_name", "pk")


def whose(actor: Actor, *, operation_id: UUID, unit_id: UUID) -> list[Line]:
    """Whose people serve under a unit, by line and by locality. Each counts once, whichever way they came."""
    unit = units.unit_to_see(actor, unit_id)
    values = {
        "operation": operation_id,
        "path": unit.path,
        "day": timezone.localdate(actor.now),
        "depth": len(access.operation_path(actor, operation_id).split(".")) + 1,
    }
    return [
        Line(
            name=name or "",
            people=people,
            local=local,
            elsewhere=people - local - unknown,
            is_own=path is not None and lies_under(unit.path, path),
        )
        for name, path, people, local, unknown in fetch(statement("staffing", "whose"), values)
    ]


def people_by_line(
    actor: Actor, *, operation_id: UUID, unit_id: UUID, only_others: bool = False
) -> list[Served]:
    """The same people by name, for those who may read lists of people."""
    unit = units.unit_to_see(actor, unit_id)
    values = {
        "operation": operation_id,
        "path": unit.path,
        "paths": list(actor.paths("see_people")),
        "day": timezone.localdate(actor.now),
        "only_others": only_others,
        "limit": MOST_LISTED,
    }
    return [Served(*row) for row in fetch(statement("staffing", "people_by_line"), values)]


def tally(actor: Actor, *, operation_id: UUID, unit_id: UUID) -> list[Tally]:
    """Seats under a unit by kind of group and of seat."""
    path = units.unit_to_see(actor, unit_id).path
    rows = fetch(statement("staffing", "tally"), {"operation": operation_id, "path": path})
    return [Tally(*row) for row in rows]


def reasons(actor: Actor, *, operation_id: UUID, unit_id: UUID) -> list[tuple[str, Words, int]]:
    """Why seats under a unit are vacant: the filter to ask for, in words, and how many for each reason."""
    vacant = vacancies(actor, operation_id=operation_id, unit_id=unit_id).order_by()
    counts = vacant.values_list("reason").annotate(n=Count("pk")).order_by("-n")
    return [
        (reason or NOT_PLANNED, VacancyReason(reason).label if reason else _("not planned yet"), count)
        for reason, count in counts
    ]


def seat_to_fill(actor: Actor, *, seat_id: UUID) -> Seat:
    """A seat that the actor may give to somebody."""
    return access.seat_to_fill(actor, seat_id)


def candidates(actor: Actor, *, seat_id: UUID, text: str = "") -> list[Candidate]:
    """Free people whom the actor may give this seat to, the nearest first; by name, or those who live near."""
    seat = access.seat_to_fill(actor, seat_id)
    values = {
        "operation": seat.operation_id,
        "day": timezone.localdate(actor.now),
        "paths": list(actor.paths("see_people")),
        "skill": seat.skill_id,
        "kinds": [
            kind
            for kind in ("full", "probationary")
            if seat.kind != "leader" or rules.may_lead(membership=kind)
        ],
        "longitude": seat.longitude,
        "latitude": seat.latitude,
        "text": text.strip(),
        "near": NEAR_DEGREES,
        "limit": MOST_CANDIDATES,
    }
    name = "candidates_by_name" if text.strip() else "candidates_near"
    return [Candidate(*row) for row in fetch(statement("staffing", name), values)]


def own_roles(actor: Actor) -> list[Assignment]:
    """The seats that the person who acts holds."""
    own = Assignment.objects.filter(person=actor.person_id, person__isnull=False, ended_at=None)
    return list(own.select_related("seat__unit", "seat__skill", "operation").order_by("-began_at"))


def plan(actor: Actor, *, plan_id: UUID) -> StaffingPlan:
    return access.plan_to_see(actor, plan_id)


def planned_reasons(plan: StaffingPlan) -> list[tuple[Words, int]]:
    """Why the plan leaves seats vacant, in words, and how many for each reason."""
    counts = sorted(plan.parts["reasons"].items(), key=lambda item: -item[1])
    return [(VacancyReason(reason).label, count) for reason, count in counts]


def planned_kinds(plan: StaffingPlan) -> list[Tally]:
    """What the plan fills, by kind of group and of seat."""
    found = [Tally(row["group"], row["kind"], row["seats"], row["filled"]) for row in plan.parts["kinds"]]
    return sorted(found, key=lambda one: (one.group_kind != "zone", _RANK[one.kind]))


def plans(actor: Actor, *, operation_id: UUID) -> QuerySet[StaffingPlan]:
    """Those still to decide on, the newest first."""
    return (
        access.plans_visible_to(actor).filter(operation=operation_id, state=PlanState.PREVIEW).order_by("-pk")
    )


def running(actor: Actor, *, operation_id: UUID, names: Iterable[str]) -> QuerySet[Job]:
    """One's own jobs of these names that have not ended."""
    return jobs(actor).filter(operation_id=operation_id, name__in=list(names), finished_at=None)


def _sitting(actor: Actor, seat: Seat, held: Assignment | None) -> Sitting:
    if held is None:
        return Sitting(seat, title(seat), why(seat), None, None, None, None, is_oneself=False)
    is_oneself = held.person_id == actor.person_id
    is_told = actor.may("see_people", seat.unit.path) or is_oneself
    is_told = is_told or (seat.kind == "leader" and access.serves_in(actor, seat.group_id))
    name = held.person.name if is_told else None
    person_id = held.person_id if is_told else None
    return Sitting(seat, title(seat), "", held.pk, person_id, name, held.began_at, is_oneself=is_oneself)


def unit_to_plan(actor: Actor, *, operation_id: UUID, unit_id: UUID) -> Unit:
    """For pages that lead to a plan: raises what planning itself would."""
    return access.unit_to_plan(actor, access.operation_to_plan(actor, operation_id), unit_id)
