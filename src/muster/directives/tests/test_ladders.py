"""A directive's ladder climbs by itself, to those who have not answered and to nobody else, and stops at the answer."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from conftest import NOW, TODAY
from muster.directives import commands
from muster.directives.models import Directive
from muster.kernel import crypto
from muster.kernel.actor import Actor
from muster.kernel.problems import NotAllowed, NotFound
from muster.messages import commands as messages
from muster.messages.climbs import commands as climbs
from muster.messages.climbs.sources import Source, sources
from muster.messages.models import Climb, Ladder, Message, Rung
from muster.people.commands import name_deputy
from muster.people.models import Membership, Person, Role
from tests.sms_double import SmsDouble

from .conftest import NOTICE
from .test_amending import amend

pytestmark = pytest.mark.django_db
MORNING = datetime(2020, 1, 28, 1, tzinfo=NOW.tzinfo)  # 09:00 in Shanghai
FOUR, TWELVE, EIGHTEEN, DAY = (timedelta(hours=hours) for hours in (4, 12, 18, 24))


def at(actor: Actor, span: timedelta) -> Actor:
    return replace(actor, now=MORNING + span)


def climb(system: Actor, span: timedelta = timedelta()) -> int:
    return climbs.climb_ladders(at(system, span))


def written_to(act: str | None = None) -> list[str]:
    found = Message.objects.filter(state="waiting")
    if act is not None:
        found = found.filter(step=Rung.objects.get(act=act).step)
    return sorted(found.values_list("person__name", flat=True))


def accept(actor: Actor, directive: Directive, unit) -> None:
    commands.accept_directive(actor, directive_id=directive.pk, unit_ids=[unit.pk])


@pytest.fixture
def chairs(tree: SimpleNamespace, people: SimpleNamespace, sms_double: SmsDouble) -> SimpleNamespace:
    """Every branch has a secretary (the first member) with a phone; both townships and the county have an officer."""
    (sealed,) = crypto.seal(["13900000001"])
    Person.objects.update(phone=sealed)
    clerk = Person.objects.create(name="county-officer", phone=sealed)
    for person, unit in ((people.officer, tree.north), (people.stranger, tree.south), (clerk, tree.county)):
        Role.objects.create(person=person, unit=unit, name="officer", during=(date(2015, 1, 1), None))
    return people


@pytest.fixture
def issue(tree: SimpleNamespace, operation):
    def issued(actor: Actor, about: dict) -> Directive:
        draft = commands.Draft(issuing_unit_id=tree.city.pk, addressee_ids=[tree.city.pk], **about)
        directive = commands.draft_directive(actor, operation_id=operation.pk, draft=draft)
        commands.submit_for_review(actor, directive_id=directive.pk)
        commands.sign_off(actor, directive_id=directive.pk)
        return commands.issue_directive(actor, directive_id=directive.pk)

    return issued


@pytest.fixture
def notice(issue, chief: Actor, chairs) -> Directive:
    """Issued at nine to everybody."""
    return issue(replace(chief, now=MORNING), NOTICE)


class TestSteps:
    def test_silent_units_are_written_to_after_four_hours_and_the_answer_stops_it(
        self, system: Actor, chief: Actor, notice: Directive, tree: SimpleNamespace
    ):
        assert climb(system) == 1
        assert Rung.objects.get().act == "in_app"
        assert Message.objects.count() == 0
        accept(at(chief, FOUR), notice, tree.hillside)
        assert climb(system, FOUR) == 1
        assert climb(system, FOUR) == 0
        assert "hillside1" not in written_to("message")
        assert {"riverside1", "lakeside1", "officer", "stranger", "county-officer"} <= set(
            written_to("message")
        )
        accept(at(chief, FOUR), notice, tree.riverside)
        climb(system, FOUR + timedelta(minutes=1))
        assert "riverside1" not in written_to()

    def test_members_who_hold_no_chair_are_never_written_to(self, system: Actor, notice: Directive):
        for span in (timedelta(), FOUR, TWELVE, EIGHTEEN, DAY):
            climb(system, span)
        held = {"riverside1", "hillside1", "lakeside1", "hospital1", "officer", "stranger", "county-officer"}
        assert set(Message.objects.values_list("person__name", flat=True)) == held

    def test_the_unit_above_hears_how_many_below_have_not_accepted(
        self, system: Actor, chief: Actor, notice: Directive, tree: SimpleNamespace
    ):
        for unit in (tree.north, tree.south, tree.county, tree.city, tree.health, tree.hospital):
            accept(at(chief, FOUR), notice, unit)
        assert climb(system, DAY) == 1
        messages_to = {
            message.person.name: (message.variables["unit"], message.variables["count"])
            for message in Message.objects.select_related("person")
        }
        assert messages_to == {"officer": (tree.north.name, "2"), "stranger": (tree.south.name, "1")}
        accept(at(chief, DAY), notice, tree.riverside)
        climb(system, DAY + timedelta(minutes=1))
        assert written_to() == ["officer", "stranger"]
        accept(at(chief, DAY), notice, tree.hillside)
        climb(system, DAY + timedelta(minutes=2))
        assert written_to() == ["stranger"]

    def test_the_second_in_command_is_written_to_in_their_turn(
        self, system: Actor, notice: Directive, people: SimpleNamespace
    ):
        Membership.objects.filter(person=people.riverside[1]).update(office="deputy")
        assert climb(system, EIGHTEEN - timedelta(hours=4)) == 0  # 23:00: quiet
        assert climb(system, DAY - timedelta(hours=1)) == 1  # the next morning
        assert written_to("deputy") == ["riverside2"]

    def test_steps_that_were_missed_stay_missed(self, system: Actor, notice: Directive):
        assert climb(system, DAY) == 1
        assert list(Rung.objects.values_list("act", flat=True)) == ["superior"]

    def test_it_ends_when_everybody_has_answered(
        self, system: Actor, chief: Actor, notice: Directive, tree: SimpleNamespace
    ):
        for unit in vars(tree).values():
            accept(at(chief, FOUR), notice, unit)
        assert climb(system, FOUR) == 0
        assert (Climb.objects.get().ended_because, Message.objects.count()) == ("answered", 0)
        assert climb(system, DAY) == 0

    def test_each_person_is_sent_each_step_once_though_the_job_runs_twice(
        self, system: Actor, notice: Directive, sms_double: SmsDouble
    ):
        for _ in range(3):
            climb(system, FOUR)
        now = MORNING + FOUR
        messages.deliver(at(system, FOUR), channel="sms", clock=lambda: now)
        assert sms_double.repeats() == {}
        assert len(sms_double.sent) == Message.objects.filter(state="sent").count() == 7


class TestChairs:
    def test_whoever_is_away_is_represented_and_the_deputys_deputy_for_them(
        self, system: Actor, chief: Actor, notice: Directive, people: SimpleNamespace
    ):
        span = {"since": TODAY, "until": TODAY + timedelta(days=3)}
        pairs = ((people.riverside[0], people.riverside[1]), (people.riverside[1], people.riverside[2]))
        for person, deputy in pairs:
            name_deputy(chief, person_id=person.pk, deputy_id=deputy.pk, **span)
        climb(system, FOUR)
        assert [name for name in written_to() if name.startswith("riverside")] == ["riverside3"]

    def test_an_empty_chair_is_passed_over_for_the_unit_above(
        self, system: Actor, chief: Actor, notice: Directive, tree: SimpleNamespace, people: SimpleNamespace
    ):
        Membership.objects.filter(unit=tree.riverside).update(office="none")
        for unit in vars(tree).values():
            if unit not in {tree.riverside, tree.hillside}:
                accept(at(chief, timedelta()), notice, unit)
        climb(system, FOUR)
        assert written_to() == ["hillside1", "officer"]
        assert Message.objects.get(person=people.officer).variables["unit"] == tree.riverside.name

    def test_who_holds_two_chairs_is_written_to_once(
        self, system: Actor, chief: Actor, notice: Directive, tree: SimpleNamespace, people: SimpleNamespace
    ):
        role = {"name": "officer", "during": (date(2015, 1, 1), None)}
        Role.objects.create(person=people.riverside[0], unit=tree.hillside, **role)
        climb(system, FOUR)
        about = Message.objects.get(person=people.riverside[0]).variables
        assert about["count"] == "2"
        assert about["unit"].endswith("(+1)")


class TestEnds:
    def test_a_withdrawn_directive_stops_and_what_waits_is_not_sent(
        self, system: Actor, chief: Actor, notice: Directive
    ):
        climb(system, FOUR)
        commands.withdraw_directive(at(chief, FOUR), directive_id=notice.pk, reason="mistake")
        climb(system, FOUR + timedelta(minutes=1))
        assert written_to() == []
        assert Climb.objects.get().ended_because == "over"

    def test_a_material_amendment_begins_a_new_round_for_those_it_asks(
        self, system: Actor, chief: Actor, notice: Directive, tree: SimpleNamespace
    ):
        accept(at(chief, FOUR), notice, tree.hillside)
        climb(system, FOUR)
        amend(at(chief, TWELVE), notice)
        climb(system, TWELVE)
        assert list(Climb.objects.order_by("round").values_list("round", "ended_because")) == [
            (0, "over"),
            (1, ""),
        ]
        climb(system, DAY - timedelta(hours=1))
        assert Message.objects.filter(round=1, person__name="hillside1").count() == 1

    def test_who_may_issue_stops_it_by_hand(
        self, system: Actor, chief: Actor, officer: Actor, nobody: Actor, notice: Directive
    ):
        climb(system, FOUR)
        found = Climb.objects.get()
        with pytest.raises(NotAllowed):
            climbs.stop_climb(officer, climb_id=found.pk)
        with pytest.raises(NotFound):
            climbs.stop_climb(nobody, climb_id=found.pk)
        for _ in range(2):
            assert climbs.stop_climb(chief, climb_id=found.pk).ended_because == "stopped"
        assert written_to() == []
        assert climb(system, DAY) == 0

    def test_at_night_only_what_is_most_urgent_climbs(
        self, system: Actor, chief: Actor, issue, chairs: SimpleNamespace
    ):
        night = datetime(2020, 1, 28, 15, tzinfo=NOW.tzinfo)
        issue(replace(chief, now=night), NOTICE | {"urgency": "most_urgent"})
        issue(replace(chief, now=night), NOTICE)
        climbs.climb_ladders(replace(system, now=night + FOUR))
        assert [rung.climb.ladder_id for rung in Rung.objects.select_related("climb")] == ["most_urgent"]


class TestNever:
    @pytest.mark.parametrize("kind", ["appeal", "open_letter"])
    def test_what_is_voluntary_has_no_ladder(self, system: Actor, chief: Actor, issue, chairs, kind: str):
        issue(replace(chief, now=MORNING), NOTICE | {"kind": kind, "purpose": "for_information"})
        assert climb(system, DAY) == 0
        assert Climb.objects.count() == Message.objects.count() == 0

    def test_what_is_for_information_has_none_either(self, system: Actor, chief: Actor, issue, chairs):
        issue(replace(chief, now=MORNING), NOTICE | {"purpose": "for_information"})
        climb(system, DAY)
        assert Climb.objects.count() == 0

    def test_a_persons_reading_is_no_answer_that_is_waited_for(
        self, system: Actor, chief: Actor, notice: Directive, tree: SimpleNamespace
    ):
        for unit in vars(tree).values():
            accept(at(chief, FOUR), notice, unit)
        assert notice.receipts.filter(read_at=None).exists()
        for span in (FOUR, DAY):
            assert climb(system, span) == 0
        assert Message.objects.count() == 0

    @pytest.mark.parametrize(
        "purpose",
        ["directives.reading", "directives.appeal", "ledger.gift", "calls.offer", "operations.muster"],
    )
    def test_neither_the_code_nor_the_database_lets_it_climb(
        self, system: Actor, notice: Directive, purpose: str
    ):
        with pytest.raises(ValueError, match="cannot climb"):
            Source(key=purpose, label="", open="", silent="")
        climb(system)
        with pytest.raises(IntegrityError, match="only_duties_climb"), transaction.atomic():
            Climb.objects.update(source=purpose)
        assert purpose not in sources()


def test_the_ladders_shipped_name_acts_that_exist_in_the_order_of_their_times():
    assert set(Ladder.objects.values_list("code", flat=True)) == {"routine", "urgent", "most_urgent"}
    for ladder in Ladder.objects.all():
        afters = [step["after"] for step in ladder.steps]
        assert afters == sorted(set(afters))
        for language, name in (("zh-hans", ladder.name_zh), ("en", ladder.name_en)):
            with translation.override(language):
                assert str(ladder) == name
