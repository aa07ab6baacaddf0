"""Who came forward is told the answer by short message, once; after a no, or a withdrawal, they hear nothing."""

from datetime import datetime

import pytest

from muster.calls import commands, tokens
from muster.calls.models import Offer, Telling
from muster.calls.telling import commands as telling
from muster.kernel.actor import system_actor

from .conftest import later

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(sms_double, codes_on_screen):
    """The double, once everybody has come forward by a code on the screen."""
    return sms_double


def tell(now: datetime) -> int:
    return telling.tell_answers(system_actor("tell", now=now))


def answers(sms_double) -> list[tuple[str, str]]:
    return [(one.number, one.variables["answer"]) for one in sms_double.sent if one.template == "SMS_1006"]


@pytest.fixture
def offers(call, join, provider):
    """Two with a place, two who wait; all of them read English."""
    found = [join(call, n) for n in range(4)]
    Offer.objects.update(language="en")
    return found


def test_work_stand_by_and_thanks_are_each_told_once(offers, officer, provider):
    commands.assign_offer(officer, offer_id=offers[0].pk)
    commands.stand_by(officer, offer_id=offers[2].pk)
    commands.release_offer(officer, offer_id=offers[3].pk)
    assert tell(officer.now) == 3
    assert tell(officer.now) == 0
    assert answers(provider) == [
        ("13800000000", "there is work for you"),
        ("13800000002", "please stand by"),
        ("13800000003", "not needed for now, thank you"),
    ]
    assert provider.repeats() == {}


def test_work_after_stand_by_is_told_too_and_the_same_answer_is_not(offers, officer, provider):
    offer = offers[2]
    for act in (commands.stand_by, commands.assign_offer, commands.stand_by, commands.release_offer):
        act(officer, offer_id=offer.pk)
        tell(officer.now)
    assert [said for _, said in answers(provider)] == [
        "please stand by",
        "there is work for you",
        "your service has ended, thank you",
    ]


def test_an_answer_that_changed_before_it_went_out_is_not_sent(offers, officer, nobody, provider):
    commands.stand_by(officer, offer_id=offers[0].pk)
    commands.assign_offer(officer, offer_id=offers[0].pk)
    commands.assign_offer(officer, offer_id=offers[1].pk)
    commands.withdraw(nobody, token=tokens.of_offer(offers[1].pk))
    assert tell(officer.now) == 1
    assert answers(provider) == [("13800000000", "there is work for you")]
    assert set(Telling.objects.values_list("outcome", flat=True)) == {"sent", "stopped"}


def test_who_withdraws_hears_nothing(offers, nobody, officer, provider):
    commands.withdraw(nobody, token=tokens.of_offer(offers[0].pk))
    assert tell(officer.now) == 0
    assert not Telling.objects.exists()


def test_at_night_it_waits_for_the_morning_and_a_day_later_it_is_too_late(offers, officer, provider):
    commands.assign_offer(officer, offer_id=offers[0].pk)
    night = officer.now.replace(hour=15)
    assert (tell(night), answers(provider)) == (0, [])
    assert tell(later(officer, days=1).now) == 0


def test_what_may_have_gone_out_is_tried_once_more_and_no_oftener(offers, officer, provider):
    commands.assign_offer(officer, offer_id=offers[0].pk)
    provider.mode = "drop"
    for _ in range(4):
        tell(officer.now)
    assert (Telling.objects.get().outcome, Telling.objects.get().sends) == ("unknown", 2)


def test_a_provider_that_is_down_is_asked_again(offers, officer, provider):
    commands.assign_offer(officer, offer_id=offers[0].pk)
    provider.mode = "busy"
    for _ in range(5):
        assert tell(officer.now) == 0
    provider.mode = "ok"
    assert tell(officer.now) == 1


def test_the_officers_list_says_whether_it_went_out(offers, officer, provider, client_as, call, operation):
    commands.assign_offer(officer, offer_id=offers[0].pk)
    tell(officer.now)
    shown = client_as("officer").get(f"/o/{operation.pk}/calls/{call.pk}/").content.decode()
    assert "short message sent" in shown
