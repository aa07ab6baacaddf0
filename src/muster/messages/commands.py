"""Every write of messages and codes."""

import hmac
from dataclasses import dataclass, field
from math import ceil
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from procrastinate.contrib.django import app as queue

from muster.kernel import crypto
from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.parsers import Bad
from muster.kernel.parsers import phone as read_phone
from muster.kernel.statements import execute

from . import access, codes, rules, sms
from .models import PhoneCode
from .outcome import Outcome
from .problems import CodeOver, CodeWrong, NoProvider, NotAPhone, TooManyCodes

SEND_CODE = "messages.send_code"
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended(encode(%s, 'hex'), 0))"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A phone that its holder has shown to hold."""

    phone: str = field(repr=False)
    phone_index: bytes


# Codes that confirm a phone. Who may ask for one is everybody; what they may do with it is for the app that asked.


@transaction.atomic
def send_code(actor: Actor, *, phone: str, purpose: str, address: str) -> PhoneCode:
    """Send a code to a phone. `purpose` (“log_in”) keeps codes apart; `address` is where the request came from, for its limit."""
    number = _mobile(phone)
    if sms.provider() is None:
        raise NoProvider
    phone_index = _index(number)
    (address_index,) = crypto.blind_index([rules.subscriber(address)])
    execute(ONE_AT_A_TIME, [phone_index])
    _within_limits(actor, phone_index, address_index)
    (sealed,) = crypto.seal([number])
    code = PhoneCode.objects.create(
        purpose=purpose,
        phone=sealed,
        phone_index=phone_index,
        address_index=address_index,
        asked_at=actor.now,
        ends_at=actor.now + rules.CODE_LIFE,
    )
    queue.configure_task(SEND_CODE, priority=1).defer(code_id=str(code.pk))
    record(actor, "messages.code_asked", code, purpose=purpose)
    return code


def verify_code(actor: Actor, *, phone: str, code: str, purpose: str) -> UUID:
    """Confirm a phone by the code that was sent to it; the confirmation's id, for `take_confirmation`.

    Each try is counted before it is answered, in a transaction of its own: a caller that rolls back gains no tries.
    """
    phone_index = _index(_mobile(phone))
    tried, is_right = _try_code(actor, phone_index=phone_index, code=code, purpose=purpose)
    if is_right:
        return tried.pk
    left = rules.CODE_TRIES - tried.tries
    raise CodeWrong(left) if left else CodeOver


@transaction.atomic
def take_confirmation(actor: Actor, *, confirmation_id: UUID, purpose: str) -> Confirmed:
    """Use a confirmation, once, in the transaction of what it was asked for."""
    code = access.confirmation_to_take(actor, confirmation_id, purpose=purpose)
    code.taken_at = actor.now
    code.save(update_fields=["taken_at"])
    record(actor, "messages.confirmation_taken", code, purpose=purpose)
    return Confirmed(phone=crypto.unseal(code.phone), phone_index=bytes(code.phone_index))


def deliver_code(actor: Actor, *, code_id: UUID) -> Outcome | None:
    """Hand a code to the provider; None when it is over or was handed over too often. Not in a transaction: the count must stay
    when the worker dies on the way.
    """
    code = PhoneCode.objects.filter(pk=code_id, ends_at__gt=actor.now, sends__lt=rules.CODE_SENDS).first()
    provider = sms.provider()
    if code is None or provider is None:
        return None
    PhoneCode.objects.filter(pk=code_id).update(sends=F("sends") + 1)
    result = provider.send(codes.message(code, number=crypto.unseal(code.phone)))
    PhoneCode.objects.filter(pk=code_id).update(outcome=result.outcome, reason=result.reason)
    return result.outcome


@transaction.atomic
def delete_old_codes(actor: Actor) -> int:
    """Numbers that no limit needs any more are deleted."""
    count, _ = PhoneCode.objects.filter(asked_at__lte=actor.now - rules.CODES_KEPT).delete()
    if count:
        record(actor, "messages.codes_deleted", count=count)
    return count


@transaction.atomic(durable=True)
def _try_code(actor: Actor, *, phone_index: bytes, code: str, purpose: str) -> tuple[PhoneCode, bool]:
    found = access.code_to_try(actor, phone_index=phone_index, purpose=purpose)
    is_right = hmac.compare_digest(codes.digits(found).encode(), code.strip().encode())
    found.tries += 1
    if is_right:
        found.confirmed_at = actor.now
        record(actor, "messages.phone_confirmed", found, purpose=purpose)
    found.save(update_fields=["tries", "confirmed_at"])
    return found, is_right


def _mobile(phone: str) -> str:
    """The number as digits; raises NotAPhone."""
    try:
        number = read_phone(phone)
    except Bad:
        raise NotAPhone from None
    if not number.startswith("1"):
        raise NotAPhone
    return number


def _index(number: str) -> bytes:
    (index,) = crypto.blind_index([number])
    assert index is not None, "a number is not empty"
    return index


def _within_limits(actor: Actor, phone_index: bytes, address_index: bytes | None) -> None:
    """Raises TooManyCodes. The limit of an address is not held by a lock: a few more may slip through at the same moment."""
    asked = PhoneCode.objects.filter(asked_at__gt=actor.now - rules.CODES_KEPT)
    free_at = rules.free_again(
        asked.filter(phone_index=phone_index).values_list("asked_at", flat=True), now=actor.now
    )
    if free_at is None and address_index is not None:
        most = settings.MUSTER_CODES_PER_ADDRESS
        nth = (
            asked.filter(address_index=address_index, asked_at__gt=actor.now - rules.WINDOW_OF_ADDRESS)
            .order_by("-asked_at")
            .values_list("asked_at", flat=True)[most - 1 : most]
        )
        free_at = rules.end_of_window(next(iter(nth), None))
    if free_at is not None:
        raise TooManyCodes(ceil((free_at - actor.now).total_seconds()))
