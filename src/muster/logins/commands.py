"""How people get in."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from muster.kernel.actor import Actor
from muster.kernel.problems import Problem
from muster.messages import commands as messages
from muster.people import commands as people
from muster.people.models import Account

PURPOSE = "log_in"


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


def ask_code(actor: Actor, *, phone: str, address: str) -> Asked:
    """Send a code to whatever number was typed. Whether anybody here holds it is not looked up: neither the answer nor the time
    that it takes can tell.
    """
    try:
        return Asked(messages.send_code(actor, phone=phone, purpose=PURPOSE, address=address).pk)
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
