"""Log in by a code that goes to a phone: the same answers whoever asks, an account at the first time, guessing held off."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import NOW
from muster.kernel.actor import Actor
from muster.logins import commands
from muster.messages import codes, rules
from muster.messages.models import PhoneCode
from muster.messages.problems import CodeOver, CodeWrong, NoProvider, TooManyCodes, TooManyTries
from muster.people import commands as people_commands
from muster.people.models import Account, Membership, Person, Role
from muster.people.problems import AccountClosed, NotOnTheRoll, NumberNotConfirmed, OtherNumber, SharedPhone

from .conftest import give_phone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("screen")]
PHONE, UNKNOWN, WHERE = "13900000001", "13900000099", "192.0.2.7"


def later(actor: Actor, **span) -> Actor:
    return replace(actor, now=actor.now + timedelta(**span))


def ask(actor: Actor, phone: str = PHONE, address: str = WHERE) -> PhoneCode:
    asked = commands.ask_code(actor, phone=phone, address=address)
    assert asked.problem is None
    return PhoneCode.objects.get(pk=asked.code_id)


def enter(actor: Actor, code: PhoneCode, typed: str | None = None) -> commands.Entered:
    return commands.enter(actor, code_id=code.pk, code=typed or codes.digits(code))


def wrong(code: PhoneCode) -> str:
    return f"{(int(codes.digits(code)) + 1) % 10**6:06}"


@pytest.fixture
def member_with_phone(people) -> Person:
    give_phone(people.member, PHONE)
    return people.member


def test_whoever_is_on_the_roll_has_a_login_from_the_first_time_on(nobody, member_with_phone):
    first = enter(nobody, ask(nobody)).account
    assert first is not None
    assert (first.person_id, first.has_usable_password()) == (member_with_phone.pk, False)
    tomorrow = later(nobody, days=1)
    assert enter(tomorrow, ask(tomorrow)).account == first
    assert Account.objects.count() == 1


def test_asking_looks_nobody_up_so_that_nothing_can_tell_who_is_known(nobody, member_with_phone):
    def statements(phone: str) -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            ask(nobody, phone)
        return [re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in caught]

    statements("13900000055")  # the first one makes keys
    known, unknown = statements(PHONE), statements(UNKNOWN)
    assert known == unknown
    assert not [one for one in known if "people_person" in one]


def test_a_number_of_nobody_is_told_so_only_to_whoever_holds_it(nobody, people):
    code = ask(nobody, UNKNOWN)
    assert isinstance(enter(nobody, code, wrong(code)).problem, CodeWrong)
    assert isinstance(enter(nobody, code).problem, NotOnTheRoll)
    assert not Account.objects.exists()


def test_a_roll_that_ended_opens_no_new_login(nobody, member_with_phone):
    Membership.objects.filter(person=member_with_phone).update(during=(None, NOW.date()))
    assert isinstance(enter(nobody, ask(nobody)).problem, NotOnTheRoll)


def test_a_number_of_several_opens_nobodys_login_and_two_records_of_one_person_are_one(nobody, people):
    for person in people.riverside[:2]:
        give_phone(person, PHONE)
    assert isinstance(enter(nobody, ask(nobody)).problem, SharedPhone)
    Person.objects.filter(pk=people.riverside[0].pk).update(same_as=people.riverside[1])
    tomorrow = later(nobody, days=1)
    entered = enter(tomorrow, ask(tomorrow)).account
    assert entered is not None
    assert entered.person_id == people.riverside[1].pk


def test_a_number_that_somebody_entered_opens_nothing_with_powers_until_its_holder_confirms_it(
    chief, nobody, people, tree
):
    today = (NOW - timedelta(days=1)).date(), (NOW + timedelta(days=9)).date()
    Role.objects.create(person=people.chief, unit=tree.city, name="chief", during=today)
    give_phone(people.chief, PHONE)  # as whoever brings in rolls could
    assert isinstance(enter(nobody, ask(nobody)).problem, NumberNotConfirmed)
    people_commands.choose_password(chief, person_id=people.chief.pk, username="chief", password="a b c d")
    soon = later(chief, minutes=2)
    asked = commands.ask_own_code(soon, address=WHERE)
    own = PhoneCode.objects.get(pk=asked.code_id)
    assert isinstance(commands.confirm_own(soon, code_id=own.pk, code=wrong(own)), CodeWrong)
    assert commands.confirm_own(soon, code_id=own.pk, code=codes.digits(own)) is None
    after = later(nobody, minutes=4)
    assert enter(after, ask(after)).account.person_id == people.chief.pk
    give_phone(people.chief, UNKNOWN)
    assert isinstance(enter(after, ask(after, UNKNOWN)).problem, NumberNotConfirmed)


def test_a_number_that_changed_meanwhile_is_not_confirmed(member, nobody, people):
    people_commands.choose_password(member, person_id=people.member.pk, username="m", password="a b c d")
    assert isinstance(commands.ask_own_code(member, address=WHERE).problem, OtherNumber)
    give_phone(people.member, PHONE)
    own = PhoneCode.objects.get(pk=commands.ask_own_code(member, address=WHERE).code_id)
    give_phone(people.member, UNKNOWN)
    problem = commands.confirm_own(member, code_id=own.pk, code=codes.digits(own))
    assert isinstance(problem, OtherNumber)


def test_whoever_is_logged_in_confirms_their_number_on_two_pages(client_as, people):
    give_phone(people.chief, PHONE)
    client = client_as("chief")
    assert b"Confirm my number" in client.get(reverse("logins:sessions")).content
    page = client.post(reverse("logins:own_number")).content.decode()
    digits, asked = (
        re.search(r"The code is (\d{6})", page)[1],
        re.search(r'name="asked"[^>]*value="([^"]+)', page)[1],
    )
    answer = client.post(reverse("logins:confirm_number"), {"asked": asked, "code": digits}, follow=True)
    assert b"logs you in from now on" in answer.content
    assert Account.objects.get(person=people.chief).phone_index is not None


def test_a_closed_login_stays_closed(nobody, member_with_phone):
    enter(nobody, ask(nobody))
    Account.objects.update(is_active=False)
    tomorrow = later(nobody, days=1)
    assert isinstance(enter(tomorrow, ask(tomorrow)).problem, AccountClosed)


def test_a_code_opens_once_and_the_newest_alone(nobody, member_with_phone):
    old = ask(nobody)
    soon = later(nobody, minutes=2)
    new = ask(soon)
    assert isinstance(enter(soon, old).problem, CodeOver)
    assert enter(soon, new).account is not None
    assert isinstance(enter(soon, new).problem, CodeOver)


def test_five_wrong_tries_end_a_code(nobody, member_with_phone):
    code = ask(nobody)
    for _ in range(rules.CODE_TRIES):
        assert enter(nobody, code, wrong(code)).account is None
    assert isinstance(enter(nobody, code).problem, CodeOver)


def test_whoever_guesses_at_many_numbers_from_one_address_is_held_off(nobody, monkeypatch, member_with_phone):
    monkeypatch.setattr(rules, "WRONG_OF_ADDRESS", 6)
    for phone in ("13900000002", "13900000003"):
        guessed = ask(nobody, phone)
        for _ in range(3):
            enter(nobody, guessed, wrong(guessed))
    own = ask(nobody)
    assert isinstance(enter(nobody, own).problem, TooManyTries)
    elsewhere = later(nobody, minutes=1)
    assert enter(elsewhere, ask(elsewhere, address="198.51.100.1")).account is not None


def test_codes_that_were_entered_leave_room_for_the_next_behind_the_same_address(nobody, people, settings):
    settings.MUSTER_CODES_PER_ADDRESS = 1
    give_phone(people.riverside[0], PHONE)
    code = ask(nobody)
    assert isinstance(commands.ask_code(nobody, phone="13900000002", address=WHERE).problem, TooManyCodes)
    enter(nobody, code)
    ask(nobody, "13900000002")


def test_without_a_provider_the_page_says_so_and_offers_the_password(client_as, settings):
    settings.MUSTER_SMS_PROVIDER = ""
    client = client_as("nobody")
    assert isinstance(commands.ask_code(Actor(now=NOW), phone=PHONE, address=WHERE).problem, NoProvider)
    assert "not connected here" in client.get(reverse("logins:by_phone")).text
    assert reverse("logins:by_phone") not in client.get(reverse("account_login")).text


def test_number_code_in(client_as, member_with_phone):
    client = client_as("nobody")
    wanted = reverse("people:deputies")
    assert reverse("logins:by_phone") in client.get(reverse("account_login"), {"next": wanted}).text
    asked = client.post(reverse("logins:by_phone"), {"phone": PHONE, "next": wanted})
    (code,) = re.findall(r"The code is (\d{6})", asked.text)
    sent = {
        "asked": re.findall(r'name="asked" value="([^"]+)"', asked.text)[0],
        "phone": PHONE,
        "next": wanted,
    }
    missed = client.post(reverse("logins:enter"), sent | {"code": f"{(int(code) + 1) % 10**6:06}"})
    assert (missed.status_code, "4 more times" in missed.text) == (422, True)
    answer = client.post(reverse("logins:enter"), sent | {"code": code})
    assert (answer.status_code, answer["Location"]) == (302, wanted)
    assert client.get(wanted).status_code == 200
    assert client.get(reverse("logins:by_phone")).status_code == 302


def test_the_way_in_leads_to_no_other_site(client_as, member_with_phone):
    client = client_as("nobody")
    page = client.post(reverse("logins:by_phone"), {"phone": PHONE})
    (code,) = re.findall(r"The code is (\d{6})", page.text)
    (asked,) = re.findall(r'name="asked" value="([^"]+)"', page.text)
    answer = client.post(
        reverse("logins:enter"), {"asked": asked, "code": code, "next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == "/"


def test_what_is_no_number_comes_back_with_what_was_typed(client_as):
    answer = client_as("nobody").post(reverse("logins:by_phone"), {"phone": "12345"})
    assert (answer.status_code, "12345" in answer.text, "11-digit" in answer.text) == (422, True, True)


def test_the_language_of_the_account_speaks_on_a_new_device(member_with_phone):
    Account.objects.create(person=member_with_phone, username="m", language="en")
    client = Client()
    page = client.post(reverse("logins:by_phone"), {"phone": PHONE})
    (code,) = re.findall(r"验证码是 ?(\d{6})", page.text)
    (asked,) = re.findall(r'name="asked" value="([^"]+)"', page.text)
    answer = client.post(reverse("logins:enter"), {"asked": asked, "code": code})
    assert answer.cookies["django_language"].value == "en"
