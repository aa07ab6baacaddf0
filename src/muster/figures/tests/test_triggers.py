from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction

from conftest import TODAY
from muster.figures import registry
from muster.figures.commands import fold
from muster.figures.models import Declaration, Delta
from muster.figures.queries import drift, figures_of
from muster.figures.triggers import install_triggers
from muster.kernel.actor import Grant
from muster.kernel.figure import PEOPLE, Counted, Stated
from muster.kernel.statements import copy_rows, execute, fetch
from muster.operations.models import MobilisedMember, Operation, TemporaryUnit
from muster.units.models import UnitPath

CALLED = "people.mobilised"
MANY_ROWS = """
WITH made AS (
    INSERT INTO people_person (name, pinyin, sex, is_available, is_spared)
    SELECT 'x', '', '', true, false FROM generate_series(1, 5000) RETURNING id
)
INSERT INTO operations_mobilisedmember (operation_id, person_id, unit_id, day)
SELECT %s, id, (ARRAY[%s, %s])[1 + get_byte(uuid_send(id), 15) %% 2], '2020-01-28' FROM made
"""


def value(actor, operation, unit, key=CALLED):
    (reading,) = figures_of(actor, operation_id=operation.pk, unit=unit, keys=[key])
    return reading.value


def call(operation, unit, *persons, day=TODAY):
    return MobilisedMember.objects.bulk_create(
        MobilisedMember(operation=operation, unit=unit, person=person, day=day) for person in persons
    )


def drift_of_all(actor):
    return drift(replace(actor, grants=(Grant("", frozenset({"audit"})),)))


def of_members(**changes):
    return Counted(
        **{
            "key": "people.called",
            "label": "called",
            "definition": "",
            "measure": PEOPLE,
            "model": "operations.MobilisedMember",
        }
        | changes
    )


def test_one_statement_leaves_a_delta_for_each_unit_and_day_however_many_rows(operation, tree):
    execute(MANY_ROWS, [operation.pk, tree.riverside.pk, tree.lakeside.pk])
    assert Delta.objects.count() == 2
    assert sum(delta.amount for delta in Delta.objects.all()) == 5000


def test_what_changes_nothing_leaves_nothing(operation, tree, people):
    call(operation, tree.riverside, *people.riverside)
    Delta.objects.all().delete()
    MobilisedMember.objects.update(day=TODAY)
    MobilisedMember.objects.filter(day="1999-01-01").delete()
    assert not Delta.objects.exists()


def test_any_writer_counts(chief, operation, tree, people):
    copy_rows(
        "operations_mobilisedmember",
        ["operation_id", "person_id", "unit_id", "day"],
        [(operation.pk, person.pk, tree.hillside.pk, TODAY) for person in people.hillside],
    )
    execute(
        "INSERT INTO operations_mobilisedmember (operation_id, person_id, unit_id, day) VALUES (%s, %s, %s, %s)",
        [operation.pk, people.member.pk, tree.riverside.pk, TODAY],
    )
    assert value(chief, operation, tree.north) == 4


def test_what_goes_with_its_operation_is_taken_back(chief, operation, tree, people):
    call(operation, tree.riverside, *people.riverside)
    fold(chief)
    other = Operation.objects.create(
        name="x",
        template="flood",
        unit=tree.city,
        phases=[],
        phase="",
        activated_at=chief.now,
        headquarters="x",
    )
    call(other, tree.riverside, *people.riverside)
    other.delete()
    assert value(chief, operation, tree.city) == 3
    assert fetch("SELECT sum(amount) FROM figures_delta WHERE operation_id <> %s", [operation.pk]) == [(0,)]


def test_a_table_emptied_at_once_counts_nothing(chief, operation, tree, people):
    call(operation, tree.riverside, *people.riverside)
    fold(chief)
    call(operation, tree.hillside, *people.hillside)
    execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE operations_mobilisedmember")
    assert value(chief, operation, tree.city) == 0
    assert not drift_of_all(chief)


def test_the_tree_emptied_at_once_leaves_each_unit_its_own(system, operation, tree, people):
    call(operation, tree.riverside, *people.riverside)
    fold(system)
    execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE units_unitpath")
    assert (value(system, operation, tree.city), value(system, operation, tree.riverside)) == (0, 3)
    assert not drift_of_all(system)
    UnitPath.objects.create(unit=tree.riverside, path=tree.riverside.path, during=(TODAY, None))
    assert value(system, operation, tree.city) == 3
    UnitPath.objects.filter(unit=tree.riverside).delete()
    assert value(system, operation, tree.city) == 0


def test_a_unit_with_no_place_yet_is_counted_above_once_it_has_one(system, operation, tree, people):
    paths = list(UnitPath.objects.filter(unit=tree.riverside))
    UnitPath.objects.filter(unit=tree.riverside).delete()
    call(operation, tree.riverside, *people.riverside)
    fold(system)
    assert (value(system, operation, tree.north), value(system, operation, tree.riverside)) == (0, 3)
    UnitPath.objects.bulk_create(paths)
    assert value(system, operation, tree.north) == 3
    assert not drift_of_all(system)


def test_installing_again_changes_nothing(chief, operation, tree, people):
    call(operation, tree.riverside, *people.riverside)
    fold(chief)
    before = fetch("SELECT oid, tgname FROM pg_trigger WHERE tgname LIKE 'figures%' ORDER BY 1")
    install_triggers(connection)
    assert fetch("SELECT oid, tgname FROM pg_trigger WHERE tgname LIKE 'figures%' ORDER BY 1") == before
    assert not Delta.objects.exists()
    assert value(chief, operation, tree.city) == 3


def test_a_new_figure_is_counted_from_the_rows_that_are_there(chief, operation, tree, people, declare):
    call(operation, tree.riverside, *people.riverside)
    call(operation, tree.hillside, people.hillside[0], day=TODAY - timedelta(days=2))
    fold(chief)
    declare(of_members(where="day < '2020-01-28' AND 'a%' LIKE 'a%'", amount="2.5"))
    assert value(chief, operation, tree.city, "people.called") == 2.5
    call(operation, tree.hillside, people.hillside[1], day=TODAY - timedelta(days=1))
    fold(chief)
    assert (value(chief, operation, tree.city, "people.called"), value(chief, operation, tree.city)) == (5, 5)
    assert not drift_of_all(chief)


def test_a_figure_declared_otherwise_is_counted_anew_and_its_neighbours_are_left_alone(
    chief, operation, tree, people, declare
):
    declare(of_members(), of_members(key="people.seldom", where="false"))
    call(operation, tree.riverside, *people.riverside)
    fold(chief)
    declare(of_members(amount="10"), of_members(key="people.seldom", where="false"))
    assert {delta.figure for delta in Delta.objects.all()} == {"people.called"}
    assert value(chief, operation, tree.city, "people.called") == 30
    assert not drift_of_all(chief)


def test_a_figure_no_longer_declared_is_forgotten(chief, operation, tree, people, declare):
    call(operation, tree.riverside, *people.riverside)
    fold(chief)
    declare(instead=[figure for figure in registry.declared() if figure.key == "units.mobilised"])
    assert fetch("SELECT figure FROM figures_total WHERE figure = %s", [CALLED]) == []
    assert not Declaration.objects.filter(key=CALLED).exists()
    assert (
        fetch(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'operations_mobilisedmember'::regclass AND tgname LIKE 'figures%%'"
        )
        == []
    )


def test_a_table_that_is_not_there_yet_is_left_for_later(chief, operation, declare):
    execute("ALTER TABLE operations_mobilisedmember RENAME TO elsewhere")
    declare()
    assert not Declaration.objects.filter(key=CALLED).exists()


def test_before_our_own_tables_are_made_there_is_nothing_to_install(db):
    execute("ALTER TABLE figures_total RENAME TO elsewhere")
    before = Declaration.objects.count()
    install_triggers(connection, [])
    assert Declaration.objects.count() == before


def test_rows_without_a_unit_a_day_or_a_state_do_not_count(chief, operation, tree, people, declare):
    fields = {"label": "", "definition": "", "measure": PEOPLE, "model": "operations.TemporaryUnit"}
    declare(
        Stated(key="fronts.placed", unit="unit_id", day="state_on", **fields),
        Counted(key="fronts.reasoned", unit="parent_id", day="nullif(reason, '')::date", **fields),
    )
    row = TemporaryUnit.objects.create(
        operation=operation,
        parent=tree.north,
        name="x",
        task="x",
        leader=people.member,
        state="proposed",
        state_on=TODAY,
    )
    keys = ("fronts.placed", "fronts.reasoned")
    assert [value(chief, operation, tree.city, key) for key in keys] == [0, 0]
    TemporaryUnit.objects.filter(pk=row.pk).update(unit=tree.riverside, state="active", reason="2020-01-27")
    assert [value(chief, operation, tree.city, key) for key in keys] == [1, 1]
    TemporaryUnit.objects.filter(pk=row.pk).update(unit=None, state="proposed", reason="")
    assert [value(chief, operation, tree.city, key) for key in keys] == [0, 0]
    assert not drift_of_all(chief)


def test_a_fault_in_a_declaration_is_found_when_it_is_installed(declare):
    with pytest.raises(Exception, match="no_such_column"), transaction.atomic():
        declare(of_members(where="no_such_column > 1"))
