"""Invitations to a role: handed over as a code to scan, used once, taken back, and worth no more than whoever invited may give."""

import re
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from conftest import NOW, TODAY
from muster.kernel import crypto
from muster.kernel.actor import Actor
from muster.kernel.models import Entry
from muster.kernel.problems import NotAllowed, NotFound
from muster.logins import commands
from muster.logins.models import Invitation
from muster.logins.problems import ForSomebodyElse, HasALogin, InvitationOver
from muster.logins.tokens import token_of
from muster.messages import codes
from muster.messages.models import PhoneCode
from muster.messages.problems import CodeWrong
from muster.people.models import Account, Person, Role
from muster.people.problems import BeyondYourPowers, NameTaken, NotATerm, ToOneself

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("screen")]
IN_A_MONTH = TODAY + timedelta(days=30)
WORDS = {"username": "riverside-2", "password": "a long word 2020"}


@pytest.fixture
def inviter(system, people: SimpleNamespace, tree: SimpleNamespace, chief: Actor) -> Actor:
    """The chief, as a role in the database has it: it is looked at again when somebody accepts."""
    Role.objects.create(person=people.chief, unit=tree.city, name="chief", during=(date(2015, 1, 1), None))
    return chief


@pytest.fixture
def invitation(inviter: Actor, people, tree) -> Invitation:
    return invite(inviter, people.member, tree.riverside)


def invite(actor: Actor, person: Person, unit, name: str = "officer", until: date = IN_A_MONTH) -> Invitation:
    return commands.invite(actor, person_id=person.pk, unit_id=unit.pk, name=name, until=until)


def accept(actor: Actor, invitation: Invitation, **words) -> commands.Entered:
    return commands.accept_with_password(actor, token=token_of(invitation.pk), **(WORDS | words))


def test_a_password_of_ones_own_accepts_it_once(nobody, invitation, people, tree):
    account = accept(nobody, invitation).account
    assert account is not None
    assert (account.person_id, account.check_password(WORDS["password"])) == (people.member.pk, True)
    role = Role.objects.get(person=people.member)
    assert (role.name, role.unit_id, role.given_by_id) == ("officer", tree.riverside.pk, people.chief.pk)
    assert (role.during.lower, role.during.upper) == (TODAY, IN_A_MONTH)
    with pytest.raises(InvitationOver):
        accept(nobody, invitation, username="another")
    events = set(Entry.objects.values_list("event", flat=True))
    assert {"logins.invited", "logins.invitation_accepted", "people.role_given"} <= events


def test_a_phone_of_ones_own_accepts_it_and_opens_the_log_in_from_then_on(nobody, invitation, people):
    asked = commands.ask_code(nobody, phone="13900000001", address="", purpose=commands.INVITED)
    code = PhoneCode.objects.get(pk=asked.code_id)
    token = token_of(invitation.pk)

    def enter(typed: str) -> commands.Entered:
        return commands.accept_with_phone(nobody, token=token, code_id=code.pk, code=typed)

    assert isinstance(enter("0" if codes.digits(code) != "0" else "1").problem, CodeWrong)
    account = enter(codes.digits(code)).account
    assert account is not None
    assert account.person_id == people.member.pk
    assert crypto.unseal(Person.objects.get(pk=people.member.pk).phone) == "13900000001"
    tomorrow = replace(nobody, now=NOW + timedelta(days=1))
    again = PhoneCode.objects.get(pk=commands.ask_code(tomorrow, phone="13900000001", address="").code_id)
    assert commands.enter(tomorrow, code_id=again.pk, code=codes.digits(again)).account == account


def test_a_code_for_logging_in_accepts_no_invitation(nobody, invitation):
    asked = commands.ask_code(nobody, phone="13900000001", address="")
    code = PhoneCode.objects.get(pk=asked.code_id)
    entered = commands.accept_with_phone(
        nobody, token=token_of(invitation.pk), code_id=code.pk, code=codes.digits(code)
    )
    assert entered.account is None


def test_it_ends_after_a_week(nobody, invitation):
    with pytest.raises(InvitationOver):
        accept(replace(nobody, now=NOW + timedelta(days=7)), invitation)
    assert accept(replace(nobody, now=NOW + timedelta(days=6)), invitation).account is not None


def test_it_is_taken_back(nobody, inviter, officer, invitation):
    with pytest.raises(NotAllowed):
        commands.revoke_invitation(officer, invitation_id=invitation.pk)
    commands.revoke_invitation(inviter, invitation_id=invitation.pk)
    with pytest.raises(InvitationOver):
        accept(nobody, invitation)
    with pytest.raises(NotFound):
        commands.revoke_invitation(inviter, invitation_id=invitation.pk)


def test_it_is_worth_nothing_once_whoever_gave_it_may_not_give_the_role_any_more(nobody, invitation, people):
    Role.objects.filter(person=people.chief).delete()
    with pytest.raises(InvitationOver):
        accept(nobody, invitation)
    assert not Account.objects.exists()
    assert not Role.objects.filter(person=people.member).exists()


def test_nobody_invites_to_more_than_they_may_give(inviter, officer, actor_as, people, tree):
    for wrong, problem in (
        ({"name": "auditor"}, BeyondYourPowers),
        ({"until": TODAY}, NotATerm),
        ({"person": people.chief}, ToOneself),
    ):
        with pytest.raises(problem):
            invite(inviter, **({"person": people.member, "unit": tree.riverside} | wrong))
    with pytest.raises(NotAllowed):
        invite(officer, people.member, tree.riverside)
    with pytest.raises(NotFound):
        invite(actor_as("chief", unit=tree.south, who="stranger"), people.member, tree.riverside)


def test_who_has_a_login_accepts_with_it_and_nobody_else_does(nobody, member, officer, invitation, people):
    Account.objects.create(person=people.member, username="m")
    with pytest.raises(HasALogin):
        accept(nobody, invitation)
    with pytest.raises(ForSomebodyElse):
        commands.accept_as_oneself(officer, token=token_of(invitation.pk))
    commands.accept_as_oneself(member, token=token_of(invitation.pk))
    assert Role.objects.filter(person=people.member, name="officer").exists()


def test_a_name_that_is_taken_leaves_the_invitation_open(nobody, invitation, people):
    Account.objects.create(person=people.officer, username=WORDS["username"])
    assert isinstance(accept(nobody, invitation).problem, NameTaken)
    assert accept(nobody, invitation, username="free").account is not None


@pytest.mark.parametrize("token", ["", "unknown", "A" * 36, "日本"])
def test_a_link_that_we_never_gave_leads_nowhere(nobody, token):
    with pytest.raises(NotFound):
        commands.accept_with_password(nobody, token=token, **WORDS)


def test_from_the_page_of_roles_to_a_sheet_and_in_by_phone(client_as, people, tree):
    chief = client_as("chief")
    sent = {"person": people.member.pk, "name": "officer", "until": date(2099, 1, 1)}
    until = chief.get(reverse("people:roles", args=[tree.north.pk])).context["form"].initial["until"]
    sheet = chief.post(
        reverse("logins:invite", args=[tree.north.pk]), sent | {"until": until}, follow=True
    ).text
    assert "<svg" in sheet
    (path,) = re.findall(r"http://testserver(/invited/[^<\"]+)", sheet)
    assert people.member.name in chief.get(reverse("logins:invitations", args=[tree.north.pk])).text

    phone = Client(headers={"Accept-Language": "en"})
    page = phone.get(path)
    assert (page.status_code, page["Referrer-Policy"]) == (200, "no-referrer")
    code_page = phone.post(f"{path}phone/", {"phone": "13900000001"}).text
    (code,) = re.findall(r"The code is (\d{6})", code_page)
    (asked,) = re.findall(r'name="asked" value="([^"]+)"', code_page)
    answer = phone.post(f"{path}code/", {"asked": asked, "code": code, "phone": "13900000001"})
    assert answer.status_code == 302
    assert phone.get(reverse("units:unit", args=[tree.riverside.pk])).status_code == 200
    assert Client().get(path).status_code == 410


def test_a_weak_password_comes_back_with_its_reason(client_as, invitation):
    Invitation.objects.update(ends_at=NOW.replace(year=2099))
    where = reverse("logins:invited", args=[token_of(invitation.pk)])
    answer = client_as("nobody").post(where, {"username": "me", "password": "short"})
    assert (answer.status_code, "too short" in answer.text) == (422, True)


def test_a_choice_left_out_leads_back_to_the_page_of_roles(client_as, tree):
    answer = client_as("chief").post(reverse("logins:invite", args=[tree.north.pk]), {}, follow=True)
    assert "Choose who is invited" in answer.text


def test_logged_in_one_accepts_on_the_page(client_as, invitation):
    Invitation.objects.update(ends_at=NOW.replace(year=2099), until=date(2099, 1, 1))
    where = reverse("logins:invited", args=[token_of(invitation.pk)])
    client = client_as("member")
    assert "Accept" in client.get(where).text
    assert client.post(where).status_code == 410  # the term is longer than a year by now
    assert client_as("officer").get(where).status_code == 403
