"""Reading pairs: what fits, what does not, and what would become of the two."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.kernel.actor import Actor
from muster.kernel.crypto import unseal
from muster.kernel.personal import Mask, masked_by
from muster.kernel.problems import Words
from muster.people.matching import REASONS
from muster.people.models import Membership, Person

from . import access
from .models import Pair, PairState

WORDS: dict[str, Words] = {
    "same_number": _("same identity number"),
    "number_mistyped": _("identity number mistyped"),
    "different_number": _("different identity numbers"),
    "same_phone": _("same phone"),
    "same_name": _("same name"),
    "name_sounds_alike": _("name sounds alike"),
    "same_birth": _("same birth"),
    "same_unit": _("same unit"),
}
AGAINST = {"different_number"}


@dataclass(frozen=True, slots=True)
class Side:
    """A record as it may be shown: numbers masked."""

    id: UUID
    name: str
    unit: str
    sex: str
    phone: str
    id_number: str


@dataclass(frozen=True, slots=True)
class Shown:
    pair: Pair
    one: Side
    other: Side
    reasons: list[tuple[Words, bool]]  # and whether it speaks against

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.one, self.other


def pairs(actor: Actor, *, state: str = PairState.OPEN) -> QuerySet[Pair]:
    """The surest first."""
    return access.pairs_visible_to(actor).filter(state=state).order_by("-score", "pk")


def pair(actor: Actor, *, pair_id: UUID) -> Pair:
    return access.pair_to_see(actor, pair_id)


def shown(found: Iterable[Pair]) -> list[Shown]:
    """For a page: the units of all at once."""
    found = list(found)
    people = {person.pk for pair in found for person in (pair.one, pair.other)}
    rolls = Membership.objects.filter(person__in=people, during__endswith=None).select_related("unit")
    units = {roll.person_id: roll.unit.name for roll in rolls}
    return [
        Shown(pair, _side(pair.one, units), _side(pair.other, units), _reasons(pair.reasons))
        for pair in found
    ]


def _side(person: Person, units: dict[UUID, str]) -> Side:
    return Side(
        id=person.pk,
        name=person.name,
        unit=units.get(person.pk, ""),
        sex=person.get_sex_display(),
        phone=masked_by(Mask.PHONE, unseal(person.phone)) if person.phone else "",
        id_number=masked_by(Mask.IDENTITY, unseal(person.id_number)) if person.id_number else "",
    )


def _reasons(bits: int) -> list[tuple[Words, bool]]:
    return [(WORDS[name], name in AGAINST) for place, name in enumerate(REASONS) if bits >> place & 1]
