"""Line and locality: through which of the two a member comes forward, and where they belong in each."""

from datetime import datetime

from django.utils import timezone

from muster.kernel.actor import lies_under
from muster.kernel.crypto import unseal
from muster.people.models import Membership, Person
from muster.units.models import Unit

from .models import Call, Through
from .problems import NotThere


def employer_of(person: Person, *, now: datetime) -> Unit | None:
    """The unit of the roll: the line."""
    rolls = Membership.objects.filter(person=person, during__contains=timezone.localdate(now))
    roll = rolls.select_related("unit").first()
    return roll.unit if roll else None


def community_of(person: Person) -> Unit | None:
    """The unit that answers for the place where they live: the locality."""
    return (
        Unit.objects.filter(
            areas__buildings__stairwells__homes=person.home_id, areas__level="village"
        ).first()
        if person.home_id
        else None
    )


def belongs(unit: Unit | None, call: Call) -> bool:
    """Whether a call is of a unit of theirs, of one above it, or of one below."""
    return unit is not None and (
        lies_under(unit.path, call.unit.path) or lies_under(call.unit.path, unit.path)
    )


def require(person: Person, call: Call, through: Through, *, now: datetime) -> None:
    """Raise NotThere for who says it is their unit, or their community, and it is not."""
    unit = {
        Through.EMPLOYER: lambda: employer_of(person, now=now),
        Through.HOME: lambda: community_of(person),
    }
    if through in unit and not belongs(unit[through](), call):
        raise NotThere


def ways(person: Person, call: Call, *, now: datetime) -> list[Through]:
    """How a member may come forward for a call."""
    found = []
    if belongs(community_of(person), call):
        found.append(Through.HOME)
    if belongs(employer_of(person, now=now), call):
        found.append(Through.EMPLOYER)
    return found or [Through.OTHER]


def phone_of(person: Person) -> str:
    return unseal(person.phone) if person.phone else ""
