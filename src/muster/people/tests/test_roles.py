"""Roles: on a subtree, until a day, never more than the giver holds; they end by themselves."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from conftest import NOW, TODAY
from muster.kernel.actor import Actor, Grant
from muster.kernel.problems import NotAllowed, NotFound
from muster.people import commands, queries
from muster.people.models import Role
from muster.people.problems import BeyondYourPowers, NotATerm, RoleHeld, ToOneself
from muster.people.rules import ROLE_POWERS

pytestmark = pytest.mark.django_db
IN_A_MONTH = TODAY + timedelta(days=30)


@pytest.fixture
def county_chief(actor_as, tree: SimpleNamespace) -> Actor:
    return actor_as("chief", unit=tree.county, who="officer")


def give(actor: Actor, person, unit, name: str = "officer", until=IN_A_MONTH) -> Role:
    return commands.give_role(
        actor, person_id=person.pk, unit_id=unit.pk, name=name, since=TODAY, until=until
    )


def test_a_role_stops_by_itself(chief, people, tree):
    give(chief, people.member, tree.riverside)

    def paths(days: int) -> tuple[str, ...]:
        return queries.actor_of_person(people.member.pk, now=NOW + timedelta(days=days)).paths("accept")

    assert [paths(0), paths(29), paths(30)] == [(tree.riverside.path,), (tree.riverside.path,), ()]


def test_it_says_who_gave_it(chief, people, tree):
    role = give(chief, people.member, tree.riverside)
    assert (role.given_by_id, role.given_at) == (chief.person_id, NOW)


@pytest.mark.parametrize("days", [None, 0, 367])
def test_it_has_an_end_within_a_year(chief, people, tree, days):
    with pytest.raises(NotATerm):
        give(
            chief, people.member, tree.riverside, until=None if days is None else TODAY + timedelta(days=days)
        )


def test_the_operator_may_give_one_for_good(system, people, tree):
    given = give(system, people.member, tree.riverside, until=None)
    assert Role.objects.get(pk=given.pk).during.upper is None


def test_nobody_gives_more_than_they_hold(chief, actor_as, people, tree):
    with pytest.raises(BeyondYourPowers):
        give(chief, people.member, tree.riverside, name="auditor")
    half = replace(chief, grants=(Grant(path=tree.city.path, powers=ROLE_POWERS["officer"] | {"grant"}),))
    give(half, people.member, tree.riverside, name="officer")
    with pytest.raises(BeyondYourPowers):
        give(half, people.member, tree.riverside, name="clerk")


def test_nobody_gives_outside_their_subtree_nor_to_people_out_of_sight(county_chief, officer, people, tree):
    with pytest.raises(NotFound):
        give(county_chief, people.riverside[0], tree.hospital)
    with pytest.raises(NotFound):
        give(county_chief, people.hospital[0], tree.riverside)
    with pytest.raises(NotAllowed):
        give(officer, people.member, tree.riverside)


def test_nobody_gives_a_role_to_themselves(chief, tree, people):
    with pytest.raises(ToOneself):
        give(chief, people.chief, tree.city, name="officer")


def test_a_role_is_held_once(chief, people, tree):
    give(chief, people.member, tree.riverside)
    with pytest.raises(RoleHeld):
        give(chief, people.member, tree.riverside)


def test_nobody_ends_what_they_could_not_give(system, county_chief, people, tree):
    audit = give(system, people.member, tree.riverside, name="auditor", until=None)
    with pytest.raises(BeyondYourPowers):
        commands.end_role(county_chief, role_id=audit.pk, day=TODAY)
    above = give(system, people.member, tree.city, until=None)
    with pytest.raises(NotFound):
        commands.end_role(county_chief, role_id=above.pk, day=TODAY)


def test_the_page_tells_who_holds_what_until_when(client_as, chief, people, tree):
    client = client_as("officer")
    role = give(chief, people.member, tree.riverside)
    where = reverse("people:roles", args=[tree.north.pk])
    assert "given by chief" not in client.get(where).text  # that role ended years ago
    Role.objects.filter(pk=role.pk).update(during=(TODAY, date(2099, 1, 1)))
    page = client.get(where).text
    assert ("given by chief" in page, "until before 2099-01-01" in page) == (True, True)
    assert "without an end" in page  # the officer's own
    assert "Give a role" not in page


def test_a_chief_gives_a_role_on_the_page_and_ends_it(client_as, people, tree):
    client = client_as("chief")
    where = reverse("people:roles", args=[tree.north.pk])
    page = client.get(where, {"q": "riverside2"})
    assert f'value="{people.member.pk}"' in page.text
    assert 'value="auditor"' not in page.text
    form = page.context["form"]
    assert f'value="{form.initial["until"]:%Y-%m-%d}"' in page.text
    sent = {**form.initial, "person": people.member.pk, "name": "clerk"}
    answer = client.post(where, sent, follow=True)
    assert "The role is given" in answer.text
    assert "given by chief" in answer.text
    role = Role.objects.get(name="clerk", person=people.member)
    client.post(reverse("people:end_role", args=[role.pk]), {"next": where})
    assert not Role.objects.filter(pk=role.pk).exists()


def test_a_chief_names_a_deputy_for_somebody_else(client_as, people, tree):
    client = client_as("chief")
    where = reverse("people:deputies_of", args=[people.riverside[0].pk])
    assert "Name a deputy while riverside1 is away" in client.get(where).text
    from django.utils import timezone

    today = timezone.localdate()
    sent = {"deputy": people.member.pk, "since": today, "until": today + timedelta(days=3)}
    assert "riverside2 acts for riverside1" in client.post(where, sent, follow=True).text
    assert client_as("officer").get(where).status_code == 403
