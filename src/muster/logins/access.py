"""Sessions: one's own, and those of people whose devices one may have to shut out. Invitations: by their secret, or by the power
to give roles.
"""

from uuid import UUID

from django.db.models import QuerySet

from muster.kernel.actor import Actor
from muster.kernel.problems import NotFound
from muster.people import access as people
from muster.people.models import Account, Person
from muster.units import access as units

from .models import Invitation, Session
from .problems import ForSomebodyElse, HasALogin, InvitationOver
from .tokens import invitation_in

POWER = "end_sessions"


def own_sessions(actor: Actor) -> QuerySet[Session]:
    """Those in force, the last used first."""
    return _in_force(actor, people.oneself(actor)).order_by("-seen_at", "mark")


def own_session(actor: Actor, mark: UUID) -> Session:
    found = own_sessions(actor).filter(mark=mark).first()
    if found is None:
        raise NotFound
    return found


def person_to_shut_out(actor: Actor, person_id: UUID) -> Person:
    """Oneself, or somebody on the roll of a unit over which one holds the power."""
    if person_id == people.oneself(actor):
        return Person.objects.get(pk=person_id)
    return people.person_to(actor, POWER, person_id)


def sessions_to_end(actor: Actor, person_id: UUID) -> QuerySet[Session]:
    return _in_force(actor, person_to_shut_out(actor, person_id).pk)


def open_invitations(actor: Actor, unit_id: UUID) -> QuerySet[Invitation]:
    """Those to roles on a unit and below it that nobody has used yet."""
    unit = units.unit_to(actor, "grant", unit_id)
    return _open(actor).filter(unit__path__within=[unit.path]).order_by("-invited_at")


def invitation_to_manage(actor: Actor, invitation_id: UUID) -> Invitation:
    """Open, and to a unit on which the actor gives roles."""
    in_sight = _open(actor).filter(unit__path__within=actor.paths("see"), pk=invitation_id)
    found = in_sight.select_for_update(of=("self",)).first()
    if found is None:
        raise NotFound
    units.require(actor, "grant", found.unit)
    return found


def invitation_of(actor: Actor, token: str) -> Invitation:
    """The one that a link opens, locked; for whoever holds the link, unless they are logged in as another."""
    invitation_id = invitation_in(token)
    if invitation_id is None:
        raise NotFound
    found = _open(actor).select_for_update(of=("self",)).filter(pk=invitation_id).first()
    if found is None:
        raise InvitationOver
    if actor.person_id is not None and actor.person_id != found.person_id:
        raise ForSomebodyElse
    return found


def invitation_of_newcomer(actor: Actor, token: str) -> Invitation:
    """Its holder cannot log in yet: who can has to, so that a link alone opens nobody's log-in."""
    found = invitation_of(actor, token)
    if Account.objects.filter(person=found.person).exists():
        raise HasALogin
    return found


def _open(actor: Actor) -> QuerySet[Invitation]:
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None, ends_at__gt=actor.now)
    return waiting.select_related("person", "unit", "invited_by")


def _in_force(actor: Actor, person_id: UUID) -> QuerySet[Session]:
    return Session.objects.filter(account__person=person_id, expire_date__gt=actor.now)
