"""Searching the register of experts: skill × distance × free now × languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from muster.calls.models import Call, CallState
from muster.kernel.access import require
from muster.kernel.actor import Actor
from muster.kernel.problems import Words
from muster.kernel.statements import fetch, statement
from muster.operations import access as operations
from muster.people import queries as people
from muster.people.models import Skill
from muster.people.queries import Member
from muster.staffing.positions import unit_positions
from muster.units import access as units

from . import access, rules
from .models import Expert, Language, Qualification

MOST = 200
MOST_MEMBERS = 20


@dataclass(frozen=True, slots=True)
class Found:
    """An expert whom a search found."""

    id: UUID
    name: str
    unit: str
    unit_id: UUID
    languages: Sequence[Words]
    skills: list[str]
    expires_on: date | None
    is_free: bool
    metres: int | None

    @property
    def kilometres(self) -> str:
        return "–" if self.metres is None else f"{self.metres / 1000:.1f}"


def search(
    actor: Actor,
    *,
    operation_id: UUID,
    unit_id: UUID,
    skill: str = "",
    language: str = "",
    only_free: bool = False,
    kilometres: int | None = None,
) -> list[Found]:
    """Verified experts in sight, the nearest to a unit first."""
    operations.operation_to_see(actor, operation_id)
    units.unit_to_see(actor, unit_id)
    longitude, latitude = unit_positions().get(unit_id, (0.0, 0.0))
    values = {
        "operation": operation_id,
        "paths": list(actor.paths("see_people")),
        "day": timezone.localdate(actor.now),
        "skill": skill,
        "language": language,
        "longitude": longitude,
        "latitude": latitude,
    }
    names = {one.code: str(one) for one in Skill.objects.all()}
    rows = [_found(row, names) for row in fetch(statement("experts", "search"), values)]
    far = None if kilometres is None else kilometres * 1000
    return [
        one
        for one in rows
        if (one.is_free or not only_free) and (far is None or (one.metres is not None and one.metres <= far))
    ][:MOST]


def expert(actor: Actor, *, expert_id: UUID) -> Expert:
    return access.expert_to_see(actor, expert_id)


def qualifications(actor: Actor, *, expert: Expert) -> list[tuple[Qualification, str, bool]]:
    """Each with what it is worth today, and whether this actor may check it."""
    day = timezone.localdate(actor.now)
    found = expert.qualifications.select_related("skill").order_by("skill__bit")
    return [(one, _state(one, day), _may_check(actor, expert, one)) for one in found]


def to_check(actor: Actor) -> list[Qualification]:
    """Proofs that wait for somebody else's eyes, in the actor's units."""
    open_ = Qualification.objects.filter(verified_at=None, refused_at=None)
    mine = open_.filter(expert__unit__path__within=actor.paths("plan"))
    return list(mine.select_related("expert__person", "expert__unit", "skill").order_by("declared_at")[:50])


def own(actor: Actor) -> Expert | None:
    return Expert.objects.filter(person=actor.person_id, person__isnull=False).first()


def appeals(actor: Actor, *, operation_id: UUID) -> list[Call]:
    """Open calls for a kind of talent, of units for which the actor plans."""
    found = Call.objects.filter(
        operation=operation_id, state=CallState.OPEN, kind="people", unit__path__within=actor.paths("plan")
    )
    return list(found.exclude(skills=[]).select_related("unit").order_by("-opened_at")[:20])


def members_to_register(actor: Actor, *, text: str) -> list[Member]:
    """Members by name or number, for whoever plans somewhere."""
    require(actor, "plan")
    return people.members(people.roll_in_sight(actor, text=text)[:MOST_MEMBERS])


def skills() -> list[Skill]:
    return list(Skill.objects.all())


def _found(row: tuple, names: dict[str, str]) -> Found:  # type: ignore[type-arg]  # as the statement gives it
    expert_id, name, unit, unit_id, languages, skills_, expires_on, is_free, metres = row
    spoken = [Language(code).label for code in languages]
    can = [names.get(code, code) for code in skills_]
    return Found(expert_id, name, unit, unit_id, spoken, can, expires_on, is_free, metres)


def _state(one: Qualification, day: date) -> str:
    return rules.state(
        verified_at=one.verified_at, refused_at=one.refused_at, expires_on=one.expires_on, day=day
    )


def _may_check(actor: Actor, expert: Expert, one: Qualification) -> bool:
    is_open = one.verified_at is None and one.refused_at is None
    is_other = rules.may_verify(
        verifier=actor.person_id, person=expert.person_id, declared_by=one.declared_by_id
    )
    return is_open and is_other and actor.may("plan", expert.unit.path)
