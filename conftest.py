"""One throwaway PostgreSQL for the whole run; a database for each worker, cloned from a template; the named cast."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from fcntl import LOCK_EX, flock
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connections
from psycopg.conninfo import conninfo_to_dict

from muster.kernel import crypto
from muster.kernel.actor import Actor, Grant, system_actor
from muster.kernel.supervisor import Cluster

NOW = datetime(2020, 1, 28, 8, 0, tzinfo=UTC)
TODAY = date(2020, 1, 28)
TEMPLATE = "muster_template"
# Whatever the machine's environment says, tests never touch a database of its own.
os.environ.pop("MUSTER_HOME", None)


def pytest_configure(config: pytest.Config) -> None:
    """The controlling process names the folder; workers inherit it and join the server there."""
    if not hasattr(config, "workerinput"):
        folder = tempfile.mkdtemp(prefix="muster-test-")
        os.environ["MUSTER_TEST_HOME"] = folder
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with Cluster(Path(os.environ["MUSTER_TEST_HOME"]) / "pg", throwaway=True).running() as running:
        yield running


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster, django_db_blocker, worker_name: str) -> Iterator[None]:
    with django_db_blocker.unblock():
        with only_one(Path(os.environ["MUSTER_TEST_HOME"]) / "template.lock") as made:
            if not made.exists():
                cluster.create_database(TEMPLATE)
                point_to(cluster, TEMPLATE)
                call_command("migrate", verbosity=0)
                connections["default"].close()
                made.touch()
        cluster.create_database(worker_name, template=TEMPLATE)
        point_to(cluster, worker_name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture(scope="session")
def worker_name() -> str:
    return f"muster_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


@pytest.fixture
def committed_db(django_db_setup, django_db_blocker, cluster: Cluster, worker_name: str) -> Iterator[None]:
    """A database in which commits are real, for races, jobs and browsers; made anew from the template afterwards."""
    with django_db_blocker.unblock():
        yield
        connections.close_all()
        cluster.drop_database(worker_name)
        cluster.create_database(worker_name, template=TEMPLATE)
    crypto.forget_keys()


@pytest.fixture(autouse=True)
def no_keys_kept() -> Iterator[None]:
    """Data keys die with each test's transaction."""
    yield
    crypto.forget_keys()


@contextmanager
def only_one(lock: Path) -> Iterator[Path]:
    with lock.open("w") as file:
        flock(file, LOCK_EX)
        yield lock.with_suffix(".done")


def point_to(cluster: Cluster, database: str) -> None:
    parts = conninfo_to_dict(cluster.url("muster_owner", database))
    connections["default"].close()
    connections["default"].settings_dict.update(
        NAME=database,
        USER=parts["user"],
        PASSWORD=parts["password"],
        HOST=parts.get("host", ""),
        PORT=parts.get("port", ""),
    )


# The cast. A small city: two townships, three villages, a hospital that stands in one of them.


@pytest.fixture
def system() -> Actor:
    """The command line, with every power."""
    from muster.people.rules import POWERS

    return system_actor("test", now=NOW, powers=POWERS)


@pytest.fixture
def tree(db, system: Actor) -> SimpleNamespace:
    return make_tree(system)


def make_tree(system: Actor) -> SimpleNamespace:
    """City > (county > (north > (riverside, hillside), south > (lakeside)), health > hospital)."""
    from muster.units.commands import UnitRow, put_units
    from muster.units.models import Unit

    def row(
        code: str,
        kind: str,
        parent: str | None,
        level: str,
        locality: str | None = None,
        *,
        base: bool = True,
    ) -> UnitRow:
        return UnitRow(
            code, f"{code}党组织", code, kind, parent, locality, level, base, "", "", date(2010, 1, 1)
        )

    put_units(
        system,
        rows=[
            row("city", "committee", None, "city", base=False),
            row("county", "committee", "city", "county", base=False),
            row("north", "committee", "county", "township"),
            row("south", "committee", "county", "township"),
            row("riverside", "branch", "north", "village"),
            row("hillside", "branch", "north", "village"),
            row("lakeside", "branch", "south", "village"),
            row("health", "working_committee", "city", "other", base=False),
            row("hospital", "branch", "health", "other", "riverside"),
        ],
        day=TODAY,
    )
    return SimpleNamespace(**{unit.code: unit for unit in Unit.objects.all()})


@pytest.fixture
def people(tree: SimpleNamespace) -> SimpleNamespace:
    return make_people(tree)


def make_people(tree: SimpleNamespace) -> SimpleNamespace:
    """Three members in each branch (the first is its secretary), and the cast of log-ins as persons of their units."""
    from muster.people.models import Membership, Person

    def join(name: str, unit: object, office: str = "none") -> Person:
        person = Person.objects.create(name=name, pinyin=name)
        Membership.objects.create(
            person=person, unit=unit, kind="full", office=office, during=(date(2015, 1, 1), None)
        )
        return person

    members = {
        branch: [
            join(f"{branch}{n}", getattr(tree, branch), "secretary" if n == 1 else "none") for n in (1, 2, 3)
        ]
        for branch in ("riverside", "hillside", "lakeside", "hospital")
    }
    cast = {name: join(name, tree.hospital) for name in ("chief", "auditor", "stranger")}
    cast["officer"] = join("officer", tree.riverside)
    cast["member"] = members["riverside"][1]
    return SimpleNamespace(**cast, **members)


@pytest.fixture
def actor_as(tree: SimpleNamespace, people: SimpleNamespace):
    """`actor_as("officer", unit=tree.north)`: one of the cast, with the powers of a role on a unit."""
    from muster.people.rules import ROLE_POWERS

    def act(role: str, *, unit: object, who: str | None = None, now: datetime = NOW) -> Actor:
        grant = Grant(path=unit.path, powers=ROLE_POWERS[role])
        return Actor(now=now, person_id=getattr(people, who or role).pk, grants=(grant,))

    return act


@pytest.fixture
def chief(actor_as, tree: SimpleNamespace) -> Actor:
    return actor_as("chief", unit=tree.city)


@pytest.fixture
def officer(actor_as, tree: SimpleNamespace) -> Actor:
    """Of the northern township, which holds riverside and hillside."""
    return actor_as("officer", unit=tree.north)


@pytest.fixture
def auditor(actor_as, tree: SimpleNamespace) -> Actor:
    return actor_as("auditor", unit=tree.city)


@pytest.fixture
def member(people: SimpleNamespace, tree: SimpleNamespace) -> Actor:
    """Of riverside, with no role."""
    return Actor(now=NOW, person_id=people.member.pk)


@pytest.fixture
def stranger(actor_as, tree: SimpleNamespace) -> Actor:
    """An officer, but of another township than the one in question."""
    return actor_as("officer", unit=tree.south, who="stranger")


@pytest.fixture
def nobody() -> Actor:
    return Actor(now=NOW)
