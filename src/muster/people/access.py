"""Which persons an actor sees: those whose roll lies in a unit where the actor may read lists of people, and oneself."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from muster.kernel.actor import WHOLE_TREE, Actor
from muster.kernel.problems import NotFound, SignInNeeded

from .models import Membership, Person


def persons_visible_to(actor: Actor) -> QuerySet[Person]:
    paths = actor.paths("see_people")
    if WHOLE_TREE in paths:
        return Person.objects.all()
    on_roll = Membership.objects.filter(person=OuterRef("pk"), unit__path__within=paths)
    return Person.objects.filter(Exists(on_roll) | Q(pk=actor.person_id))


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
