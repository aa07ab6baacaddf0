"""What a form of reorganisation offers to choose from."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from muster.kernel.actor import Actor
from muster.people import queries as people
from muster.people.models import Membership
from muster.places.models import Area
from muster.units import access as units
from muster.units.models import Unit, UnitQuerySet

MOST = 200
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Offer:
    """Near a unit: what stands beside it, above and around it, and what is its own."""

    actor: Actor
    unit_id: UUID
    beside: list[Choice]
    near: list[Choice]
    below: list[Choice]
    areas: list[Choice]
    people: list[Choice]

    def id_of(self, code: str) -> UUID | None:
        """Of the unit with this code, if it is in sight and stands."""
        found = units.units_visible_to(self.actor).standing().filter(code=code.strip()).first()
        return found.pk if found else None


def offer(actor: Actor, *, unit_id: UUID) -> Offer:
    """For whoever may reorganise the unit."""
    unit = units.standing_unit_to(actor, "approve", unit_id)
    sight = units.units_visible_to(actor).standing().within(actor.paths("approve")).exclude(pk=unit_id)
    beside = sight.filter(parent=unit.parent_id).exclude(kind__is_temporary=True)
    above = sight.filter(children=unit)
    around = sight.filter(parent__children=unit.parent_id).exclude(children=unit)
    return Offer(
        actor=actor,
        unit_id=unit_id,
        beside=_choices(beside),
        near=[*_choices(above), *_choices(around), *_choices(beside)],
        below=_choices(Unit.objects.standing().filter(parent=unit)),
        areas=[
            (str(area.pk), area.name)
            for area in Area.objects.filter(unit=unit, successor=None).order_by("code")[:MOST]
        ],
        people=_people(actor, unit),
    )


def _choices(found: UnitQuerySet) -> list[Choice]:
    return [(str(unit.pk), f"{unit.name} · {unit.code}") for unit in found.order_by("code")[:MOST]]


def _people(actor: Actor, unit: Unit) -> list[Choice]:
    """For those who may read lists of people there."""
    if not actor.may("see_people", unit.path):
        return []
    rolls: list[Membership] = list(
        people.members_of(actor, path=unit.path, today=timezone.localtime(actor.now)).filter(unit=unit)[:MOST]
    )
    return [(str(roll.person_id), roll.person.name) for roll in rolls]
