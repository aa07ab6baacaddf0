"""Which persons an actor sees: those whose roll lies in a unit where the actor may read lists of people, and oneself."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from muster.kernel.actor import WHOLE_TREE, Actor
from muster.kernel.problems import NotAllowed, NotFound, SignInNeeded
from muster.units import access as units
from muster.units.models import Unit

from .models import Account, Deputy, DualReport, Membership, Person, Role
from .problems import (
    AmbiguousName,
    BeyondYourPowers,
    NotATerm,
    NotOnTheRoll,
    SharedPhone,
    ToOneself,
    UnknownRole,
)
from .rules import LONGEST_ROLE, ROLE_POWERS, is_term


def persons_visible_to(actor: Actor) -> QuerySet[Person]:
    paths = actor.paths("see_people")
    if WHOLE_TREE in paths:
        return Person.objects.all()
    on_roll = Membership.objects.filter(person=OuterRef("pk"), unit__path__within=paths)
    today = timezone.localdate(actor.now)
    reporting = DualReport.objects.filter(
        person=OuterRef("pk"), unit__path__within=paths, during__contains=today
    )
    return Person.objects.filter(Exists(on_roll) | Exists(reporting) | Q(pk=actor.person_id))


def person_to_see(actor: Actor, person_id: UUID) -> Person:
    person = persons_visible_to(actor).filter(pk=person_id).first()
    if person is None:
        raise NotFound
    return person


def oneself(actor: Actor) -> UUID:
    """The person who acts; raises SignInNeeded for nobody."""
    if actor.person_id is None:
        raise SignInNeeded
    return actor.person_id


def holder_of_phone(actor: Actor, phone_index: bytes) -> UUID:
    """Whose log-in it is that a confirmed phone opens: the one person on the roll, or with a log-in, who has the number."""
    on_roll = Membership.objects.filter(
        person=OuterRef("whose"), during__contains=timezone.localdate(actor.now)
    )
    whose = Person.objects.filter(phone_index=phone_index).annotate(whose=Coalesce("same_as", "pk"))
    known = whose.filter(Exists(on_roll) | Exists(Account.objects.filter(person=OuterRef("whose"))))
    found: list[UUID] = list(known.values_list("whose", flat=True).distinct()[:2])
    if not found:
        raise NotOnTheRoll
    if len(found) > 1:
        raise SharedPhone
    return found[0]


def has_powers(actor: Actor, person_id: UUID) -> bool:
    """Whether a person holds a role today, or stands in for somebody."""
    today = timezone.localdate(actor.now)
    return (
        Role.objects.filter(person=person_id, during__contains=today).exists()
        or Deputy.objects.filter(deputy=person_id, during__contains=today).exists()
    )


def has_confirmed(person_id: UUID, phone_index: bytes) -> bool:
    return Account.objects.filter(person=person_id, phone_index=phone_index).exists()


def person_by_name(actor: Actor, name: str) -> Person:
    """The one person of this name; raises AmbiguousName when there are several."""
    found = list(persons_visible_to(actor).filter(name=name)[:2])
    if len(found) > 1:
        raise AmbiguousName(name)
    if not found:
        raise NotFound
    return found[0]


def person_to(actor: Actor, power: str, person_id: UUID) -> Person:
    """The person, if the actor holds the power on the unit of their roll."""
    person = person_to_see(actor, person_id)
    if not Membership.objects.filter(person=person, unit__path__within=actor.paths(power)).exists():
        raise NotAllowed(power)
    return person


def role_to_end(actor: Actor, role_id: UUID) -> Role:
    role = (
        Role.objects.filter(pk=role_id, unit__path__within=actor.paths("see")).select_related("unit").first()
    )
    if role is None:
        raise NotFound
    if not actor.may("grant", role.unit.path):
        raise NotAllowed("grant")
    require_powers_of(actor, role.name, role.unit)
    return role


def require_powers_of(actor: Actor, role: str, unit: Unit) -> None:
    """Raises BeyondYourPowers unless the actor holds on the unit whatever the role does."""
    if not all(actor.may(power, unit.path) for power in ROLE_POWERS[role]):
        raise BeyondYourPowers(role)


def require_may_give(
    actor: Actor, *, person: Person, unit: Unit, name: str, since: date, until: date | None
) -> None:
    """Raises what hinders the actor from giving this role: nobody gives more than they hold, nor to themselves, nor for good; the
    operator alone may.
    """
    units.require(actor, "grant", unit)
    if name not in ROLE_POWERS:
        raise UnknownRole(name)
    require_powers_of(actor, name, unit)
    if actor.person_id is None:
        return
    if person.pk == actor.person_id:
        raise ToOneself
    if not is_term(since, until, today=timezone.localdate(actor.now)):
        raise NotATerm(LONGEST_ROLE.days)


def unit_with_roles(actor: Actor, unit_id: UUID) -> Unit:
    """A unit whose roles the actor may read: with the lists of people, or as an auditor."""
    unit = units.unit_to_see(actor, unit_id)
    if not actor.may("audit", unit.path):
        units.require(actor, "see_people", unit)
    return unit


def person_to_represent(actor: Actor, person_id: UUID) -> UUID:
    """Whose deputy one may name: one's own, and those of the people whose roles one gives out."""
    return person_id if person_id == oneself(actor) else person_to(actor, "grant", person_id).pk


def deputy_to_end(actor: Actor, deputy_id: UUID) -> Deputy:
    """A span, locked, for the person who is back, the deputy, or whoever gives out their roles."""
    found = Deputy.objects.select_for_update().filter(pk=deputy_id).first()
    if found is None:
        raise NotFound
    if oneself(actor) not in {found.person_id, found.deputy_id}:
        person_to(actor, "grant", found.person_id)
    return found
