"""Keys are renewed while people work, whatever is killed in between; a destroyed key takes what it sealed with it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conftest import NOW
from muster.calls import commands as calls
from muster.calls import particulars
from muster.calls.models import Offer
from muster.calls.particulars import Form, Particulars
from muster.kernel import crypto
from muster.kernel.commands import seal_journal
from muster.kernel.ids import uuid7
from muster.kernel.models import DataKey, Entry, OlderKey
from muster.kernel.problems import KeyDestroyed
from muster.kernel.queries import broken_seals
from muster.operations import commands as operations
from muster.operations.problems import OperationNotClosed
from muster.people.models import Person
from muster.privacy.keys import commands

PHONES = [f"1381234567{n}" for n in range(5)]
LATER = NOW + timedelta(minutes=16)


@pytest.fixture
def phones(people) -> list[Person]:
    """Five members with a phone each."""
    members = [*people.riverside, *people.hillside][:5]
    for person, sealed in zip(members, crypto.seal(PHONES), strict=True):
        Person.objects.filter(pk=person.pk).update(phone=sealed)
    return members


@pytest.fixture
def offer(chief, tree):
    operation = operations.begin_operation(chief, unit_id=tree.north.pk, template="flood")
    wanted = calls.Wanted(title="Dyke", place="North dyke", needed=2, promise_minutes=60)
    call = calls.open_call(chief, operation_id=operation.pk, unit_id=tree.north.pk, wanted=wanted)
    return calls.take_down(chief, call_id=call.pk, form=Form(key=uuid7(), told=Particulars("Li", PHONES[0])))


def read(members) -> list[str]:
    rows = Person.objects.in_bulk([person.pk for person in members])
    return crypto.unsealed(rows[person.pk].phone for person in members)


def generations(members) -> set[int]:
    return {bytes(row.phone)[0] for row in Person.objects.filter(pk__in=[person.pk for person in members])}


def reseal_all(actor) -> int:
    total = 0
    while done := commands.reseal_some(actor, most=2):
        total += done
    return total


def test_old_and_new_are_read_all_the_while_and_the_old_key_goes_at_the_end(system, phones, offer):
    assert commands.begin_rotation(system) == 2  # the roll's, and the operation's
    assert read(phones) == PHONES
    assert generations(phones) == {1}
    (fresh,) = crypto.seal(["new"])
    assert fresh[0] == 2
    done = 0
    while generations(phones) == {1}:
        done += commands.reseal_some(system, most=2)
    assert generations(phones) == {1, 2}
    assert read(phones) == PHONES
    assert commands.retire_keys(replace(system, now=LATER)) == 0, "some are still sealed with the old key"
    assert done + reseal_all(system) == 6  # five phones, and the offer
    assert generations(phones) == {2}
    assert read(phones) == PHONES
    assert particulars.opened(Offer.objects.get()).phone == PHONES[0]
    assert commands.retire_keys(system) == 0, "a process may still hold it"
    assert commands.retire_keys(replace(system, now=LATER)) == 2
    assert not OlderKey.objects.exists()
    assert read(phones) == PHONES


def test_whoever_is_killed_between_batches_goes_on_where_it_ended(system, phones):
    commands.begin_rotation(system)
    commands.reseal_some(system, most=2)
    crypto.forget_keys()  # another process
    assert commands.begin_rotation(system) == 0, "the rotation under way goes on"
    assert DataKey.objects.get(pk=crypto.STANDING).generation == 2
    assert reseal_all(system) == 3
    assert read(phones) == PHONES


@pytest.mark.usefixtures("committed_db")
def test_a_process_that_holds_the_old_key_reads_what_another_sealed_with_the_new():
    (before,) = crypto.seal(["before"])
    held = crypto._held[crypto.STANDING]
    crypto_of_another = dict(crypto._held)
    from datetime import UTC, datetime

    from django.db import transaction

    with transaction.atomic():
        crypto.renew_key(crypto.STANDING, now=datetime.now(UTC))
    (after,) = crypto.seal(["after"])
    crypto._held.clear()
    crypto._held.update(crypto_of_another)  # as it was in the other process
    assert crypto._held[crypto.STANDING] is held
    assert crypto.unsealed([before, after]) == ["before", "after"]


def test_a_key_that_is_gone_opens_nothing(system, phones):
    sealed = bytes(Person.objects.get(pk=phones[0].pk).phone)
    commands.begin_rotation(system)
    reseal_all(system)
    commands.retire_keys(replace(system, now=LATER))
    with pytest.raises(KeyDestroyed):
        crypto.unseal(sealed)


def test_generations_begin_anew_after_the_last(system, phones):
    DataKey.objects.filter(pk=crypto.STANDING).update(generation=255)
    crypto.forget_keys()
    Person.objects.filter(pk=phones[0].pk).update(phone=crypto.seal(["again"])[0])
    commands.begin_rotation(system)
    assert DataKey.objects.get(pk=crypto.STANDING).generation == 1


def test_the_key_of_an_operation_takes_who_came_forward_with_it_and_the_journal_stays_whole(
    chief, system, offer
):
    seal_journal(system)
    with pytest.raises(OperationNotClosed):
        operations.destroy_key(chief, operation_id=offer.operation_id)
    operations.close_operation(chief, operation_id=offer.operation_id)
    commands.begin_rotation(system)
    operations.destroy_key(chief, operation_id=offer.operation_id)
    assert particulars.opened(Offer.objects.get()) == Particulars(name=particulars.GONE)
    assert Entry.objects.get(event="operations.key_destroyed").subject_id == offer.operation_id
    assert reseal_all(system) == 0, "what nobody can read is left as it is"
    seal_journal(system)
    assert broken_seals(system) == []
