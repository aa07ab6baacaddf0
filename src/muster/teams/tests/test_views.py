"""Pages of teams, by role."""

from html import unescape

import pytest
from django.urls import reverse

from muster.staffing.models import Seat
from muster.teams import commands
from muster.teams.models import Team

EVERYONE = ("chief", "officer", "auditor", "stranger", "member", "nobody")


@pytest.fixture
def url(operation):
    def build(name, *args, **query):
        found = reverse(f"teams:{name}", args=[operation.pk, *args])
        return f"{found}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else found

    return build


@pytest.fixture
def team(officer, operation, tree):
    return commands.create_team(
        officer,
        operation_id=operation.pk,
        unit_id=tree.riverside.pk,
        kind="vanguard",
        name="Night watch",
        helpers=2,
    )


def words(response):
    return " ".join(unescape(response.content.decode()).split())


def statuses(client_as, address):
    return [client_as(who).get(address).status_code for who in EVERYONE]


def refusals(client_as, address, data=None):
    """What those who may not do it are answered."""
    return [client_as(who).post(address, data or {}).status_code for who in EVERYONE[2:]]


def test_who_opens_the_list(client_as, url, team):
    assert statuses(client_as, url("list")) == [200, 200, 200, 200, 404, 302]
    assert "Night watch" in words(client_as("officer").get(url("list")))
    assert "Night watch" not in words(client_as("stranger").get(url("list")))


def test_an_empty_list_offers_the_first_step(client_as, url, operation):
    page = words(client_as("officer").get(url("list")))
    assert "No teams yet" in page
    assert "Form a team" in page
    assert "Form a team" not in words(client_as("auditor").get(url("list")))


def test_filters_live_in_the_url(client_as, url, team, tree):
    client = client_as("officer")
    assert "Night watch" in words(client.get(url("list", vacancy="leader", kind="vanguard", text="Night")))
    assert "No team was found" in words(client.get(url("list", kind="volunteer")))
    assert client.get(url("list", unit=tree.south.pk)).status_code == 404


def test_the_page_of_a_team(client_as, url, team, officer, people):
    commands.add_member(officer, team_id=team.pk, person_id=people.member.pk)
    assert statuses(client_as, url("team", team.pk)) == [200, 200, 200, 404, 200, 302]
    assert "riverside2" in words(client_as("officer").get(url("team", team.pk)))
    assert "riverside2" not in words(client_as("auditor").get(url("team", team.pk)))
    own = words(client_as("member").get(url("team", team.pk)))
    assert "riverside2" in own
    assert "Release" not in own


def test_a_team_is_created_in_a_form(client_as, url, operation, tree):
    assert statuses(client_as, url("create", unit=tree.north.pk)) == [200, 200, 403, 404, 404, 302]
    sent = {
        "unit": tree.riverside.pk,
        "name": "Gate",
        "kind": "task_force",
        "skills": ["care", "driving"],
        "helpers": 3,
    }
    answer = client_as("officer").post(url("create"), sent)
    team = Team.objects.get()
    assert answer["Location"] == url("team", team.pk)
    assert Seat.objects.filter(group_id=team.pk).count() == 6
    assert client_as("officer").post(url("create"), sent).status_code == 409
    assert refusals(client_as, url("create"), sent) == [403, 404, 404, 302]


def test_a_form_that_is_wrong_comes_back(client_as, url, operation, tree):
    answer = client_as("officer").post(
        url("create"), {"unit": tree.riverside.pk, "name": "", "kind": "x", "helpers": 99}
    )
    assert (answer.status_code, words(answer).count("field-errors")) == (422, 3)
    assert client_as("officer").post(url("form"), {"unit": tree.riverside.pk, "teams": 0}).status_code == 422


def test_many_teams_are_formed_at_once(client_as, url, operation, tree):
    sent = {"unit": tree.north.pk, "teams": 3}
    assert client_as("officer").get(url("form", unit=tree.north.pk)).status_code == 200
    assert refusals(client_as, url("form"), sent) == [403, 404, 404, 302]
    answer = client_as("officer").post(url("form"), sent, follow=True)
    assert "3 teams were formed; they have 24 seats." in words(answer)
    assert client_as("officer").post(url("form"), {"unit": tree.north.pk, "teams": 9999}).status_code == 422


def test_disbanding_shows_what_will_change_first(client_as, url, team, officer, people):
    commands.add_member(officer, team_id=team.pk, person_id=people.member.pk)
    assert statuses(client_as, url("disband", team.pk)) == [200, 200, 403, 404, 403, 302]
    page = words(client_as("officer").get(url("disband", team.pk)))
    assert "<dt>people are released</dt><dd>1</dd>" in page
    assert refusals(client_as, url("disband", team.pk)) == [403, 404, 403, 302]
    assert client_as("officer").post(url("disband", team.pk)).status_code == 302
    assert "This team was disbanded" in words(client_as("officer").get(url("team", team.pk)))
    assert client_as("officer").get(url("disband", team.pk)).status_code == 409


def test_pages_speak_chinese(client_as, url, team):
    client = client_as("chief", language="zh-hans")
    for address in (url("list"), url("team", team.pk), url("create"), url("form"), url("disband", team.pk)):
        assert "队" in words(client.get(address))
