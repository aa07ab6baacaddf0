"""Reading the register, and who was shown what."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from muster.kernel.actor import Actor
from muster.kernel.crypto import unsealed
from muster.kernel.personal import DID_IN_OFFICE, Personal, Purpose
from muster.kernel.problems import Words
from muster.people.models import Person

from . import access, held
from .held import Holding
from .models import Tally, Unmasking
from .registry import of_key, record_of, register


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the register, with what was last counted."""

    one: Personal
    of: str  # which record
    tally: Tally | None


@dataclass(frozen=True, slots=True)
class Shown:
    """An unmasking as a list shows it."""

    row: Unmasking
    what: Words
    words: str


def lines(actor: Actor) -> list[Line]:
    """The whole register, who did what in office last: that is most lines, and says least. Counts are of the whole tree, and for
    those alone whose powers reach it.
    """
    access.require_register(actor)
    tallies = Tally.objects.in_bulk() if access.may_count(actor) else {}
    ordered = sorted(register(), key=lambda one: one.what == DID_IN_OFFICE)
    return [Line(one, record_of(one), tallies.get(one.key)) for one in ordered]


def may_count(actor: Actor) -> bool:
    return access.may_count(actor)


def field_to_unmask(actor: Actor, *, person_id: UUID, key: str) -> tuple[Person, Personal]:
    """For the page that asks for the reason: raises what the unmasking itself would."""
    line = access.line_of_person(key)
    return access.person_to_unmask(actor, person_id, line), line


def subject(actor: Actor, *, person_id: UUID) -> tuple[Person, list[Holding]]:
    """What is held of a person: in clear for themselves, masked for whoever answers their request."""
    person = access.person_to_tell(actor, person_id)
    return person, held.of_person(person_id=person.pk, in_clear=person.pk == actor.person_id)


def to_erase(actor: Actor, *, person_id: UUID) -> tuple[Person, list[Holding]]:
    """Before it is erased: what would go, and what would stay."""
    person = access.person_to_erase(actor, person_id)
    return person, held.of_person(person_id=person.pk, in_clear=False)


def unmaskings(
    actor: Actor, *, person: str = "", viewer: str = "", day: date | None = None, purpose: str = ""
) -> QuerySet[Unmasking]:
    """Who was shown what of whom, the newest first."""
    found = access.unmaskings_visible_to(actor)
    for name, wanted in (("person", person.strip()), ("viewer", viewer.strip())):
        if wanted:
            by_name = {f"{name}__name__contains": wanted}, {f"{name}__pinyin__contains": wanted.lower()}
            found = found.filter(Q(**by_name[0]) | Q(**by_name[1]))
    if day:
        found = found.filter(at__date=day)
    if purpose in Purpose.values:
        found = found.filter(purpose=purpose)
    return found.select_related("viewer", "person", "unit").order_by("-at", "-pk")


def shown(found: list[Unmasking]) -> list[Shown]:
    words = unsealed(row.words for row in found)
    return [
        Shown(row, line.what if (line := of_key(row.field)) else row.field, told)
        for row, told in zip(found, words, strict=True)
    ]
