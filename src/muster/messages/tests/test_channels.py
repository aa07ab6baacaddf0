"""E-mail against a real mail server on loopback; work chats and webhooks against an HTTP double."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from types import SimpleNamespace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot

from conftest import NOW
from muster.kernel.actor import Actor
from muster.kernel.problems import NotAllowed, NotFound
from muster.messages import commands, queries
from muster.messages.commands import About, Recipients
from muster.messages.models import Attempt, EmailAddress, Message, Room
from muster.messages.problems import BadAddress
from muster.messages.texts import TEXTS, words
from tests.chat_double import ChatDouble

DAY = datetime(2020, 1, 28, 4, tzinfo=NOW.tzinfo)
pytestmark = pytest.mark.django_db


class Mailbox:
    """Keeps what it is given; `refuses` turns everybody away."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], Any]] = []
        self.refuses = False

    async def handle_RCPT(  # noqa: N802 - the server's name
        self, server, session, envelope, address, options
    ) -> str:
        if self.refuses:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server, session, envelope
    ) -> str:
        self.letters.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MUSTER_EMAIL = f"mailto://127.0.0.1:{port}?from=muster@example.org"
    settings.MUSTER_ADDRESS = "https://muster.example"
    yield mailbox
    controller.stop()


def deliver(actor: Actor, channel: str, now: datetime = DAY):
    return commands.deliver(replace(actor, now=now), channel=channel, clock=lambda: now)


@pytest.fixture
def early(system: Actor) -> Actor:
    return replace(system, now=DAY)


def to_unit(unit) -> Recipients:
    select = "SELECT NULL::uuid AS person_id, %(unit)s::uuid AS unit_id, jsonb_build_object('unit', %(name)s::text) AS facts"
    return Recipients(select, {"unit": unit.pk, "name": unit.name})


class TestEmail:
    def test_a_letter_arrives_in_the_readers_language(
        self, early: Actor, member: Actor, people: SimpleNamespace, about: About, mailbox: Mailbox, client_as
    ):
        commands.set_email_address(member, address="reader@example.org")
        account = client_as("member") and people.member.account
        for language, subject in (
            ("zh-hans", "待签收:演组发〔2020〕5号"),
            ("en", "To accept: 演组发〔2020〕5号"),
        ):
            account.language = language
            account.save()
            step = {"zh-hans": 0, "en": 1}[language]
            commands.queue_to_persons(early, about=replace(about, step=step), person_ids=[people.member.pk])
            assert deliver(early, "email") == {"sent": 1}
            recipients, letter = mailbox.letters[-1]
            assert (recipients, letter["Subject"]) == (["reader@example.org"], subject)
            assert (
                "https://muster.example/o/1/directives/2/" in letter.get_body(("plain", "html")).get_content()
            )

    def test_the_first_channel_that_reaches_a_person_is_used(
        self, early: Actor, phones: SimpleNamespace, member: Actor, about: About, mailbox: Mailbox, sms_double
    ):
        commands.set_email_address(member, address="reader@example.org")
        said = replace(about, channels=("email", "sms"))
        commands.queue_to_persons(early, about=said, person_ids=[phones.member.pk, phones.officer.pk])
        assert sorted(Message.objects.values_list("channel", flat=True)) == ["email", "sms"]

    def test_a_server_that_refuses_is_asked_again(
        self, early: Actor, member: Actor, people: SimpleNamespace, about: About, mailbox: Mailbox
    ):
        commands.set_email_address(member, address="reader@example.org")
        commands.queue_to_persons(early, about=about, person_ids=[people.member.pk])
        mailbox.refuses = True
        assert deliver(early, "email") == {"later": 1}
        mailbox.refuses = False
        assert deliver(early, "email", DAY + timedelta(minutes=1)) == {"sent": 1}
        assert list(Attempt.objects.values_list("number", "outcome")) == [(1, "later"), (2, "sent")]

    def test_an_address_is_sealed_and_masked_and_can_be_taken_back(self, member: Actor):
        commands.set_email_address(member, address=" reader@example.org ")
        assert b"reader" not in bytes(EmailAddress.objects.get().address)
        assert queries.own_email_address(member) == "reader@example.org"
        commands.set_email_address(member, address="")
        assert queries.own_email_address(member) == ""

    @pytest.mark.parametrize("typed", ["reader", "a@b", "a b@example.org", "a@example.org,b@example.org"])
    def test_what_is_no_address_is_refused(self, member: Actor, typed: str):
        with pytest.raises(BadAddress):
            commands.set_email_address(member, address=typed)


class TestRooms:
    @pytest.mark.parametrize(
        "robot",
        [
            (
                "wecom",
                "0123abcd-0123-4567-89ab-0123456789ab",
                NotifyWeComBot,
                lambda body: body["text"]["content"],
            ),
            ("dingtalk", "secret123@" + "a" * 64, NotifyDingTalk, lambda body: body["text"]["content"]),
            ("feishu", "b" * 36, NotifyFeishu, lambda body: body["content"]["text"]),
            ("webhook", "", None, lambda body: body["message"]),
        ],
        ids=lambda robot: robot[0],
    )
    def test_a_units_work_chat_is_written_to(
        self, early, chief, tree, about: About, chats: ChatDouble, monkeypatch, robot
    ):
        kind, key, plugin, said = robot
        if plugin is not None:  # the robots' hosts are fixed in Apprise: turn them to the double
            path = plugin.notify_url.split("/", 3)[3]
            monkeypatch.setattr(plugin, "notify_url", f"{chats.address}/{path}")
        commands.open_room(
            chief,
            unit_id=tree.riverside.pk,
            kind=kind,
            name="河边支部群",
            key=key or f"{chats.address}/hook?a=1",
        )
        queued = commands.queue_messages(early, about=about, to=to_unit(tree.riverside))
        assert queued.messages == 1
        assert deliver(early, "chat") == {"sent": 1}
        (posted,) = chats.posted
        assert "演组发〔2020〕5号 “关于防控的通知” 等待 riverside党组织 签收" in said(posted[1])
        assert deliver(early, "chat") == {}

    def test_a_robot_that_fails_is_asked_again_and_one_that_drops_too(
        self, early: Actor, chief: Actor, tree: SimpleNamespace, about: About, chats: ChatDouble
    ):
        commands.open_room(
            chief, unit_id=tree.riverside.pk, kind="webhook", name="群", key=f"{chats.address}/hook"
        )
        commands.queue_messages(early, about=about, to=to_unit(tree.riverside))
        for mode, minutes in (("fail", 0), ("drop", 2)):
            chats.mode = mode
            assert deliver(early, "chat", DAY + timedelta(minutes=minutes)) == {"later": 1}
        chats.mode = "ok"
        assert deliver(early, "chat", DAY + timedelta(minutes=9)) == {"sent": 1}
        assert len(chats.posted) == 1

    def test_a_closed_room_hears_nothing_and_its_key_is_sealed(
        self, early: Actor, chief: Actor, tree: SimpleNamespace, about: About, chats: ChatDouble
    ):
        room = commands.open_room(
            chief, unit_id=tree.riverside.pk, kind="webhook", name="群", key=f"{chats.address}/secret"
        )
        assert b"secret" not in bytes(Room.objects.get().address)
        commands.close_room(chief, room_id=room.pk)
        assert commands.queue_messages(early, about=about, to=to_unit(tree.riverside)).messages == 0

    def test_a_webhook_goes_only_where_the_operator_allowed_it(
        self, chief: Actor, tree: SimpleNamespace, chats: ChatDouble
    ):
        for key in ("http://127.0.0.2/x", "ftp://127.0.0.1/x", "nonsense"):
            with pytest.raises(BadAddress):
                commands.open_room(chief, unit_id=tree.riverside.pk, kind="webhook", name="群", key=key)
        with pytest.raises(BadAddress):
            commands.open_room(chief, unit_id=tree.riverside.pk, kind="wecom", name="群", key="too short")

    def test_only_who_gives_out_roles_connects_rooms(
        self, chief: Actor, officer: Actor, stranger: Actor, tree: SimpleNamespace, chats: ChatDouble
    ):
        about = {"unit_id": tree.riverside.pk, "kind": "webhook", "name": "群", "key": f"{chats.address}/x"}
        with pytest.raises(NotAllowed):
            commands.open_room(officer, **about)
        with pytest.raises(NotFound):
            commands.open_room(stranger, **about)
        room = commands.open_room(chief, **about)
        with pytest.raises(NotAllowed):
            commands.close_room(officer, room_id=room.pk)
        with pytest.raises(NotFound):
            commands.close_room(stranger, room_id=room.pk)


@pytest.mark.parametrize("template", TEXTS)
def test_a_missing_variable_is_left_out(template: str):
    subject, text = words(template, {}, language="en")
    assert "{" not in subject + text
