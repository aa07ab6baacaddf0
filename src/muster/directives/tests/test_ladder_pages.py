"""The page of a directive's ladder: steps, messages with their tries, whom to call."""

from dataclasses import replace
from datetime import timedelta

import pytest

from muster.kernel.models import Entry
from muster.messages import commands as messages
from muster.messages.climbs import commands as climbs
from muster.messages.models import Climb

from .test_ladders import FOUR, MORNING, chairs, issue, notice  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
AT = MORNING + FOUR


@pytest.fixture
def climbed(system, notice):  # noqa: F811 - a fixture taken over by name
    """The messages of the second step are sent."""
    climbs.climb_ladders(replace(system, now=MORNING))
    climbs.climb_ladders(replace(system, now=AT))
    messages.deliver(system, channel="sms", clock=lambda: AT)
    return Climb.objects.get()


def test_the_page_shows_each_step_and_each_try(client_as, climbed):
    url = f"/o/{climbed.operation_id}/messages/{climbed.subject_id}/"
    shown = client_as("chief").get(url).content.decode()
    for words in ("phone list", "to come", "riverside1", "riverside党组织", "Every message and its tries"):
        assert words in shown
    assert "13900000001" not in shown
    seen_by_auditor = client_as("auditor").get(url).content.decode()
    assert "riverside党组织" in seen_by_auditor
    assert "riverside1<" not in seen_by_auditor  # who may not read lists of people reads no names


def test_the_phone_list_masks_numbers_until_they_are_asked_for_in_writing(client_as, climbed):
    url = f"/o/{climbed.operation_id}/ladders/{climbed.pk}/phone-list/"
    masked = client_as("chief").get(url).content.decode()
    assert "139****0001" in masked
    assert "13900000001" not in masked
    assert "13900000001" in client_as("chief").post(url).content.decode()
    assert Entry.objects.filter(event="messages.phone_list_opened").count() == 1


def test_stopping_by_hand_is_said_on_the_page(client_as, climbed):
    url = f"/o/{climbed.operation_id}/ladders/{climbed.pk}/stop/"
    assert "stopped by hand" in client_as("chief").post(url, follow=True).content.decode()


def test_a_deputy_is_found_named_and_ended_on_their_page(client_as, people):
    browser = client_as("officer")
    assert "riverside2" in browser.get("/deputies/", {"q": "riverside2"}).content.decode()
    from django.utils import timezone

    today = timezone.localdate()
    typed = {"deputy": people.riverside[1].pk, "since": today, "until": today + timedelta(days=3)}
    shown = browser.post("/deputies/", typed, follow=True).content.decode()
    assert "riverside2 acts for you" in shown
    assert "You act for officer" in client_as("member").get("/deputies/").content.decode()
    span = people.officer.deputies.get()
    ended = client_as("member").post(f"/deputies/{span.pk}/end/", follow=True).content.decode()
    assert "back where they were" in ended


def test_a_work_chat_is_connected_and_disconnected_on_its_page(client_as, tree):
    browser, url = client_as("chief"), f"/units/{tree.north.pk}/rooms/"
    typed = {"kind": "feishu", "name": "North group", "key": "b" * 36}
    assert "North group" in browser.post(url, typed, follow=True).content.decode()
    room = tree.north.rooms.get()
    assert "North group" not in browser.post(f"{url}{room.pk}/close/", follow=True).content.decode()


def test_ones_own_address_is_kept_on_its_page(client_as, people):
    browser = client_as("member")
    browser.post("/reach/", {"address": "reader@example.org"})
    assert "reader@example.org" in browser.get("/reach/").content.decode()
