"""Real commits on several connections: nothing is lost, nothing counts twice, and whoever reads sees exact sums at any moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from random import Random
from threading import Event

import psycopg
import pytest
from django.db import connection, transaction

from conftest import NOW, TODAY, make_people, make_tree
from muster.figures.commands import fold
from muster.figures.queries import drift, figures_of
from muster.figures.tasks import fold as task
from muster.kernel.actor import system_actor
from muster.kernel.statements import execute, fetch
from muster.operations.commands import activate_operation
from muster.operations.models import MobilisedMember
from muster.people.models import Person
from muster.people.rules import POWERS
from muster.units.commands import UnitRow, put_units

KEY = "people.mobilised"
CALL = """
INSERT INTO operations_mobilisedmember (operation_id, person_id, unit_id, day)
SELECT %s, id, %s, %s FROM people_person WHERE id = ANY (%s) ON CONFLICT DO NOTHING
"""


@pytest.fixture
def system(committed_db):
    return system_actor("test", now=NOW, powers=POWERS)


@pytest.fixture
def tree(system):
    return make_tree(system)


@pytest.fixture
def people(tree):
    return make_people(tree)


@pytest.fixture
def operation(system, tree, people):
    return activate_operation(system, unit_id=tree.city.pk, template="epidemic")


def call(writer, operation, unit, persons, day=TODAY):
    writer.execute(CALL, [operation.pk, unit.pk, day, [person.pk for person in persons]])


def value(actor, operation, unit):
    (reading,) = figures_of(actor, operation_id=operation.pk, unit=unit, keys=[KEY])
    return reading.value


def move(actor, code, parent):
    put_units(
        actor,
        rows=[UnitRow(code, code, code, "branch", parent, None, "village", True, "", "", TODAY)],
        day=TODAY,
    )


def test_a_writer_in_flight_during_a_fold_is_counted_once(system, operation, tree, people, connect):
    early, late = connect("muster_app"), connect("muster_app")
    call(late, operation, tree.riverside, people.riverside[:2])
    call(early, operation, tree.riverside, people.riverside[2:])
    early.commit()
    assert fold(system) == 1
    assert value(system, operation, tree.city) == 1
    late.commit()
    assert value(system, operation, tree.city) == 3
    assert fold(system) == 1
    assert value(system, operation, tree.city) == 3
    assert drift(system) == []


def test_a_writer_that_gives_up_is_not_counted(system, operation, tree, people, connect):
    writer = connect("muster_app")
    call(writer, operation, tree.riverside, people.riverside)
    fold(system)
    writer.rollback()
    fold(system)
    assert value(system, operation, tree.city) == 0


def test_a_reader_who_began_before_a_fold_keeps_what_they_saw(system, operation, tree, people, connect):
    reader = connect()
    reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    MobilisedMember.objects.create(operation=operation, unit=tree.riverside, person=people.member, day=TODAY)
    sums = "SELECT (SELECT count(*) FROM figures_delta), (SELECT count(*) FROM figures_total)"
    before = reader.execute(sums).fetchone()
    fold(system)
    assert reader.execute(sums).fetchone() == before == (1, 0)


def test_a_unit_moves_while_its_member_is_being_called(system, operation, tree, people, connect):
    writer = connect("muster_app")
    call(writer, operation, tree.riverside, people.riverside[:1])
    fold(system)
    call(writer, operation, tree.riverside, people.riverside[1:2], day=TODAY - timedelta(days=1))
    move(system, "riverside", "south")
    writer.commit()
    for _ in range(2):
        assert [value(system, operation, unit) for unit in (tree.city, tree.north, tree.south)] == [2, 1, 1]
        fold(system)
    assert drift(system) == []


def test_two_folds_at_once_take_each_delta_once(system, operation, tree, people, connect):
    other = connect()
    MobilisedMember.objects.create(operation=operation, unit=tree.riverside, person=people.member, day=TODAY)
    with transaction.atomic():
        assert fold(system) == 1
        assert other.execute("SELECT pg_try_advisory_lock(hashtext('muster.fold'))").fetchone() == (False,)
    assert fold(system) == 0
    assert value(system, operation, tree.city) == 1


def write(writer, operation, units, persons, seed):
    """Sixty transactions that call, take back, and now and then give up."""
    random = Random(seed)
    for _ in range(60):
        day = TODAY - timedelta(days=random.randrange(3))
        call(writer, operation, random.choice(units), random.sample(persons, 3), day)
        if random.random() < 0.5:
            one = random.choice(persons).pk
            writer.execute("DELETE FROM operations_mobilisedmember WHERE person_id = %s", [one])
        (writer.rollback if random.random() < 0.2 else writer.commit)()


def keep_on(act, done):
    """Until all is written, and once at least; how often."""
    try:
        for n in count():
            act(n)
            if done.is_set():
                return n + 1
    finally:
        connection.close()


def look(actor, operation, unit):
    """In one snapshot the figure is the count of the rows."""
    with transaction.atomic():
        execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        rows = fetch("SELECT count(*) FROM operations_mobilisedmember")
        assert [(value(actor, operation, unit),)] == rows


def test_every_snapshot_is_exact_while_all_write_fold_and_move(system, operation, tree, people, connect):
    persons = Person.objects.bulk_create(Person(name="x") for _ in range(40))
    units, done = [tree.riverside, tree.hillside, tree.lakeside], Event()
    with ThreadPoolExecutor(6) as pool:
        writers = [
            pool.submit(write, connect("muster_app"), operation, units, persons[n::2], n) for n in (0, 1)
        ]
        others = [
            pool.submit(keep_on, act, done)
            for act in (
                lambda _n: fold(system),
                lambda n: move(system, "riverside", ("south", "north")[n % 2]),
                lambda _n: look(system, operation, tree.city),
            )
        ]
        for writer in writers:
            writer.exception()
        done.set()
        assert [writer.result() for writer in writers] == [None, None]
        assert all(other.result() > 0 for other in others)
    for _ in range(2):
        assert drift(system) == []
        look(system, operation, tree.city)
        fold(system)


def test_the_application_counts_folds_and_clears_but_cannot_empty_a_table(
    system, operation, tree, people, connect
):
    application = connect("muster_app")
    application.autocommit = True
    call(application, operation, tree.riverside, people.riverside)
    application.execute("VACUUM figures_delta")
    assert value(system, operation, tree.north) == 3
    for table in ("figures_delta", "figures_total", "operations_mobilisedmember"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            application.execute(f"TRUNCATE {table}")


def test_the_task_folds_and_clears_up_after_many(system, operation, tree, monkeypatch):
    persons = Person.objects.bulk_create(Person(name="x") for _ in range(1_200))
    for n, person in enumerate(persons):
        MobilisedMember.objects.create(
            operation=operation, unit=tree.riverside, person=person, day=TODAY - timedelta(days=n)
        )
    size = "SELECT pg_relation_size('figures_delta')"
    task(timestamp=0)
    assert fetch(size) == [(0,)]
    task(timestamp=5)
    assert value(system, operation, tree.city) == 1_200
