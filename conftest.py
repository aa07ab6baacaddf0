"""One throwaway PostgreSQL for the whole run; a database for each worker, cloned from a template; the named cast."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connections
from psycopg.conninfo import conninfo_to_dict

from muster.kernel import crypto
from muster.kernel.actor import Actor, Grant, system_actor
from muster.kernel.cluster import OWNER
from muster.kernel.supervisor import CLONE, Cluster, home
from tests.sms_double import SETTINGS as SMS_SETTINGS
from tests.sms_double import SmsDouble
from tests.sms_double import running as sms_running

NOW = datetime(2020, 1, 28, 8, 0, tzinfo=UTC)
TODAY = date(2020, 1, 28)
HELD = ExitStack()


def the_cluster() -> Cluster:
    return Cluster(Path(os.environ["MUSTER_TEST_HOME"]), throwaway=True)


def pytest_configure(config: pytest.Config) -> None:
    """The controlling process names the server's folder; workers inherit it and join the server there."""
    if hasattr(config, "workerinput"):
        return
    os.environ["MUSTER_TEST_HOME"] = str(
        home(CLONE) / "tests"
    )  # fixed: the next run ends what a killed one left
    os.environ["MUSTER_TEST_RUN"] = str(os.getpid())  # runs at the same time share the server, not databases
    if config.getoption("numprocesses", None):
        HELD.enter_context(the_cluster().running())  # outlasts every worker


def pytest_unconfigure() -> None:
    HELD.close()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with the_cluster().running() as running:
        yield running


@pytest.fixture(scope="session")
def migrated(cluster: Cluster, django_db_blocker) -> str:
    """The name of a migrated database, made by whichever worker comes first."""
    name = f"template_{os.environ['MUSTER_TEST_RUN']}"
    with (cluster.files.root / f"{name}.done").open("a") as done, django_db_blocker.unblock():
        fcntl.flock(done, fcntl.LOCK_EX)
        if not os.fstat(done.fileno()).st_size:
            cluster.create_database(name)
            point_to(cluster, name)
            call_command("migrate", verbosity=0)
            connections.close_all()  # nobody may be in a database that is copied
            done.write("done")
            done.flush()
    return name


@pytest.fixture(scope="session")
def database(cluster: Cluster, migrated: str, django_db_blocker) -> Iterator[str]:
    name = f"test_{os.environ['MUSTER_TEST_RUN']}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    cluster.create_database(name, template=migrated)
    yield name
    with django_db_blocker.unblock():
        connections.close_all()
    cluster.drop_database(name)


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster, database: str) -> None:
    point_to(cluster, database)


@pytest.fixture
def committed_db(
    django_db_setup, django_db_blocker, cluster: Cluster, migrated: str, database: str
) -> Iterator[None]:
    """A database in which commits are real, for races, jobs and browsers; made anew from the template afterwards."""
    with django_db_blocker.unblock():
        yield
        connections.close_all()
        cluster.drop_database(database)
        cluster.create_database(database, template=migrated)


@pytest.fixture(autouse=True)
def no_keys_kept() -> Iterator[None]:
    """Data keys die with each test's database."""
    yield
    crypto.forget_keys()


@pytest.fixture
def sms_double(settings) -> Iterator[SmsDouble]:
    """The provider of short messages that the settings name: a double on loopback."""
    with sms_running() as double:
        for name, value in (SMS_SETTINGS | {"MUSTER_SMS_ENDPOINT": double.endpoint}).items():
            setattr(settings, name, value)
        yield double


def point_to(cluster: Cluster, database: str) -> None:
    parts = conninfo_to_dict(cluster.url(OWNER, database))
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


ROLES_OF_CAST = {
    "chief": ("chief", "city"),
    "officer": ("officer", "north"),
    "clerk": ("clerk", "north"),
    "auditor": ("auditor", "city"),
    "stranger": ("officer", "south"),
}


@pytest.fixture
def client_as(tree: SimpleNamespace, people: SimpleNamespace):
    """`client_as("officer")`: a browser that speaks English, in which one of the cast has logged in; `nobody` has not."""
    from django.test import Client

    from muster.people.models import Account, Person, Role

    def log_in(who: str, *, language: str = "en") -> Client:
        client = Client(headers={"Accept-Language": language})
        if who == "nobody":
            return client
        person = getattr(people, who, None) or Person.objects.get_or_create(name=who)[0]
        account, _ = Account.objects.get_or_create(person=person, defaults={"username": who})
        if who in ROLES_OF_CAST:
            role, unit = ROLES_OF_CAST[who]
            Role.objects.get_or_create(
                person=person, unit=getattr(tree, unit), name=role, during=(date(2015, 1, 1), None)
            )
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return log_in
