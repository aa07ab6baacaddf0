"""Which experts an actor sees, and may change: those whom a unit keeps where one may read lists of people, and oneself."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from muster.kernel.actor import Actor
from muster.kernel.problems import NotFound
from muster.people import access as people
from muster.people.models import Person
from muster.staffing.access import membership_of
from muster.units import access as units
from muster.units.models import Unit

from .models import Expert, Qualification


def experts_visible_to(actor: Actor) -> QuerySet[Expert]:
    own = Q(person=actor.person_id, person__isnull=False)
    in_sight = Q(unit__path__within=actor.paths("see_people"))
    return Expert.objects.filter(in_sight | own).select_related("person", "unit")


def expert_to_see(actor: Actor, expert_id: UUID) -> Expert:
    expert = experts_visible_to(actor).filter(pk=expert_id).first()
    if expert is None:
        raise NotFound
    return expert


def expert_to_change(actor: Actor, expert_id: UUID) -> Expert:
    """Locked. One's own entry, or one of a unit for which one plans."""
    seen = expert_to_see(actor, expert_id)
    if seen.person_id != actor.person_id:
        units.require(actor, "plan", seen.unit)
    return Expert.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=expert_id)


def person_to_register(actor: Actor, person_id: UUID) -> tuple[Person, Unit]:
    """A member on the roll of a unit for which one plans; and that unit."""
    person = people.person_to_see(actor, person_id)
    roll = membership_of(actor, person_id)
    if roll is None:
        raise NotFound
    units.require(actor, "plan", roll.unit)
    return person, roll.unit


def qualification_to_check(actor: Actor, qualification_id: UUID) -> Qualification:
    """Locked, of an expert of a unit for which one plans."""
    seen = Qualification.objects.filter(pk=qualification_id).first()
    if seen is None:
        raise NotFound
    expert = expert_to_see(actor, seen.expert_id)
    units.require(actor, "plan", expert.unit)
    found = Qualification.objects.select_for_update(of=("self",)).get(pk=qualification_id)
    found.expert = expert
    return found


def persons_able(actor: Actor, *, skills: list[str]) -> list[UUID]:
    """The persons in the register, in sight, who were verified to have one of these skills and say that they are free."""
    day = timezone.localdate(actor.now)
    valid = Q(qualifications__expires_on=None) | Q(qualifications__expires_on__gt=day)
    found = experts_visible_to(actor).filter(
        valid,
        qualifications__skill__in=skills,
        qualifications__verified_at__isnull=False,
        is_free=True,
        person__is_available=True,
        person__is_spared=False,
    )
    return list(found.order_by("pk").values_list("person", flat=True).distinct())
