"""Who can come: the best are asked, then the next, until enough said yes. Nobody twice, and a no is the end of it."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from types import SimpleNamespace

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from conftest import NOW, make_people, make_tree
from muster.kernel.actor import Actor
from muster.kernel.models import Entry
from muster.kernel.problems import NotAllowed, NotFound
from muster.messages import commands as messages
from muster.messages.models import Message
from muster.messages.tests.conftest import give_phones
from muster.operations.commands import activate_operation
from muster.operations.musters import commands, queries, tokens
from muster.operations.musters.models import Asked, MusterCall
from muster.operations.musters.problems import MusterOver, NobodyToAsk, NotAnAnswer
from muster.operations.musters.rules import Wanted
from muster.people.models import Person, PersonSkill
from muster.people.rules import ROLE_POWERS
from tests.sms_double import SmsDouble

WANTED = Wanted(title="Carry sandbags", place="North dyke", needed=2, first=2, minutes=10, is_urgent=True)


def later(actor: Actor, **span) -> Actor:
    return replace(actor, now=actor.now + timedelta(**span))


def reply(actor: Actor, asked: Asked, answer: str, **more) -> Asked:
    return commands.answer(actor, token=tokens.token_of(asked.pk), reply=answer, **more)


@pytest.fixture
def operation(chief: Actor, tree: SimpleNamespace):
    return activate_operation(chief, unit_id=tree.city.pk, template="epidemic")


@pytest.fixture
def opened(officer: Actor, operation, tree: SimpleNamespace, people: SimpleNamespace, sms_double: SmsDouble):
    """`opened()`: a call of the northern township, which has seven members below it, the officer who calls among them."""
    give_phones()

    def call(actor: Actor = officer, *, skill: str | None = None, **changes) -> MusterCall:
        wanted = replace(WANTED, **changes)
        return commands.open_muster(
            actor, operation_id=operation.pk, unit_id=tree.north.pk, wanted=wanted, skill=skill
        )

    return call


@pytest.mark.django_db
class TestWaves:
    def test_the_first_are_asked_at_once_and_the_next_after_ten_minutes(self, opened, system: Actor):
        call = opened()
        assert call.asked.count() == 2
        assert commands.next_waves(later(system, minutes=9)) == 0
        assert commands.next_waves(later(system, minutes=10)) == 2
        assert commands.next_waves(later(system, minutes=10)) == 0
        assert commands.next_waves(later(system, minutes=20)) == 2
        assert Asked.objects.values("person").distinct().count() == 6
        assert commands.next_waves(later(system, minutes=30)) == 0
        call.refresh_from_db()
        assert (call.state, call.waves) == ("asked_all", 3)

    def test_it_stops_when_enough_said_yes_and_what_waits_is_not_sent(
        self, opened, system: Actor, nobody: Actor
    ):
        call = opened()
        first, second = call.asked.order_by("pk")
        assert reply(nobody, first, "now", is_on_site=True).arrives_at == NOW
        call.refresh_from_db()
        assert call.state == "asking"
        assert reply(nobody, second, "in_30").arrives_at == NOW + timedelta(minutes=30)
        call.refresh_from_db()
        assert call.state == "met"
        assert commands.next_waves(later(system, hours=1)) == 0
        assert set(Message.objects.values_list("state", flat=True)) == {"stopped"}

    def test_each_is_written_to_once_with_a_link_of_their_own(
        self, opened, system: Actor, sms_double: SmsDouble
    ):
        call = opened()
        messages.deliver(system, channel="sms", clock=lambda: NOW)
        assert len(sms_double.sent) == 2
        assert sms_double.sent[0].variables == {"title": "Carry sandbags", "unit": call.unit.name}
        paths = set(Message.objects.values_list("variables__path", flat=True))
        assert paths == {f"/public/muster/{tokens.token_of(asked.pk)}/" for asked in call.asked.all()}

    def test_a_no_is_never_followed_by_anything(self, opened, system: Actor, nobody: Actor):
        call = opened()
        said_no = call.asked.first()
        reply(nobody, said_no, "no")
        for minutes in (10, 20, 30, 40):
            commands.next_waves(later(system, minutes=minutes))
        assert Message.objects.filter(person=said_no.person).count() == 1
        assert said_no.person not in {asked.person for asked in opened(later_call(system)).asked.all()}

    def test_only_who_is_available_and_has_the_skill_is_asked(
        self, opened, officer: Actor, people: SimpleNamespace
    ):
        for person in people.riverside:
            PersonSkill.objects.create(person=person, skill_id="driving")
        Person.objects.filter(pk=people.riverside[0].pk).update(is_available=False)
        Person.objects.filter(pk=people.riverside[1].pk).update(is_spared=True)
        call = opened(skill="driving", first=20)
        assert [asked.person for asked in call.asked.all()] == [people.riverside[2]]

    def test_with_nobody_to_ask_nothing_is_opened(self, opened):
        with pytest.raises(NobodyToAsk):
            opened(skill="nurse")
        assert MusterCall.objects.count() == 0

    def test_whoever_leads_asks_the_next_without_waiting_and_ends_it(
        self, opened, officer: Actor, chief: Actor, stranger: Actor, auditor: Actor, nobody: Actor
    ):
        call = opened()
        assert commands.ask_the_next(officer, call_id=call.pk) == 2
        for actor, problem in ((stranger, NotFound), (auditor, NotAllowed)):
            with pytest.raises(problem):
                commands.end_muster(actor, call_id=call.pk)
        for _ in range(2):
            assert commands.end_muster(chief, call_id=call.pk).state == "ended"
        with pytest.raises(MusterOver):
            commands.ask_the_next(officer, call_id=call.pk)
        with pytest.raises(MusterOver):
            reply(nobody, call.asked.first(), "now")


def later_call(system: Actor) -> Actor:
    """Another hour, another call."""
    return later(system, hours=1)


@pytest.mark.django_db
class TestAnswers:
    def test_a_yes_too_many_is_in_reserve_and_takes_a_place_that_is_given_back(self, opened, nobody: Actor):
        call = opened(first=4)
        one, two, three, four = call.asked.order_by("pk")
        for asked in (one, two):
            assert not reply(nobody, asked, "now").is_spare
        assert reply(later(nobody, minutes=1), three, "in_15").is_spare
        assert queries_board(call) == (4, 2, 1, 0, 1)
        reply(later(nobody, minutes=2), one, "no")
        three.refresh_from_db()
        assert not three.is_spare
        reply(later(nobody, minutes=3), two, "no")
        call.refresh_from_db()
        assert (call.state, four.answer) == ("asking", "")

    def test_an_answer_needs_one_of_the_words_and_a_link_that_we_made(self, opened, nobody: Actor):
        asked = opened().asked.first()
        with pytest.raises(NotAnAnswer):
            reply(nobody, asked, "maybe")
        token = tokens.token_of(asked.pk)
        for forged in (token[:-1] + ("A" if token[-1] != "A" else "B"), token[:20], "x", ""):
            with pytest.raises(NotFound):
                commands.answer(nobody, token=forged, reply="now")

    def test_a_link_is_over_after_two_days(self, opened, nobody: Actor):
        with pytest.raises(MusterOver):
            reply(later(nobody, days=2), opened().asked.first(), "now")

    def test_only_who_comes_is_named_and_only_to_those_who_read_lists_of_people(
        self, opened, officer: Actor, auditor: Actor, nobody: Actor
    ):
        call = opened()
        yes, no = call.asked.order_by("pk")
        reply(nobody, yes, "in_60")
        reply(nobody, no, "no")
        assert [asked.person for asked in queries.coming(officer, call_id=call.pk)] == [yes.person]
        assert not queries.coming(auditor, call_id=call.pk).exists()

    def test_the_journal_does_not_say_who_said_no(self, opened, nobody: Actor):
        call = opened()
        reply(nobody, call.asked.first(), "no")
        entry = Entry.objects.get(event="operations.muster_answered")
        assert (entry.person_id, entry.subject_id, entry.about) == (None, call.pk, {})


def queries_board(call: MusterCall) -> tuple[int, ...]:
    from muster.kernel.actor import system_actor

    board = queries.board(system_actor("test", now=NOW), call_id=call.pk)
    return board.asked, board.coming, board.spare, board.no, board.open


@given(st.binary(max_size=40))
def test_no_other_text_is_a_link(raw: bytes):
    assert tokens.asked_of(raw.hex()) is None


def test_the_last_place_goes_to_one(committed_db, system: Actor, settings):
    settings.MUSTER_SMS_PROVIDER = ""
    tree = make_tree(system)
    make_people(tree)
    operation = activate_operation(system, unit_id=tree.city.pk, template="epidemic")
    wanted = replace(WANTED, needed=1, first=6)
    call = commands.open_muster(system, operation_id=operation.pk, unit_id=tree.north.pk, wanted=wanted)
    tapped = list(call.asked.all())
    together = Barrier(len(tapped))

    def tap(asked: Asked) -> None:
        together.wait()
        reply(system, asked, "now")
        connections.close_all()

    threads = [Thread(target=tap, args=(asked,)) for asked in tapped]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Asked.objects.filter(arrives_at__isnull=False).count() == 6
    assert Asked.objects.filter(arrives_at__isnull=False, is_spare=False).count() == 1


@pytest.mark.django_db
class TestPages:
    def test_from_the_form_to_the_board(
        self, client_as, operation, tree: SimpleNamespace, people, sms_double
    ):
        give_phones()
        browser = client_as("officer")
        base = f"/o/{operation.pk}/musters/"
        assert "Nobody was asked yet" in browser.get(base).content.decode()
        typed = {"unit": tree.north.pk, "title": "Carry sandbags", "place": "North dyke", "needed": 1}
        opened = browser.post(f"{base}new/", typed | {"first": 3, "minutes": 10})
        board = browser.get(opened.url).content.decode()
        assert "0 of 1 are coming" in board
        asked = Asked.objects.first()
        link = f"/public/muster/{tokens.token_of(asked.pk)}/"
        public = client_as("nobody")
        assert "Can you come?" in public.get(link).content.decode()
        assert Asked.objects.filter(answer="").count() == 3  # to look answers nothing
        shown = public.post(link, {"reply": "in_15", "on_site": "yes"}, follow=True).content.decode()
        assert "You are expected:" in shown
        live = browser.get(opened.url, headers={"HX-Request": "true"}).content.decode()
        assert "1 of 1 are coming" in live
        assert asked.person.name in live
        assert "<html" not in live

    def test_the_form_says_what_is_missing(self, client_as, operation, tree: SimpleNamespace, people):
        answer = client_as("officer").post(f"/o/{operation.pk}/musters/new/", {"needed": 0})
        assert answer.status_code == 422


def test_nobody_without_the_power_to_plan_may_call():
    assert "plan" not in ROLE_POWERS["auditor"] | ROLE_POWERS["clerk"] | ROLE_POWERS["member"]
