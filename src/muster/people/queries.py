"""Reading persons, and building the Actor from roles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from muster.kernel.actor import Actor, Grant
from muster.kernel.crypto import blind_index, unsealed
from muster.kernel.personal import Mask, masked_by
from muster.kernel.statements import fetch, statement
from muster.units import access as units
from muster.units.models import Unit

from . import access
from .models import Account, Deputy, DualReport, Membership, Office, Person, Role, Skill
from .rules import LONGEST_CHAIN, ROLE_POWERS

FOUND_AT_ONCE = 12
# For each blind index asked for, in the order asked: the unit of the roll, or null.
ROLLS = """
SELECT unit.code
FROM unnest(%(indexes)s::bytea[]) WITH ORDINALITY AS wanted (number, place)
LEFT JOIN people_person person ON person.id_number_index = wanted.number
LEFT JOIN people_membership roll
    ON roll.person_id = coalesce(person.same_as_id, person.id) AND roll.during @> %(day)s::date
LEFT JOIN units_unit unit ON unit.id = roll.unit_id
ORDER BY wanted.place
"""
# Places of those for whom the roll knows another identity number under the same name and phone.
OTHER_NUMBERS = """
SELECT DISTINCT wanted.place - 1
FROM unnest(%(names)s::text[], %(phones)s::bytea[], %(numbers)s::bytea[]) WITH ORDINALITY AS wanted (name, phone, number, place)
JOIN people_person person ON person.phone_index = wanted.phone AND person.name = wanted.name
WHERE wanted.number IS NOT NULL AND person.id_number_index <> wanted.number
ORDER BY 1
"""
# What is held of the people with these numbers, in the order asked; nulls for those whom nobody knows.
HELD = """
SELECT person.id IS NOT NULL, person.name, person.sex, person.phone, person.phone_index, unit.code, roll.kind, roll.office,
       building.code, stairwell.number, home.floor, home.door,
       ARRAY(SELECT skill_id FROM people_personskill skill WHERE skill.person_id = person.id ORDER BY skill_id),
       person.is_available, person.is_spared
FROM unnest(%(indexes)s::bytea[]) WITH ORDINALITY AS wanted (number, place)
LEFT JOIN people_person person ON person.id_number_index = wanted.number
LEFT JOIN people_membership roll
    ON roll.person_id = coalesce(person.same_as_id, person.id) AND roll.during @> %(day)s::date
LEFT JOIN units_unit unit ON unit.id = roll.unit_id
LEFT JOIN places_home home ON home.id = person.home_id
LEFT JOIN places_stairwell stairwell ON stairwell.id = home.stairwell_id
LEFT JOIN places_building building ON building.id = stairwell.building_id
ORDER BY wanted.place
"""


class Line(StrEnum):
    """By which line a member belongs to a unit."""

    ROLL = "roll"
    LOCALITY = "locality"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Member:
    """A member as a list shows one."""

    id: UUID
    name: str
    unit_id: UUID
    unit: str
    kind: str
    office: str
    phone: str
    id_number: str
    is_available: bool


def actor_of(account: Account | AnonymousUser, *, now: datetime) -> Actor:
    """Who makes a request; nobody when no one has logged in."""
    if not isinstance(account, Account):
        return Actor(now=now)
    return actor_of_person(account.person_id, now=now)


def actor_of_person(person_id: UUID, *, now: datetime, system: str = "") -> Actor:
    """A person with the powers of the roles in force today, their own and those of people whose deputy they are; `system` names
    the job that acts for them.
    """
    values = {"person": person_id, "day": timezone.localdate(now), "longest": LONGEST_CHAIN}
    roles = fetch(statement("people", "powers"), values)
    grants = tuple(Grant(path=path, powers=ROLE_POWERS[name]) for path, name in roles)
    return Actor(now=now, person_id=person_id, system=system, grants=grants)


def persons(actor: Actor) -> QuerySet[Person]:
    return access.persons_visible_to(actor)


def members_of(actor: Actor, *, path: str, today: datetime) -> QuerySet[Membership]:
    """The rolls of a subtree, as far as the actor may read lists of people there, by name."""
    return (
        Membership.objects.filter(
            unit__path__within=actor.paths("see_people"), during__contains=timezone.localdate(today)
        )
        .filter(unit__path__within=[path])
        .select_related("person", "unit")
        .order_by("person__pinyin", "person__name", "pk")
    )


def skill_codes_by_name() -> dict[str, str]:
    """Every name of every skill, Chinese and English."""
    skills = Skill.objects.values_list("code", "name_zh", "name_en")
    return {name: code for code, zh, en in skills for name in (zh, en, code)}


def is_anybody_on_roll() -> bool:
    return Person.objects.exists()


def unit_codes_of_rolls(*, id_numbers: Sequence[str], day: date) -> list[str | None]:
    """For each identity number: the code of the unit that holds the roll on that day, or None."""
    rows = fetch(ROLLS, {"indexes": blind_index(id_numbers), "day": day})
    return [code for (code,) in rows]


def other_numbers(
    *, names: Sequence[str | None], phones: Sequence[bytes | None], numbers: Sequence[bytes | None]
) -> list[int]:
    """Which of these people, by their place in the lists, stand on the roll with another identity number."""
    values = {"names": list(names), "phones": list(phones), "numbers": list(numbers)}
    return [place for (place,) in fetch(OTHER_NUMBERS, values)]


def held_by_numbers(*, numbers: Sequence[str | None], day: date) -> list[tuple[Any, ...]]:
    """What is held of each of these people: see HELD."""
    return fetch(HELD, {"indexes": blind_index(numbers), "day": day})


def card_of_oneself(actor: Actor) -> tuple[str, str]:
    """What the person who acts is called, and the unit of their roll: for marks on what leaves. Nothing for nobody."""
    if actor.person_id is None:
        return "", ""
    today = timezone.localdate(actor.now)
    roll = Membership.objects.filter(person=OuterRef("pk"), during__contains=today).values("unit__name")[:1]
    person = Person.objects.filter(pk=actor.person_id).annotate(roll=Subquery(roll))
    name, unit = person.values_list("name", "roll").first() or ("", "")
    return name, unit or ""


def own_phone(actor: Actor) -> str:
    """The number that the roll has for the person who acts, or nothing."""
    held = Person.objects.filter(pk=access.oneself(actor)).values_list("phone", flat=True)
    return unsealed(held)[0]


def name_of_oneself(actor: Actor) -> str:
    """What the person who acts is called; nothing for nobody."""
    if actor.person_id is None:
        return ""
    return Person.objects.filter(pk=actor.person_id).values_list("name", flat=True).first() or ""


def names(actor: Actor, *, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those among these persons who are in the actor's sight."""
    return dict(persons(actor).filter(pk__in=set(person_ids)).values_list("pk", "name"))


def roll_of(
    actor: Actor, *, unit_id: UUID, text: str = "", below: bool = True, line: str = Line.ROLL
) -> QuerySet[Membership]:
    """The members of a unit, and of all below it: unit by unit, by name. By where the roll lies, by where they report as well, or
    by either: a member has one roll, so nobody is listed twice.
    """
    unit = units.unit_to(actor, "see_people", unit_id)
    today = timezone.localdate(actor.now)
    at = {"unit__path__within": [unit.path]} if below else {"unit": unit}
    reporting = Exists(DualReport.objects.filter(person=OuterRef("person"), during__contains=today, **at))
    by_line = {Line.ROLL: Q(**at), Line.LOCALITY: reporting, Line.EITHER: Q(**at) | Q(reporting)}
    found = Membership.objects.filter(by_line[Line(line)], during__contains=today)
    if wanted := text.strip():
        by_words = Q(person__name__contains=wanted) | Q(person__pinyin__contains=wanted.lower())
        found = found.filter(by_words)
    return found.select_related("person", "unit").order_by("unit__path", "person__pinyin", "pk")


def roll_in_sight(actor: Actor, *, text: str) -> QuerySet[Membership]:
    """Members by part of the name or its pinyin, or by a whole identity or phone number, wherever the actor may read lists of
    people. In no order: to put all of them in one takes longer than to find the first.
    """
    wanted = text.strip()
    if not wanted:
        return Membership.objects.none()
    found = Membership.objects.filter(during__contains=timezone.localdate(actor.now))
    found = found.filter(unit__path__within=actor.paths("see_people"))
    by_words = Q(person__name__contains=wanted) | Q(person__pinyin__contains=wanted.lower())
    (index,) = blind_index([wanted.upper()])
    by_number = Q(person__id_number_index=index) | Q(person__phone_index=index)
    return found.filter(by_words | by_number).select_related("person", "unit")


def strength(actor: Actor, *, unit_id: UUID) -> int:
    """How many members a unit and all below it have: a number, for whoever sees the unit."""
    unit = units.unit_to_see(actor, unit_id)
    rolls = Membership.objects.filter(during__contains=timezone.localdate(actor.now))
    return rolls.filter(unit__path__within=[unit.path]).count()


def members_at(actor: Actor, *, unit_ids: Iterable[UUID], person_ids: Iterable[UUID] | None = None) -> int:
    """How many rolls, or how many of these people's, lie in these very units today: a number, for whoever sees the units."""
    rolls = Membership.objects.filter(
        unit__in=[units.unit_to_see(actor, unit_id) for unit_id in unit_ids],
        during__contains=timezone.localdate(actor.now),
    )
    return rolls.count() if person_ids is None else rolls.filter(person__in=list(person_ids)).count()


def reporting_at(actor: Actor, *, unit_id: UUID) -> int:
    """How many members of other units report to this one, or one below it, as well: a number, for whoever sees the unit."""
    unit = units.unit_to_see(actor, unit_id)
    reports = DualReport.objects.filter(during__contains=timezone.localdate(actor.now))
    return reports.filter(unit__path__within=[unit.path]).count()


def members(rolls: Iterable[Membership]) -> list[Member]:
    """Rolls as they may be shown: numbers masked."""
    rolls = list(rolls)
    phones, numbers = (
        unsealed(roll.person.phone for roll in rolls),
        unsealed(roll.person.id_number for roll in rolls),
    )
    return [
        Member(
            id=roll.person_id,
            name=roll.person.name,
            unit_id=roll.unit_id,
            unit=roll.unit.name,
            kind=roll.get_kind_display(),
            office="" if roll.office == Office.NONE else roll.get_office_display(),
            phone=masked_by(Mask.PHONE, phone),
            id_number=masked_by(Mask.IDENTITY, number),
            is_available=roll.person.is_available,
        )
        for roll, phone, number in zip(rolls, phones, numbers, strict=True)
    ]


def oneself(actor: Actor) -> UUID:
    return access.oneself(actor)


def roles_at(actor: Actor, *, unit_id: UUID) -> QuerySet[Role]:
    """Roles on a unit and on all below it, now or later: unit by unit."""
    unit = access.unit_with_roles(actor, unit_id)
    goes_on = Q(during__upper_inf=True) | Q(during__endswith__gt=timezone.localdate(actor.now))
    held = Role.objects.filter(goes_on, unit__path__within=[unit.path])
    return held.select_related("person", "unit", "given_by").order_by("unit__path", "person__name", "pk")


def roles_to_give(actor: Actor, *, unit: Unit) -> list[str]:
    """The roles of which the actor holds every power on this unit, and which hold any."""
    if not actor.may("grant", unit.path):
        return []
    return [
        name
        for name, powers in ROLE_POWERS.items()
        if powers and all(actor.may(power, unit.path) for power in powers)
    ]


def unit_with_roles(actor: Actor, *, unit_id: UUID) -> Unit:
    return access.unit_with_roles(actor, unit_id)


def person_to_represent(actor: Actor, *, person_id: UUID | None) -> Person:
    """Oneself, if nobody is named, or somebody for whom one may name a deputy."""
    wanted = person_id or access.oneself(actor)
    return Person.objects.get(pk=access.person_to_represent(actor, wanted))


def deputies_of(actor: Actor, *, person_id: UUID) -> QuerySet[Deputy]:
    """Who acts for somebody, now or later; the next first."""
    spans = Deputy.objects.filter(person_id=access.person_to_represent(actor, person_id))
    spans = spans.exclude(during__endswith__lte=timezone.localdate(actor.now))
    return spans.select_related("deputy").order_by("during")


def deputises_for(actor: Actor) -> QuerySet[Deputy]:
    """For whom the person who asks acts, now or later."""
    spans = Deputy.objects.filter(deputy_id=access.oneself(actor)).select_related("person")
    return spans.exclude(during__endswith__lte=timezone.localdate(actor.now)).order_by("during")


def others_in_sight(actor: Actor, *, text: str, but: UUID) -> QuerySet[Membership]:
    """Members by part of the name or its pinyin, without one of them; at most so many as fit on a page."""
    return roll_in_sight(actor, text=text).exclude(person_id=but)[:FOUND_AT_ONCE]


def unit_of_roll(*, person_id: UUID, now: datetime) -> UUID | None:
    """The unit in which somebody's roll lies today: for what is written down about them, whoever acts."""
    rolls = Membership.objects.filter(person=person_id, during__contains=timezone.localdate(now))
    return rolls.values_list("unit", flat=True).first()


def person_called(actor: Actor, *, text: str) -> UUID:
    """Whom somebody means by a name, or by an id."""
    try:
        return access.person_to_see(actor, UUID(text)).pk
    except ValueError:
        return access.person_by_name(actor, text).pk
