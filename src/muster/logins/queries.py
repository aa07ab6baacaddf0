"""What the pages of logging in show."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from muster.kernel.actor import Actor
from muster.messages import codes, sms
from muster.messages.models import PhoneCode
from muster.people.models import Account, Person

from . import access
from .models import Invitation, Session


def has_codes() -> bool:
    """Whether anybody can be sent a code here."""
    return sms.provider() is not None


def shown_code(code_id: UUID) -> str:
    """The digits, where nothing is sent and the page shows them: a demonstration."""
    code = PhoneCode.objects.filter(pk=code_id).first()
    return codes.shown_on_screen(code) if code else ""


def own_sessions(actor: Actor) -> QuerySet[Session]:
    return access.own_sessions(actor)


def person_to_shut_out(actor: Actor, *, person_id: UUID) -> Person:
    return access.person_to_shut_out(actor, person_id)


def sessions_of(actor: Actor, *, person_id: UUID) -> int:
    """How many there are: a number, for from where somebody works is not for others to read."""
    return access.sessions_to_end(actor, person_id).count()


def invitations(actor: Actor, *, unit_id: UUID) -> QuerySet[Invitation]:
    return access.open_invitations(actor, unit_id)


@transaction.atomic
def invitation_to_manage(actor: Actor, *, invitation_id: UUID) -> Invitation:
    return access.invitation_to_manage(actor, invitation_id)


@transaction.atomic
def invitation_of(actor: Actor, *, token: str) -> Invitation:
    return access.invitation_of(actor, token)


def can_log_in(person: Person) -> bool:
    return Account.objects.filter(person=person).exists()
