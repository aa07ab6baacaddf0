"""Two people at once, on two real connections."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

import conftest as cast
from muster.directives import commands, problems
from muster.directives.amending.commands import Amendment, amend_directive
from muster.directives.commands import Draft
from muster.directives.models import Delivery, NumberSeries, Receipt
from muster.kernel.actor import Actor
from muster.kernel.models import Entry
from muster.operations.commands import activate_operation

from .conftest import NOTICE

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
LONG_ENOUGH = 30


@pytest.fixture
def city(committed_db, system):
    """The small city with a signed notice, committed."""
    tree = cast.make_tree(system)
    people = cast.make_people(tree)
    operation = activate_operation(system, unit_id=tree.city.pk, template="epidemic")
    draft = Draft(issuing_unit_id=tree.city.pk, addressee_ids=[tree.city.pk], **NOTICE)
    return SimpleNamespace(tree=tree, people=people, system=system, operation=operation, draft=draft)


@pytest.fixture
def notice(city):
    return commands.issue_directive(city.system, directive_id=in_review(city, city.operation, sign=True).pk)


def in_review(city, operation, *, sign=False):
    directive = commands.draft_directive(city.system, operation_id=operation.pk, draft=city.draft)
    commands.submit_for_review(city.system, directive_id=directive.pk)
    return commands.sign_off(city.system, directive_id=directive.pk) if sign else directive


def elsewhere(act):
    """Run on a connection of its own, and give it back."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LONG_ENOUGH}s'")
        return act()
    finally:
        connection.close()


def meanwhile(first, second):
    """`first` has written but not committed when `second` begins; both results, `second`'s as a future that is done."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            result = first()
            future: Future = pool.submit(elsewhere, second)
            while not future.done() and not is_somebody_waiting():
                pass
            assert not future.done(), "it should have waited"
        future.exception(LONG_ENOUGH)
    return result, future


def is_somebody_waiting():
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0] > 0


def test_an_acceptance_that_meets_a_withdrawal_is_refused(city, notice):
    _, accepted = meanwhile(
        lambda: commands.withdraw_directive(city.system, directive_id=notice.pk, reason="Replaced"),
        lambda: commands.accept_directive(city.system, directive_id=notice.pk, unit_ids=[city.tree.north.pk]),
    )
    assert isinstance(accepted.exception(), problems.NotInForce)
    assert not Delivery.objects.exclude(accepted_at=None).exists()


def test_a_withdrawal_waits_for_the_acceptance_it_meets(city, notice):
    accepted, withdrawn = meanwhile(
        lambda: commands.accept_directive(city.system, directive_id=notice.pk, unit_ids=[city.tree.north.pk]),
        lambda: commands.withdraw_directive(city.system, directive_id=notice.pk, reason="Replaced"),
    )
    assert (accepted, withdrawn.result().state) == (1, "withdrawn")
    assert Delivery.objects.get(unit=city.tree.north).state == "accepted"
    assert not Delivery.objects.filter(is_in_force=True).exists()


AMENDMENT = Amendment(base=1, body="Act tonight.", note="sooner", is_material=True)


def test_an_acceptance_that_meets_an_amendment_is_refused_and_asked_anew(city, notice):
    _, accepted = meanwhile(
        lambda: amend_directive(city.system, directive_id=notice.pk, amendment=AMENDMENT),
        lambda: commands.accept_directive(
            city.system, directive_id=notice.pk, unit_ids=[city.tree.north.pk], version=1
        ),
    )
    assert isinstance(accepted.exception(), problems.ChangedMeanwhile)
    assert not Delivery.objects.exclude(accepted_at=None).exists()


def test_an_amendment_waits_for_the_acceptance_it_meets_and_then_asks_anew(city, notice):
    accepted, amended = meanwhile(
        lambda: commands.accept_directive(
            city.system, directive_id=notice.pk, unit_ids=[city.tree.north.pk], version=1
        ),
        lambda: amend_directive(city.system, directive_id=notice.pk, amendment=AMENDMENT),
    )
    assert (accepted, amended.result().number) == (1, 2)
    delivery = Delivery.objects.get(unit=city.tree.north)
    assert (delivery.state, delivery.agreed_version) == ("delivered", 1)
    assert delivery.earlier_acceptances.get().version == 1


def test_two_officers_accept_at_once_and_the_first_counts(city, notice):
    tree = city.tree
    second = replace(city.system, person_id=city.people.officer.pk)
    first, other = meanwhile(
        lambda: commands.accept_directive(
            city.system, directive_id=notice.pk, unit_ids=[tree.north.pk, tree.south.pk], local_detail="First"
        ),
        lambda: commands.accept_directive(
            second, directive_id=notice.pk, unit_ids=[tree.riverside.pk, tree.north.pk], local_detail="Second"
        ),
    )
    assert (first, other.result()) == (2, 1)
    assert Delivery.objects.get(unit=tree.north).local_detail == "First"


def test_units_that_accept_do_not_wait_for_one_another(city, notice):
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        commands.accept_directive(city.system, directive_id=notice.pk, unit_ids=[city.tree.north.pk])
        other = pool.submit(
            elsewhere,
            lambda: commands.accept_directive(
                city.system, directive_id=notice.pk, unit_ids=[city.tree.south.pk]
            ),
        )
        assert other.result(LONG_ENOUGH) == 1


def test_a_double_click_issues_once(city):
    directive = in_review(city, city.operation, sign=True)
    both = meanwhile(
        lambda: commands.issue_directive(city.system, directive_id=directive.pk),
        lambda: commands.issue_directive(city.system, directive_id=directive.pk),
    )
    assert [both[0].state, both[1].result().state] == ["issued", "issued"]
    assert (Delivery.objects.count(), Receipt.objects.count()) == (9, 16)
    assert Entry.objects.filter(event="directives.issued").count() == 1


def test_two_who_sign_at_once_take_two_numbers(city):
    other = activate_operation(city.system, unit_id=city.tree.city.pk, template="flood")
    waiting = [in_review(city, operation) for operation in (city.operation, other)]
    first, second = meanwhile(
        lambda: commands.sign_off(city.system, directive_id=waiting[0].pk),
        lambda: commands.sign_off(city.system, directive_id=waiting[1].pk),
    )
    assert (first.number, second.result().number) == (1, 2)
    assert NumberSeries.objects.get().last == 2


def test_two_members_who_read_at_once_are_both_counted(city, notice):
    readers = [Actor(now=city.system.now, person_id=person.pk) for person in city.people.riverside[:2]]
    both = meanwhile(
        *(lambda reader=reader: commands.mark_read(reader, directive_id=notice.pk) for reader in readers)
    )
    assert (both[0], both[1].result()) == (True, True)
    assert Delivery.objects.get(unit=city.tree.riverside).members_read == 2
