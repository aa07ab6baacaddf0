"""Codes that confirm a phone: sent, tried, confirmed, taken; limited, and over."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from muster.kernel.actor import Actor
from muster.kernel.models import Entry
from muster.messages import codes, commands, rules
from muster.messages.models import PhoneCode
from muster.messages.outcome import Outcome
from muster.messages.problems import (
    CodeOver,
    CodeWrong,
    ConfirmationOver,
    NoProvider,
    NotAPhone,
    TooManyCodes,
)
from tests.sms_double import SmsDouble

PHONE, OTHER = "13900000001", "13900000002"
WHERE = "192.0.2.7"


def later(actor: Actor, **span) -> Actor:
    return replace(actor, now=actor.now + timedelta(**span))


def send(actor: Actor, phone: str = PHONE, address: str = WHERE) -> PhoneCode:
    return commands.send_code(actor, phone=phone, purpose="sign_up", address=address)


def verify(actor: Actor, code: str, phone: str = PHONE, purpose: str = "sign_up"):
    return commands.verify_code(actor, phone=phone, code=code, purpose=purpose)


def wrong(code: PhoneCode) -> str:
    return f"{(int(codes.digits(code)) + 1) % 10**6:06}"


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def connected(sms_double: SmsDouble) -> SmsDouble:
    return sms_double


def test_a_code_arrives_and_confirms_the_phone_once(nobody: Actor, sms_double: SmsDouble):
    code = send(nobody, "+86 139-0000-0001")
    assert commands.deliver_code(nobody, code_id=code.pk) == Outcome.SENT
    (received,) = sms_double.of(PHONE)
    confirmation = verify(nobody, received.variables["code"])
    confirmed = commands.take_confirmation(nobody, confirmation_id=confirmation, purpose="sign_up")
    assert (confirmed.phone, confirmed.phone_index) == (PHONE, bytes(code.phone_index))
    with pytest.raises(ConfirmationOver):
        commands.take_confirmation(nobody, confirmation_id=confirmation, purpose="sign_up")
    with pytest.raises(CodeOver):
        verify(nobody, received.variables["code"])


def test_the_code_stands_nowhere_in_the_database_nor_the_number_in_clear(nobody: Actor):
    code = send(nobody)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c::text FROM messaging_phonecode c UNION ALL SELECT j::text FROM procrastinate_jobs j"
            " UNION ALL SELECT e::text FROM kernel_entry e"
        )
        kept = "".join(row for (row,) in cursor.fetchall())
    assert codes.digits(code) not in kept.replace(code.pk.hex, "")
    assert PHONE not in kept
    assert PHONE not in str(Entry.objects.values_list("about", flat=True))


def test_sending_waits_for_the_worker(nobody: Actor, sms_double: SmsDouble):
    code = send(nobody)
    assert sms_double.asked == 0
    job = ProcrastinateJob.objects.get(task_name=commands.SEND_CODE)
    assert job.args == {"code_id": str(code.pk)}


def test_five_wrong_tries_end_a_code(nobody: Actor):
    code = send(nobody)
    for left in (4, 3, 2, 1):
        with pytest.raises(CodeWrong) as caught:
            verify(nobody, wrong(code))
        assert caught.value.left == left
    with pytest.raises(CodeOver):
        verify(nobody, wrong(code))
    with pytest.raises(CodeOver):
        verify(nobody, codes.digits(code))


def test_a_try_counts_even_if_the_caller_rolls_back(nobody: Actor, committed_db):
    code = send(nobody)
    with (
        pytest.raises(RuntimeError),
        transaction.atomic(),
    ):  # tries cannot be counted inside another transaction
        verify(nobody, wrong(code))
    with pytest.raises(CodeWrong):
        verify(nobody, wrong(code))
    assert PhoneCode.objects.get(pk=code.pk).tries == 1


def test_a_code_is_over_after_ten_minutes(nobody: Actor):
    code = send(nobody)
    with pytest.raises(CodeOver):
        verify(later(nobody, minutes=10), codes.digits(code))
    assert verify(later(nobody, minutes=9), codes.digits(code)) == code.pk


def test_only_the_newest_code_counts_and_for_its_purpose_alone(nobody: Actor):
    first = send(nobody)
    second = send(later(nobody, minutes=2))
    with pytest.raises(CodeWrong):
        verify(later(nobody, minutes=2), codes.digits(first))
    with pytest.raises(CodeOver):
        verify(later(nobody, minutes=2), codes.digits(second), purpose="log_in")
    assert verify(later(nobody, minutes=2), codes.digits(second)) == second.pk


def test_a_confirmation_ends_and_serves_its_purpose_alone(nobody: Actor):
    confirmation = verify(nobody, codes.digits(send(nobody)))
    for actor, purpose, wanted in (
        (nobody, "log_in", confirmation),
        (later(nobody, minutes=30), "sign_up", confirmation),
        (nobody, "sign_up", uuid4()),
    ):
        with pytest.raises(ConfirmationOver):
            commands.take_confirmation(actor, confirmation_id=wanted, purpose=purpose)


def test_a_phone_gets_one_a_minute_five_an_hour_ten_a_day(nobody: Actor):
    send(nobody)
    with pytest.raises(TooManyCodes) as caught:
        send(later(nobody, seconds=20))
    assert caught.value.seconds == 40
    for minute in (1, 2, 3, 4):
        send(later(nobody, minutes=minute))
    with pytest.raises(TooManyCodes) as caught:
        send(later(nobody, minutes=5))
    assert caught.value.seconds == 55 * 60
    send(later(nobody, minutes=5), OTHER)
    for hour in range(2, 7):
        send(later(nobody, hours=hour))
    with pytest.raises(TooManyCodes):
        send(later(nobody, hours=8))
    send(later(nobody, hours=24))


def test_an_address_gets_so_many_an_hour_whatever_the_phones(nobody: Actor, settings):
    settings.MUSTER_CODES_PER_ADDRESS = 2
    send(nobody, "13900000011", "2001:db8:1:2::1")
    send(later(nobody, minutes=10), "13900000012", "2001:db8:1:2:ffff::9")
    with pytest.raises(TooManyCodes) as caught:
        send(later(nobody, minutes=20), "13900000013", "2001:db8:1:2::3")
    assert caught.value.seconds == 40 * 60
    send(later(nobody, minutes=20), "13900000013", "2001:db8:1:3::3")
    send(later(nobody, minutes=60), "13900000014", "2001:db8:1:2::1")


@pytest.mark.parametrize("typed", ["", "12345", "08262222222", "call me", "139000000011"])
def test_only_a_mobile_number_is_sent_a_code(nobody: Actor, typed: str):
    with pytest.raises(NotAPhone):
        send(nobody, typed)


def test_without_a_provider_nobody_is_promised_a_code(nobody: Actor, settings):
    settings.MUSTER_SMS_PROVIDER = ""
    with pytest.raises(NoProvider):
        send(nobody)
    settings.MUSTER_SMS_PROVIDER = "aliyun"
    code = send(nobody)
    assert codes.shown_on_screen(code) == ""
    settings.MUSTER_SMS_PROVIDER = ""
    assert commands.deliver_code(nobody, code_id=code.pk) is None


def test_a_demonstration_shows_the_code_and_sends_nothing(nobody: Actor, settings, sms_double: SmsDouble):
    settings.MUSTER_SMS_PROVIDER = "screen"
    code = send(nobody)
    assert commands.deliver_code(nobody, code_id=code.pk) == Outcome.SENT
    assert verify(nobody, codes.shown_on_screen(code)) == code.pk
    assert sms_double.asked == 0


def test_a_provider_that_cannot_tell_is_given_the_same_code_three_times_at_most(
    nobody: Actor, sms_double: SmsDouble
):
    sms_double.mode = "drop"
    code = send(nobody)
    outcomes = [commands.deliver_code(nobody, code_id=code.pk) for _ in range(4)]
    assert outcomes == [Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.UNKNOWN, None]
    assert {message.variables["code"] for message in sms_double.sent} == {codes.digits(code)}
    assert commands.deliver_code(later(nobody, minutes=10), code_id=send(nobody, OTHER).pk) is None


def test_numbers_are_deleted_once_no_limit_needs_them(nobody: Actor):
    send(nobody)
    send(later(nobody, hours=2))
    assert commands.delete_old_codes(later(nobody, hours=25)) == 1
    assert PhoneCode.objects.count() == 1
    assert commands.delete_old_codes(later(nobody, hours=25)) == 0


def test_an_address_that_is_none_counts_as_itself():
    assert rules.subscriber("unknown") == "unknown"
