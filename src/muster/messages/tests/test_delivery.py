"""Messages queued, sent, tried again, interrupted: each person once a step, and every try in the log."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from conftest import NOW, make_people, make_tree
from muster.kernel.actor import Actor
from muster.kernel.models import Entry
from muster.messages import commands, rules
from muster.messages.commands import About, Recipients
from muster.messages.models import Attempt, Message, MessageState, Pause
from muster.messages.problems import SaidOnce
from tests.sms_double import SmsDouble

from .conftest import give_phones, number_of

DAY = datetime(2020, 1, 28, 4, tzinfo=NOW.tzinfo)  # noon in Shanghai
NIGHT = datetime(2020, 1, 28, 15, tzinfo=NOW.tzinfo)  # 23:00 there


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def queue(actor: Actor, about: About, *persons) -> commands.Queued:
    return commands.queue_to_persons(actor, about=about, person_ids=[person.pk for person in persons])


def deliver(actor: Actor, now: datetime = DAY, channel: str = "sms") -> Counter:
    return commands.deliver(replace(actor, now=now), channel=channel, clock=Clock(now))


def states() -> Counter:
    return Counter(Message.objects.values_list("state", flat=True))


def attempts() -> list[tuple[int, str, str]]:
    return list(Attempt.objects.order_by("message", "number").values_list("number", "outcome", "reason"))


@pytest.fixture
def early(system: Actor) -> Actor:
    return replace(system, now=DAY)


@pytest.mark.django_db
class TestQueue:
    def test_each_person_gets_one_message_with_its_variables(
        self, early: Actor, phones: SimpleNamespace, about: About, sms_double: SmsDouble
    ):
        assert queue(early, about, *phones.riverside).messages == 3
        assert deliver(early) == {"sent": 3}
        (received,) = sms_double.of(number_of(phones.riverside[0]))
        assert received.template == "SMS_1002"
        assert received.variables == about.variables
        assert states() == {"sent": 3}
        assert attempts() == [(1, "sent", "")] * 3

    def test_nobody_has_a_step_twice_however_often_it_is_queued(
        self, early: Actor, phones: SimpleNamespace, about: About, sms_double: SmsDouble
    ):
        queue(early, about, *phones.riverside)
        assert queue(early, about, *phones.riverside, *phones.hillside).messages == 3
        assert queue(early, replace(about, step=1), phones.riverside[0]).messages == 1
        assert deliver(early) == {"sent": 7}
        assert sms_double.repeats() == {}

    def test_a_person_of_two_silent_units_has_one_message(
        self, early: Actor, tree: SimpleNamespace, phones: SimpleNamespace, about: About, sms_double
    ):
        select = (
            "SELECT %(person)s::uuid AS person_id, unnest(%(units)s::uuid[]) AS unit_id, '{}'::jsonb AS facts"
        )
        values = {"person": phones.officer.pk, "units": [tree.riverside.pk, tree.hillside.pk]}
        assert commands.queue_messages(early, about=about, to=Recipients(select, values)).messages == 1

    def test_who_has_no_phone_is_counted_as_not_reached(
        self, early: Actor, people: SimpleNamespace, about: About, sms_double
    ):
        assert queue(early, about, people.officer) == commands.Queued(messages=0, unreachable=1)
        assert Entry.objects.get(event="messages.queued").about["unreachable"] == 1

    def test_without_a_channel_nobody_is_reached(self, early: Actor, phones: SimpleNamespace, about: About):
        assert queue(early, about, phones.officer).unreachable == 1

    @pytest.mark.parametrize(
        "purpose",
        ["directives.reading", "directives.appeal", "teams.call", "ledger.gift", "operations.muster"],
    )
    @pytest.mark.parametrize("again", [{"step": 1}, {"round": 1}])
    def test_what_is_voluntary_is_said_once(
        self, early: Actor, phones: SimpleNamespace, about: About, sms_double, purpose: str, again: dict
    ):
        said = replace(about, purpose=purpose)
        assert queue(early, said, phones.officer).messages == 1
        assert queue(early, said, phones.officer).messages == 0
        with pytest.raises(SaidOnce):
            queue(early, replace(said, **again), phones.officer)
        with pytest.raises(IntegrityError, match="only_duties_are_asked_again"), transaction.atomic():
            Message.objects.filter(purpose=purpose).update(**again)

    def test_what_was_answered_is_not_sent(
        self,
        early: Actor,
        tree: SimpleNamespace,
        phones: SimpleNamespace,
        about: About,
        sms_double: SmsDouble,
    ):
        select = "SELECT unnest(%(p)s::uuid[]) AS person_id, %(unit)s::uuid AS unit_id, '{}'::jsonb AS facts"
        for unit, persons in ((tree.riverside, phones.riverside), (tree.hillside, phones.hillside)):
            to = Recipients(select, {"p": [p.pk for p in persons], "unit": unit.pk})
            commands.queue_messages(early, about=about, to=to)
        stop = {"purpose": about.purpose, "subject_id": about.subject_id}
        assert commands.stop_messages(early, **stop, unit_ids=[tree.riverside.pk]) == 3
        assert deliver(early) == {"sent": 3}
        assert states() == {"stopped": 3, "sent": 3}
        assert commands.stop_messages(early, **stop) == 0


@pytest.mark.django_db
class TestFaults:
    def test_a_provider_that_is_down_for_an_hour_is_asked_ever_more_seldom_and_then_all_goes_out(
        self, early: Actor, phones: SimpleNamespace, about: About, sms_double: SmsDouble
    ):
        sms_double.mode = "fail"
        queue(early, about, *phones.riverside)
        asked = []
        for minute in range(60):
            now = DAY + timedelta(minutes=minute)
            if commands.hand_out(replace(early, now=now)).get("sms"):
                asked.append(minute)
                deliver(early, now)
        assert asked == [0, 1, 3, 7, 15, 30, 45]
        sms_double.mode = "ok"
        now = DAY + timedelta(minutes=60)
        assert commands.hand_out(replace(early, now=now))["sms"] == 1
        assert deliver(early, now) == {"sent": 3}
        assert not Pause.objects.exists()
        assert [number for number, outcome, _ in attempts() if outcome == "sent"] == [8, 8, 8]
        assert sms_double.repeats() == {}

    def test_a_channel_that_is_down_stops_a_job_after_its_first_chunk(
        self, early: Actor, phones: SimpleNamespace, about: About, sms_double: SmsDouble, monkeypatch
    ):
        monkeypatch.setattr(rules, "MOST_AT_ONCE", 2)
        sms_double.mode = "busy"
        queue(early, about, *phones.riverside, *phones.hillside)
        assert deliver(early) == {"later": 2}
        assert sms_double.asked == 2

    def test_a_refused_number_is_not_tried_again(
        self, early: Actor, phones: SimpleNamespace, about: About, sms_double: SmsDouble
    ):
        sms_double.mode = "refuse"
        queue(early, about, phones.officer)
        deliver(early)
        assert states() == {"failed": 1}
        assert attempts() == [(1, "refused", "isv.MOBILE_NUMBER_ILLEGAL")]

    def test_a_lost_answer_repeats_the_message_once_with_the_same_key_and_the_log_says_so(
        self, early: Actor, phones: SimpleNamespace, about: About, sms_double: SmsDouble
    ):
        sms_double.mode = "drop"
        queue(early, about, phones.officer)
        for hours in range(5):
            deliver(early, DAY + timedelta(hours=hours))
        assert attempts() == [(1, "unknown", "ProtocolError"), (2, "unknown", "ProtocolError")]
        assert states() == {"unsure": 1}
        assert sms_double.repeats() == {number_of(phones.officer): 2}
        assert Message.objects.get().was_repeated

    def test_a_message_that_waited_too_long_is_not_sent(
        self, early: Actor, phones: SimpleNamespace, about: About, sms_double: SmsDouble
    ):
        queue(early, about, phones.officer)
        assert commands.hand_out(replace(early, now=DAY + timedelta(hours=24))) == {
            "sms": 0,
            "email": 0,
            "chat": 0,
        }
        assert states() == {"over": 1}

    def test_one_letter_that_breaks_holds_up_no_other(
        self, early: Actor, phones: SimpleNamespace, about: About, sms_double: SmsDouble
    ):
        queue(early, about, *phones.riverside)
        first = Message.objects.order_by("pk").first()
        Message.objects.filter(pk=first.pk).update(variables={"title": 5})
        assert deliver(early) == {"unknown": 1, "sent": 2}
        assert Attempt.objects.get(message=first).reason == "TypeError"

    def test_at_night_only_what_is_urgent_is_sent(
        self, early: Actor, phones: SimpleNamespace, about: About, sms_double: SmsDouble
    ):
        night = replace(early, now=NIGHT)
        queue(night, about, phones.officer)
        queue(night, replace(about, step=1, is_urgent=True), phones.officer)
        assert commands.hand_out(night)["sms"] == 1
        assert deliver(early, NIGHT) == {"sent": 1}
        assert commands.hand_out(night)["sms"] == 0
        assert deliver(early, NIGHT + timedelta(hours=8)) == {"sent": 1}

    def test_a_storm_is_spread_over_lanes_and_each_job_is_queued_once(
        self, early: Actor, phones: SimpleNamespace, about: About, sms_double, monkeypatch
    ):
        monkeypatch.setattr(rules, "MOST_A_JOB", 2)
        queue(early, about, *phones.riverside, *phones.hillside)
        for _ in range(2):
            commands.hand_out(early)
        jobs = ProcrastinateJob.objects.filter(task_name=commands.DELIVER)
        assert sorted(jobs.values_list("lock", flat=True)) == ["messages.sms.0", "messages.sms.1"]

    def test_nothing_personal_reaches_the_journal_or_the_log(
        self, early: Actor, phones: SimpleNamespace, about: About, sms_double: SmsDouble, caplog
    ):
        caplog.set_level("DEBUG")
        queue(early, about, phones.officer)
        for mode in ("fail", "ok"):
            sms_double.mode = mode
            deliver(early, DAY if mode == "fail" else DAY + timedelta(minutes=1))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT e::text FROM kernel_entry e UNION ALL SELECT a::text FROM messaging_attempt a"
            )
            kept = "".join(row for (row,) in cursor.fetchall())
        assert number_of(phones.officer) not in kept + caplog.text


SENDER = """
import os, django
django.setup()
from datetime import UTC, datetime
from django.db import connections
from muster.kernel.actor import system_actor
from muster.messages import commands
clock = lambda: datetime.now(UTC)
commands.deliver(system_actor("test", now=clock()), channel="sms", clock=clock)
"""


def test_a_worker_killed_between_sending_and_recording_repeats_each_message_once_at_most(
    committed_db, system: Actor, about: About, sms_double: SmsDouble
):
    now = datetime.now(NOW.tzinfo)
    phones = make_people(make_tree(system))
    give_phones()
    members = [*phones.riverside, *phones.hillside, *phones.lakeside]
    queue(replace(system, now=now), replace(about, is_urgent=True), *members)
    sms_double.mode, sms_double.delay = "delay", 60
    worker = subprocess.Popen([sys.executable, "-c", SENDER], env=environment(sms_double))
    deadline = time.monotonic() + 60
    while len(sms_double.sent) < len(members) and time.monotonic() < deadline and worker.poll() is None:
        time.sleep(0.02)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert states() == {MessageState.SENDING: len(members)}
    sms_double.mode = "ok"
    later = now + rules.TIME_TO_SEND + timedelta(minutes=1)
    commands.hand_out(replace(system, now=later))
    assert deliver(system, later) == {"sent": len(members)}
    assert set(attempts()) == {(1, "unknown", "interrupted"), (2, "sent", "")}
    assert set(sms_double.repeats().values()) == {2}
    assert Message.objects.filter(was_repeated=True, state="sent").count() == len(members)
    assert Entry.objects.get(event="messages.interrupted").count == len(members)


def environment(double: SmsDouble) -> dict[str, str]:
    """For a process of its own, on the tests' database and the tests' provider."""
    at = connection.settings_dict
    words = (
        f"host={at['HOST']} port={at['PORT']} user={at['USER']} password={at['PASSWORD']} dbname={at['NAME']}"
    )
    from tests.sms_double import SETTINGS, TEMPLATES

    named = {name: value for name, value in SETTINGS.items() if isinstance(value, str)}
    templates = ",".join(f"{name}={code}" for name, code in TEMPLATES.items())
    return {
        **os.environ,
        **named,
        "MUSTER_SMS_TEMPLATES": templates,
        "MUSTER_SMS_ENDPOINT": double.endpoint,
        "DATABASE_URL": words,
        "DJANGO_SETTINGS_MODULE": "muster.settings",
    }
