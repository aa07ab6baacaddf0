"""How people get in, and out."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.problems import Problem
from muster.messages import commands as messages
from muster.people import access as people_access
from muster.people import commands as people
from muster.people import queries as people_queries
from muster.people.models import Account
from muster.people.problems import NameTaken, OtherNumber, RoleHeld
from muster.units import access as units

from . import access, rules
from .models import Invitation, Session
from .problems import InvitationOver

PURPOSE, INVITED, OWN = "log_in", "invitation", "own_number"


@dataclass(frozen=True, slots=True)
class Asked:
    """The code that was sent, or what hindered it."""

    code_id: UUID | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """Who is in, or what hindered it."""

    account: Account | None = None
    problem: Problem | None = None


def ask_code(actor: Actor, *, phone: str, address: str, purpose: str = PURPOSE) -> Asked:
    """Send a code to whatever number was typed. Whether anybody here holds it is not looked up: neither the answer nor the time
    that it takes can tell.
    """
    try:
        return Asked(messages.send_code(actor, phone=phone, purpose=purpose, address=address).pk)
    except Problem as problem:
        return Asked(problem=problem)


def enter(actor: Actor, *, code_id: UUID, code: str) -> Entered:
    """In with the code; who has no log-in yet gets one. A wrong code is counted where it cannot be taken back, so not in a
    transaction.
    """
    try:
        confirmation_id = messages.verify_own_code(actor, code_id=code_id, code=code, purpose=PURPOSE)
        return Entered(_account(actor, confirmation_id))
    except Problem as problem:
        return Entered(problem=problem)


@transaction.atomic
def _account(actor: Actor, confirmation_id: UUID) -> Account:
    confirmed = messages.take_confirmation(actor, confirmation_id=confirmation_id, purpose=PURPOSE)
    return people.account_by_phone(actor, phone_index=confirmed.phone_index)


def ask_own_code(actor: Actor, *, address: str) -> Asked:
    """Send a code to the number that the roll has for oneself."""
    phone = people_queries.own_phone(actor)
    if not phone:
        return Asked(problem=OtherNumber())
    return ask_code(actor, phone=phone, address=address, purpose=OWN)


def confirm_own(actor: Actor, *, code_id: UUID, code: str) -> Problem | None:
    """The number that the roll has opens one's log-in from now on; what hindered it, if anything did."""
    try:
        confirmation_id = messages.verify_own_code(actor, code_id=code_id, code=code, purpose=OWN)
        with transaction.atomic():
            confirmed = messages.take_confirmation(actor, confirmation_id=confirmation_id, purpose=OWN)
            people.confirm_number(actor, phone_index=confirmed.phone_index)
    except Problem as problem:
        return problem
    return None


# Sessions. Each request reads its session from the table: one that is deleted there is over at once, everywhere.


@transaction.atomic
def end_session(actor: Actor, *, mark: UUID) -> None:
    """End one of one's own."""
    access.own_session(actor, mark)
    access.own_sessions(actor).filter(mark=mark).order_by().delete()
    record(actor, "logins.session_ended", person=people_access.oneself(actor))


@transaction.atomic
def end_other_sessions(actor: Actor, *, kept: UUID | None) -> int:
    """End all of one's own but the one in which one says so; how many."""
    count, _ = access.own_sessions(actor).exclude(mark=kept).order_by().delete()
    if count:
        record(actor, "logins.session_ended", count=count, person=people_access.oneself(actor))
    return count


@transaction.atomic
def end_sessions_of(actor: Actor, *, person_id: UUID) -> int:
    """Somebody's laptop or phone is lost: whoever holds it is out, everywhere; how many sessions were ended."""
    count, _ = access.sessions_to_end(actor, person_id).delete()
    record(actor, "logins.shut_out", count=count, person=person_id)
    return count


@transaction.atomic
def delete_old_sessions(actor: Actor) -> int:
    """Those that are over, with what they remembered."""
    count, _ = Session.objects.filter(expire_date__lte=actor.now).delete()
    if count:
        record(actor, "logins.sessions_deleted", count=count)
    return count


# Invitations. The role is given in the name of whoever invited, at the moment when it is accepted: if they may still give it.


@transaction.atomic
def invite(actor: Actor, *, person_id: UUID, unit_id: UUID, name: str, until: date) -> Invitation:
    """Invite a person to a role on a unit and all below it. What one may not give, one cannot invite to."""
    inviter = people_access.oneself(actor)
    unit = units.unit_to(actor, "grant", unit_id)
    person = people_access.person_to_see(actor, person_id)
    today = timezone.localdate(actor.now)
    people_access.require_may_give(actor, person=person, unit=unit, name=name, since=today, until=until)
    made = Invitation.objects.create(
        person=person,
        unit=unit,
        name=name,
        until=until,
        invited_by_id=inviter,
        invited_at=actor.now,
        ends_at=actor.now + rules.INVITED_FOR,
    )
    record(actor, "logins.invited", made, unit_id=unit.pk, person=person.pk, role=name)
    return made


@transaction.atomic
def revoke_invitation(actor: Actor, *, invitation_id: UUID) -> Invitation:
    """Its link leads nowhere from now on."""
    found = access.invitation_to_manage(actor, invitation_id)
    found.revoked_at = actor.now
    found.save(update_fields=["revoked_at"])
    record(actor, "logins.invitation_revoked", found, unit_id=found.unit_id, person=found.person_id)
    return found


@transaction.atomic
def accept_as_oneself(actor: Actor, *, token: str) -> Invitation:
    """Logged in already."""
    people_access.oneself(actor)
    return _accepted(actor, access.invitation_of(actor, token))


def accept_with_password(actor: Actor, *, token: str, username: str, password: str) -> Entered:
    """A name and a password of one's own; what hinders it, if anything does."""
    try:
        with transaction.atomic():
            found = access.invitation_of_newcomer(actor, token)
            account = people.choose_password(
                actor, person_id=found.person_id, username=username, password=password
            )
            _accepted(actor, found)
    except NameTaken as problem:
        return Entered(problem=problem)
    return Entered(account)


def accept_with_phone(actor: Actor, *, token: str, code_id: UUID, code: str) -> Entered:
    """A phone of one's own, confirmed by a code: from now on it opens the log-in."""
    try:
        confirmation_id = messages.verify_own_code(actor, code_id=code_id, code=code, purpose=INVITED)
    except Problem as problem:
        return Entered(problem=problem)
    with transaction.atomic():
        found = access.invitation_of_newcomer(actor, token)
        confirmed = messages.take_confirmation(actor, confirmation_id=confirmation_id, purpose=INVITED)
        account = people.account_of(actor, person_id=found.person_id)
        people.set_phone(actor, account=account, phone=confirmed.phone)
        _accepted(actor, found)
    return Entered(account)


def _accepted(actor: Actor, found: Invitation) -> Invitation:
    inviter = people_queries.actor_of_person(found.invited_by_id, now=actor.now, system="invitation")
    try:
        people.give_role(
            inviter,
            person_id=found.person_id,
            unit_id=found.unit_id,
            name=found.name,
            since=timezone.localdate(actor.now),
            until=found.until,
        )
    except RoleHeld:
        pass  # they were given it meanwhile
    except Problem as problem:
        raise InvitationOver from problem
    found.accepted_at = actor.now
    found.save(update_fields=["accepted_at"])
    record(actor, "logins.invitation_accepted", found, unit_id=found.unit_id, person=found.person_id)
    return found
