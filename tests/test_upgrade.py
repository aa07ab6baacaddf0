"""A database of the first version, with data in it, comes up to today's by itself: rows, figures, journal and log-ins are right."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from conftest import point_to
from muster.figures.queries import drift
from muster.kernel import crypto
from muster.kernel.actor import system_actor
from muster.kernel.cluster import APP
from muster.kernel.commands import seal_journal
from muster.kernel.queries import broken_seals
from muster.people.models import Account
from muster.people.queries import actor_of_person
from muster.people.rules import POWERS
from muster.units.models import Unit

# What the version 0.1.0 had: the tables on which the loop from a directive to a bulletin first closed.
FIRST = [
    ("kernel", "0002_cache"),
    ("units", "0002_kinds"),
    ("places", "0001_initial"),
    ("people", "0002_skills"),
    ("messaging", "0001_initial"),
    ("operations", "0001_initial"),
    ("figures", "0001_initial"),
    ("directives", "0001_initial"),
    ("staffing", "0001_initial"),
    ("zones", "0001_initial"),
    ("teams", "0001_initial"),
    ("bulletins", "0001_initial"),
    ("console", "0001_initial"),
    ("sessions", "0001_initial"),
]
NOW = datetime(2020, 2, 1, 8, tzinfo=UTC)
UNIT = """INSERT INTO units_unit (id, code, name, pinyin, level, is_base, sector, area_code, path, began_on, kind_id, parent_id)
VALUES (%s, %s, %s, '', %s, %s, '', '', %s, '2010-01-01', %s, (SELECT id FROM units_unit WHERE code = %s))"""
ROWS = """
INSERT INTO units_unitpath (unit_id, path, during) SELECT id, path, daterange('2010-01-01', NULL) FROM units_unit;
INSERT INTO people_membership (person_id, unit_id, kind, office, during)
    SELECT person.id, unit.id, 'full', 'secretary', daterange('2015-01-01', NULL) FROM people_person person, units_unit unit
    WHERE unit.code = 'branch';
INSERT INTO people_role (person_id, unit_id, name, during)
    SELECT person.id, unit.id, 'chief', daterange('2015-01-01', NULL) FROM people_person person, units_unit unit
    WHERE unit.code = 'top';
INSERT INTO operations_operation (name, template, headquarters, time_zone, phases, phase, is_demo, is_drill, activated_at, unit_id)
    SELECT '防控', 'epidemic', '指挥部', 'Asia/Shanghai', '["contain"]', 'contain', false, false, '2020-01-28', id
    FROM units_unit WHERE code = 'top';
INSERT INTO operations_mobilisedunit (day, operation_id, unit_id)
    SELECT '2020-01-28', operation.id, unit.id FROM operations_operation operation, units_unit unit WHERE unit.is_base;
INSERT INTO kernel_entry (at, system, event, count, about) VALUES ('2020-01-28', 'old', 'units.put', 2, '{}');
"""


@pytest.fixture
def first_version(cluster, django_db_blocker) -> Iterator[None]:
    name = f"upgrade_{os.environ['MUSTER_TEST_RUN']}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    cluster.create_database(name)
    before = dict(connections["default"].settings_dict)
    with django_db_blocker.unblock():
        point_to(cluster, name)
        MigrationExecutor(connection).migrate(FIRST)
        yield
        connections.close_all()
        connections["default"].settings_dict.update(before)
    cluster.drop_database(name)


def test_a_database_of_the_first_version_comes_up_to_todays(first_version, system):
    fill()
    call_command("migrate", verbosity=0)
    everything = system_actor("test", now=NOW, powers=POWERS)

    branch = Unit.objects.get(code="branch")
    assert (branch.parent.name, branch.memberships.count(), branch.ended_on) == ("演示城委员会", 1, None)
    account = Account.objects.select_related("person").get(username="old")
    assert check_password("the first word 2020", account.password)
    assert crypto.unseal(account.person.phone) == "13900000001"
    assert actor_of_person(account.person_id, now=NOW).holds(
        "grant"
    )  # the first chief's role has no end, and keeps none
    assert drift(everything) == []
    assert mobilised() == 1
    seal_journal(everything)
    assert broken_seals(everything) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'kernel_entry', 'UPDATE')", [APP])
        assert cursor.fetchone() == (False,)


def key_of_the_first_version() -> None:
    """Today's way of making one asks for columns that were not there yet; what is kept of it is the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_datakey (scope_id, wrapped, created_at) VALUES (%s, %s, now())",
            [crypto.STANDING, crypto._fresh(crypto.STANDING)],
        )


def sealed_then(text: str) -> bytes:
    """The first key's number, a nonce, the text under the key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wrapped FROM kernel_datakey")
        cipher = crypto._unwrapped(crypto.STANDING, bytes(cursor.fetchone()[0]))
    nonce = os.urandom(crypto.NONCE_BYTES)
    return b"\x01" + nonce + cipher.encrypt(nonce, text.encode(), crypto.STANDING.bytes)


def fill() -> None:
    key_of_the_first_version()
    phone, (index,) = sealed_then("13900000001"), crypto.blind_index(["13900000001"])
    with connection.cursor() as cursor:
        top, branch = uuid4(), uuid4()  # of which paths are made
        cursor.execute(UNIT, [top, "top", "演示城委员会", "city", False, top.hex, "committee", None])
        path = f"{top.hex}.{branch.hex}"
        cursor.execute(UNIT, [branch, "branch", "演示支部", "village", True, path, "branch", "top"])
        cursor.execute(
            "INSERT INTO people_person (name, pinyin, sex, phone, phone_index, is_available, is_spared)"
            " VALUES ('演示', 'yanshi', '', %s, %s, true, false)",
            [phone, index],
        )
        cursor.execute(ROWS)
        cursor.execute(
            "INSERT INTO people_account (username, email, password, person_id, is_active, language)"
            " SELECT 'old', '', %s, id, true, '' FROM people_person",
            [make_password("the first word 2020")],
        )


def mobilised() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM operations_mobilisedunit")
        return cursor.fetchone()[0]
