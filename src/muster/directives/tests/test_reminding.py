"""Reminding by hand goes through the ladder; a ladder can be changed before the issue and while it climbs; calls are noted."""
# ruff: noqa: F811 - fixtures of test_ladders

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from muster.directives import commands
from muster.directives.problems import AsksNoAcceptance, NotInForce, Voluntary
from muster.directives.reminding.commands import Reminded, remind_units, set_ladder
from muster.kernel.models import Entry
from muster.kernel.problems import NotAllowed, NotFound
from muster.messages import commands as messages
from muster.messages.climbs import commands as climbs
from muster.messages.models import Climb, Message, OwnLadder, PhoneCall, Rung
from muster.messages.problems import NotALadder, StepTaken
from muster.people.models import Membership

from .conftest import NOTICE
from .test_amending import amend
from .test_ladders import (  # noqa: F401 - fixtures
    DAY,
    EIGHTEEN,
    FOUR,
    MORNING,
    TWELVE,
    accept,
    at,
    chairs,
    climb,
    issue,
    notice,
    written_to,
)

pytestmark = pytest.mark.django_db
QUICK = [
    {"after": 0, "act": "in_app"},
    {"after": 20, "act": "message", "channels": ["sms"]},
    {"after": 40, "act": "superior", "channels": ["sms"]},
]
HALF_AN_HOUR = timedelta(minutes=30)


def remind(actor, directive, unit, span=timedelta()) -> Reminded:
    return remind_units(at(actor, span), directive_id=directive.pk, unit_id=unit.pk)


class TestByHand:
    def test_the_chairs_of_silent_units_are_written_to_once(self, chief, officer, notice, tree):
        accept(at(chief, timedelta()), notice, tree.riverside)
        assert remind(officer, notice, tree.north) == Reminded(units=2, messages=2)
        assert written_to() == ["hillside1", "officer"]
        assert remind(officer, notice, tree.north) == Reminded(units=0)
        assert Message.objects.count() == 2

    def test_an_hour_later_they_may_be_reminded_again(self, officer, notice, tree):
        for span in (timedelta(), timedelta(hours=1)):
            assert remind(officer, notice, tree.north, span).messages == 3
        assert sorted(Rung.objects.values_list("act", "silent")) == [("by_hand", 3), ("by_hand", 3)]

    def test_the_answer_keeps_it_back_even_when_the_ladder_was_stopped(
        self,
        system,
        chief,
        officer,
        notice,
        tree,
    ):
        climb(system)
        climbs.stop_climb(chief, climb_id=Climb.objects.get().pk)
        remind(officer, notice, tree.north)
        accept(at(chief, timedelta()), notice, tree.hillside)
        climb(system, timedelta(minutes=1))
        assert "hillside1" not in written_to()
        assert written_to() == ["officer", "riverside1"]

    def test_it_moves_no_step_of_the_ladder(self, system, officer, notice, tree):
        climb(system)
        remind(officer, notice, tree.north)
        assert climb(system, FOUR) == 1
        assert set(Rung.objects.values_list("act", flat=True)) == {"in_app", "by_hand", "message"}

    def test_at_night_it_waits_for_the_morning(self, system, officer, notice, tree, sms_double):
        night = timedelta(hours=14)  # 23:00
        remind(officer, notice, tree.north, night)
        messages.deliver(at(system, night), channel="sms", clock=lambda: MORNING + night)
        assert sms_double.asked == 0
        morning = timedelta(hours=23)
        messages.deliver(at(system, morning), channel="sms", clock=lambda: MORNING + morning)
        assert len(sms_double.sent) == 3

    def test_who_cannot_be_written_to_is_said(self, officer, people, notice, tree):
        people.hillside[0].phone = None
        people.hillside[0].save(update_fields=["phone"])
        assert remind(officer, notice, tree.hillside) == Reminded(units=1, messages=0, unreachable=1)


class TestLadder:
    def test_the_author_sets_it_before_the_issue_and_it_climbs_by_it(
        self, system, chief, operation, tree, chairs
    ):
        draft = commands.Draft(issuing_unit_id=tree.city.pk, addressee_ids=[tree.city.pk], **NOTICE)
        actor = at(chief, timedelta())
        found = commands.draft_directive(actor, operation_id=operation.pk, draft=draft)
        set_ladder(actor, directive_id=found.pk, steps=QUICK)
        commands.submit_for_review(actor, directive_id=found.pk)
        commands.sign_off(actor, directive_id=found.pk)
        commands.issue_directive(actor, directive_id=found.pk)
        climb(system)
        assert climb(system, HALF_AN_HOUR) == 1
        assert Rung.objects.latest("pk").act == "message"

    def test_while_it_climbs_the_steps_to_come_change_and_those_taken_stay(self, system, chief, notice):
        climb(system)
        with pytest.raises(StepTaken):
            set_ladder(chief, directive_id=notice.pk, steps=QUICK[1:])
        set_ladder(chief, directive_id=notice.pk, steps=QUICK)
        assert climb(system, HALF_AN_HOUR) == 1
        assert Entry.objects.filter(event="messages.ladder_set").count() == 1

    def test_a_later_round_climbs_by_it_too(self, system, chief, notice):
        set_ladder(chief, directive_id=notice.pk, steps=QUICK)
        climb(system)
        amend(at(chief, TWELVE), notice)
        climb(system, TWELVE)
        assert [found.steps for found in Climb.objects.all()] == [QUICK, QUICK]

    @pytest.mark.parametrize(
        "steps",
        [
            [],
            [QUICK[1], QUICK[0]],
            [{"after": 10, "act": "message", "channels": []}],
            [{"after": 10, "act": "shout"}],
            [{"after": 60 * 24 * 15, "act": "in_app"}],
        ],
    )
    def test_what_cannot_be_climbed_is_refused(self, chief, notice, steps):
        with pytest.raises(NotALadder):
            set_ladder(chief, directive_id=notice.pk, steps=steps)
        assert not OwnLadder.objects.exists()

    def test_only_who_issues_changes_it_and_only_of_what_asks_for_an_answer(
        self,
        chief,
        officer,
        nobody,
        issue,
        notice,
    ):
        for actor, problem in ((officer, NotAllowed), (nobody, NotFound)):
            with pytest.raises(problem):
                set_ladder(actor, directive_id=notice.pk, steps=QUICK)
        for about, problem in (
            ({"kind": "appeal", "purpose": "for_information"}, Voluntary),
            ({"purpose": "for_information"}, AsksNoAcceptance),
        ):
            with pytest.raises(problem):
                set_ladder(chief, directive_id=issue(chief, NOTICE | about).pk, steps=QUICK)
        commands.withdraw_directive(chief, directive_id=notice.pk, reason="mistake")
        with pytest.raises(NotInForce):
            set_ladder(chief, directive_id=notice.pk, steps=QUICK)


class TestCalls:
    def test_who_was_reached_is_spared_the_deputy_and_still_has_to_answer(
        self,
        system,
        officer,
        notice,
        tree,
        people,
    ):
        for unit in (people.riverside, people.hillside):
            Membership.objects.filter(person=unit[1].pk).update(office="deputy")
        climb(system, TWELVE)
        found = Climb.objects.get()
        for unit, is_reached in ((tree.riverside, True), (tree.hillside, False)):
            climbs.note_call(at(officer, TWELVE), climb_id=found.pk, unit_id=unit.pk, is_reached=is_reached)
        climb(system, DAY - timedelta(hours=1))
        assert written_to("deputy") == ["hillside2"]
        climb(system, DAY)
        assert Message.objects.get(template="superior", person=people.officer).variables["count"] == "2"

    def test_only_who_may_read_lists_of_people_notes_a_call(self, system, officer, auditor, notice, tree):
        climb(system, TWELVE)
        about = {"climb_id": Climb.objects.get().pk, "is_reached": True}
        with pytest.raises(NotAllowed):
            climbs.note_call(auditor, unit_id=tree.north.pk, **about)
        with pytest.raises(NotFound):
            climbs.note_call(officer, unit_id=tree.south.pk, **about)
        assert not PhoneCall.objects.exists()


class TestPages:
    def test_a_reminder_says_how_many_messages_are_on_their_way(self, client_as, notice, tree, operation):
        url = f"/o/{operation.pk}/directives/{notice.pk}/remind/"
        shown = client_as("officer").post(url, {"unit": tree.north.pk}, follow=True).content.decode()
        assert "3 units were reminded. 3 messages are on their way." in shown

    def test_steps_are_typed_in_hours_or_minutes(self, client_as, system, notice, operation):
        climb(system)
        browser, url = client_as("chief"), f"/o/{operation.pk}/directives/{notice.pk}/ladder/"
        shown = browser.get(url).content.decode()
        assert "taken or passed" in shown
        blank = {f"span_{n}": "60" for n in range(1, 8)}
        typed = blank | {"act_1": "message", "after_1": "2", "channels_1": ["sms"]}
        assert browser.post(url, typed).status_code == 302
        assert Climb.objects.get().steps[1:] == [{"after": 120, "act": "message", "channels": ["sms"]}]
        for wrong in ({"act_1": "message"}, {"act_1": "message", "after_1": "2"}):
            assert browser.post(url, blank | wrong).status_code == 422

    def test_called_and_reached_is_one_tap_on_the_phone_list(
        self, client_as, system, notice, operation, tree
    ):
        climb(system, TWELVE)
        browser, url = client_as("officer"), f"/o/{operation.pk}/ladders/{Climb.objects.get().pk}"
        typed = {"unit": tree.riverside.pk, "reached": "yes"}
        shown = browser.post(f"{url}/called/", typed, follow=True).content.decode()
        assert "Noted: reached." in shown
        assert "Called, reached" in shown
        assert browser.post(f"{url}/called/", {"unit": "junk"}).status_code == 400

    def test_what_was_sent_by_hand_stands_between_the_steps(
        self, client_as, system, officer, notice, tree, operation
    ):
        climb(system)
        remind(officer, notice, tree.north, FOUR)
        shown = client_as("chief").get(f"/o/{operation.pk}/messages/{notice.pk}/").content.decode()
        assert shown.index("in Muster") < shown.index("reminder by hand") < shown.index("phone list")


@pytest.mark.parametrize(("left", "said"), [(3, ""), (1, "due"), (-1, "behind since"), (-3, "overdue since")])
def test_the_list_colours_what_is_near_or_behind_until_it_is_done(
    client_as, chief, issue, chairs, operation, tree, left, said
):
    due_on = timezone.localdate() + timedelta(days=left)
    found = issue(at(chief, timedelta()), NOTICE | {"due_on": due_on})
    coloured = re.compile(rf"<span class=\"badge tone-\w+\">{said} {due_on}</span>")
    browser, url = client_as("chief"), f"/o/{operation.pk}/directives/"
    assert bool(coloured.search(browser.get(url).content.decode())) == bool(said)
    units = [unit.pk for unit in vars(tree).values()]
    commands.accept_directive(chief, directive_id=found.pk, unit_ids=units)
    commands.mark_done(chief, directive_id=found.pk, unit_ids=units)
    assert not coloured.search(browser.get(url).content.decode())
