"""One word, looked for everywhere that the reader may look."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.directives import queries as directives
from muster.kernel.actor import Actor
from muster.kernel.problems import Words
from muster.operations import queries as operations
from muster.people import queries as people
from muster.units import queries as units

from .navigation import page_url

MOST = 10


@dataclass(frozen=True, slots=True)
class Hit:
    name: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; `url` finds the rest."""

    label: Words
    hits: list[Hit]
    url: str

    @property
    def is_full(self) -> bool:
        return len(self.hits) == MOST


def search(actor: Actor, *, text: str) -> list[Group]:
    if not text.strip():
        return []
    groups = (
        Group(_("Units"), list(_units(actor, text)), f"{page_url('units:tree')}?{urlencode({'q': text})}"),
        Group(_("Members"), list(_people(actor, text)), ""),
        Group(_("Directives"), list(_directives(actor, text)), ""),
    )
    return [group for group in groups if group.hits]


def _units(actor: Actor, text: str) -> Iterable[Hit]:
    for unit in units.find(actor, text=text).select_related("kind")[:MOST]:
        yield Hit(unit.name, page_url("units:unit", unit_id=unit.pk), f"{unit.kind} · {unit.code}")


def _people(actor: Actor, text: str) -> Iterable[Hit]:
    """Each at the unit of the roll."""
    rolls = people.roll_in_sight(actor, text=text)[:MOST]
    for roll in sorted(rolls, key=lambda roll: roll.person.pinyin):
        yield Hit(roll.person.name, _people_url(roll.unit_id, roll.person.name), roll.unit.name)


def _people_url(unit_id: UUID, name: str) -> str:
    return f"{page_url('people:of_unit', unit_id=unit_id)}?{urlencode({'q': name})}"


def _directives(actor: Actor, text: str) -> Iterable[Hit]:
    operation = operations.newest_open(actor)
    if operation is None:
        return
    for one in directives.directives(actor, operation_id=operation.pk, text=text)[:MOST]:
        url = page_url("directives:directive", operation_id=operation.pk, directive_id=one.pk)
        yield Hit(one.title, url, one.document_number)
