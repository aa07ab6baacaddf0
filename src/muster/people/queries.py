"""Reading persons, and building the Actor from roles."""

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from muster.kernel.actor import Actor, Grant
from muster.kernel.crypto import blind_index
from muster.kernel.statements import fetch

from . import access
from .models import Account, Membership, Person, Role, Skill
from .rules import ROLE_POWERS

# For each blind index asked for, in the order asked: the unit of the roll, or null.
ROLLS = """
SELECT unit.code
FROM unnest(%(indexes)s::bytea[]) WITH ORDINALITY AS wanted (number, place)
LEFT JOIN people_person person ON person.id_number_index = wanted.number
LEFT JOIN people_membership roll ON roll.person_id = person.id AND roll.during @> %(day)s::date
LEFT JOIN units_unit unit ON unit.id = roll.unit_id
ORDER BY wanted.place
"""


def actor_of(account: Account | AnonymousUser, *, now: datetime) -> Actor:
    """Everyone sees the unit of their own roll; roles in force today add powers on subtrees."""
    if not isinstance(account, Account):
        return Actor(now=now)
    today = timezone.localdate(now)
    roles = Role.objects.filter(person_id=account.person_id, during__contains=today).values_list(
        "unit__path", "name"
    )
    grants = [Grant(path=path, powers=ROLE_POWERS[name]) for path, name in roles]
    return Actor(now=now, person_id=account.person_id, grants=tuple(grants))


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


def unit_codes_of_rolls(*, id_numbers: Sequence[str], day: date) -> list[str | None]:
    """For each identity number: the code of the unit that holds the roll on that day, or None."""
    rows = fetch(ROLLS, {"indexes": blind_index(id_numbers), "day": day})
    return [code for (code,) in rows]
