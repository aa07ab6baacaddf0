"""Reading persons, and building the Actor from roles."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from muster.kernel.actor import Actor, Grant

from . import access
from .models import Account, Membership, Person, Role
from .rules import ROLE_POWERS


def actor_of(account: Account | AnonymousUser, *, now: datetime) -> Actor:
    """Everyone sees the unit of their own roll; roles in force today add powers on subtrees."""
    if not isinstance(account, Account):
        return Actor(now=now)
    today = timezone.localdate(now)
    roles = Role.objects.filter(person_id=account.person_id, during__contains=today).values_list("unit__path", "name")
    grants = [Grant(path=path, powers=ROLE_POWERS[name]) for path, name in roles]
    return Actor(now=now, person_id=account.person_id, grants=tuple(grants))


def persons(actor: Actor) -> QuerySet[Person]:
    return access.persons_visible_to(actor)


def members_of(actor: Actor, *, path: str, today: datetime) -> QuerySet[Membership]:
    """The rolls of a subtree, as far as the actor may read lists of people there, by name."""
    return (
        Membership.objects.filter(unit__path__within=actor.paths("see_people"), during__contains=timezone.localdate(today))
        .filter(unit__path__within=[path])
        .select_related("person", "unit")
        .order_by("person__pinyin", "person__name", "pk")
    )
