"""Whoever is away is represented: powers move for the span and come back; circles leave them with nobody."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from conftest import NOW, TODAY
from muster.kernel.actor import Actor
from muster.kernel.models import Entry
from muster.kernel.problems import NotAllowed, NotFound
from muster.people import commands, queries
from muster.people.models import Deputy, Person, Role
from muster.people.problems import DeputyCircle, DeputyHeld, NotASpan

pytestmark = pytest.mark.django_db
NEXT_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def roles(tree: SimpleNamespace, people: SimpleNamespace) -> SimpleNamespace:
    for person, unit in ((people.officer, tree.north), (people.stranger, tree.south)):
        Role.objects.create(person=person, unit=unit, name="officer", during=(date(2015, 1, 1), None))
    return people


def powers_of(person: Person, now: datetime = NOW) -> list[str]:
    return sorted(grant.path for grant in queries.actor_of_person(person.pk, now=now).grants)


def name(
    actor: Actor, person: Person, deputy: Person, since: date = TODAY, until: date = NEXT_WEEK
) -> Deputy:
    return commands.name_deputy(actor, person_id=person.pk, deputy_id=deputy.pk, since=since, until=until)


def test_powers_move_for_the_span_and_come_back(
    officer: Actor, roles: SimpleNamespace, tree: SimpleNamespace
):
    name(officer, roles.officer, roles.riverside[0], since=TODAY + timedelta(days=1))
    assert (powers_of(roles.officer), powers_of(roles.riverside[0])) == ([tree.north.path], [])
    tomorrow = NOW + timedelta(days=1)
    assert (powers_of(roles.officer, tomorrow), powers_of(roles.riverside[0], tomorrow)) == (
        [],
        [tree.north.path],
    )
    after = NOW + timedelta(days=7)
    assert (powers_of(roles.officer, after), powers_of(roles.riverside[0], after)) == ([tree.north.path], [])


def test_a_deputy_of_a_deputy_acts_for_both(chief: Actor, roles: SimpleNamespace, tree: SimpleNamespace):
    name(chief, roles.officer, roles.stranger)
    assert powers_of(roles.stranger) == sorted([tree.north.path, tree.south.path])
    name(chief, roles.stranger, roles.lakeside[0])
    assert powers_of(roles.stranger) == []
    assert powers_of(roles.lakeside[0]) == sorted([tree.north.path, tree.south.path])


def test_a_circle_is_refused(officer: Actor, chief: Actor, roles: SimpleNamespace):
    name(officer, roles.officer, roles.riverside[0])
    name(chief, roles.riverside[0], roles.hillside[0])
    with pytest.raises(DeputyCircle):
        name(chief, roles.hillside[0], roles.officer)
    name(chief, roles.hillside[0], roles.officer, since=NEXT_WEEK, until=NEXT_WEEK + timedelta(days=2))


def test_a_circle_that_came_about_otherwise_leaves_powers_with_nobody(roles: SimpleNamespace):
    for person, deputy in ((roles.officer, roles.stranger), (roles.stranger, roles.officer)):
        Deputy.objects.create(person=person, deputy=deputy, during=(TODAY, NEXT_WEEK), named_at=NOW)
    assert powers_of(roles.officer) == powers_of(roles.stranger) == []


def test_who_is_back_early_has_their_powers_at_once(
    officer: Actor, roles: SimpleNamespace, tree: SimpleNamespace
):
    span = name(officer, roles.officer, roles.riverside[0])
    in_two_days = replace(officer, now=NOW + timedelta(days=2), grants=())
    commands.end_deputy(in_two_days, deputy_id=span.pk)
    assert powers_of(roles.officer, in_two_days.now) == [tree.north.path]
    assert Deputy.objects.get().during.upper == TODAY + timedelta(days=2)
    later = name(
        officer, roles.officer, roles.riverside[0], since=NEXT_WEEK, until=NEXT_WEEK + timedelta(days=1)
    )
    commands.end_deputy(replace(officer, person_id=roles.riverside[0].pk, grants=()), deputy_id=later.pk)
    assert not Deputy.objects.filter(pk=later.pk).exists()


def test_naming_and_ending_are_in_the_journal_by_ids(officer: Actor, roles: SimpleNamespace):
    span = name(officer, roles.officer, roles.riverside[0])
    commands.end_deputy(officer, deputy_id=span.pk)
    for event in ("people.deputy_named", "people.deputy_ended"):
        entry = Entry.objects.get(event=event)
        assert entry.about == {"person": str(roles.officer.pk), "deputy": str(roles.riverside[0].pk)}


@pytest.mark.parametrize(("since", "until"), [(-1, 5), (0, 0), (3, 2), (0, 93)])
def test_a_span_begins_today_or_later_and_ends(
    officer: Actor, roles: SimpleNamespace, since: int, until: int
):
    with pytest.raises(NotASpan):
        name(
            officer,
            roles.officer,
            roles.riverside[0],
            since=TODAY + timedelta(days=since),
            until=TODAY + timedelta(days=until),
        )


def test_one_deputy_at_a_time_and_never_oneself(officer: Actor, roles: SimpleNamespace):
    name(officer, roles.officer, roles.riverside[0])
    with pytest.raises(DeputyHeld):
        name(officer, roles.officer, roles.riverside[1])
    with pytest.raises(DeputyCircle):
        name(officer, roles.officer, roles.officer, since=NEXT_WEEK, until=NEXT_WEEK + timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Deputy.objects.create(
            person=roles.stranger, deputy=roles.stranger, during=(TODAY, NEXT_WEEK), named_at=NOW
        )


def test_only_oneself_or_who_gives_out_roles_names_a_deputy(
    officer: Actor, stranger: Actor, member: Actor, chief: Actor, roles: SimpleNamespace
):
    with pytest.raises(NotAllowed):
        name(officer, roles.hillside[0], roles.riverside[0])
    with pytest.raises(NotFound):
        name(stranger, roles.hillside[0], roles.riverside[0])
    with pytest.raises(NotFound):  # a member sees nobody else to name
        name(member, roles.member, roles.riverside[0])
    span = name(chief, roles.hillside[0], roles.riverside[0])
    with pytest.raises(NotFound):
        commands.end_deputy(stranger, deputy_id=span.pk)
    assert [held.deputy for held in queries.deputies_of(chief, person_id=roles.hillside[0].pk)] == [
        roles.riverside[0]
    ]
    assert [
        held.person for held in queries.deputises_for(replace(member, person_id=roles.riverside[0].pk))
    ] == [roles.hillside[0]]
