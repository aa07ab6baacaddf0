"""What a cluster is made of: folders, settings, roles; and what is said when it cannot be made."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from muster.kernel import processes
from muster.kernel.cluster import APP, OWNER, SUPERUSER, DatabaseUnavailable, disk_trouble_explained
from muster.kernel.os_user import OsUser, make_folder
from muster.kernel.supervisor import Cluster, home
from muster.kernel.tests.clusters import as_root, execute, open_folder, postmaster


@pytest.fixture
def place() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def shared() -> Iterator[Cluster]:
    """A cluster that is running."""
    with open_folder() as folder, Cluster(folder / "home", throwaway=True).running() as running:
        yield running


@as_root
def test_the_server_does_not_run_as_root_nor_owns_its_programs(shared: Cluster):
    assert Path(f"/proc/{postmaster(shared)}").stat().st_uid == shared.files.user.uid != 0
    assert shared.files.program("postgres").stat().st_uid == 0


def test_only_its_user_can_enter_the_data_the_logs_and_the_socket(shared: Cluster):
    files = shared.files
    for folder in (files.data, files.logs, files.sockets):
        assert folder.stat().st_mode & 0o077 == 0
    assert files.passwords.stat().st_mode & 0o177 == 0


@pytest.mark.parametrize("role", [SUPERUSER, OWNER, APP])
def test_a_wrong_password_is_refused(shared: Cluster, role: str):
    for word in ("wrong", ""):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(shared.url(role), password=word)


def test_the_application_works_with_rows_and_alters_nothing(shared: Cluster):
    execute(shared, "CREATE TABLE item (id int GENERATED ALWAYS AS IDENTITY, path ltree)")
    execute(shared, "INSERT INTO item (path) VALUES ('a.b')", APP)
    assert execute(shared, "SELECT id, path::text FROM item", APP) == [(1, "a.b")]
    for forbidden in (
        "CREATE TABLE mine ()",
        "CREATE SCHEMA mine",
        "TRUNCATE item",
        "DROP TABLE item",
        "ALTER TABLE item ADD mine int",
        "SELECT rolpassword FROM pg_authid",
        "CREATE DATABASE mine",
        "CREATE ROLE mine",
        "SET ROLE muster_owner",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            execute(shared, forbidden, APP)


def test_the_owner_is_no_superuser(shared: Cluster):
    for forbidden in ("SELECT rolpassword FROM pg_authid", "CREATE DATABASE mine", "CREATE ROLE mine"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            execute(shared, forbidden, OWNER)


def test_a_database_is_copied_with_its_rows_and_rights(shared: Cluster):
    shared.create_database("template_of_tests")
    execute(shared, "CREATE TABLE item AS SELECT 7 AS number", OWNER, "template_of_tests")
    for name in ("copy_1", "copy_2"):
        shared.create_database(name, template="template_of_tests")
        execute(shared, "CREATE TABLE later (path ltree)", OWNER, name)
        execute(shared, "INSERT INTO later VALUES ('a.b')", APP, name)
        assert execute(shared, "SELECT number FROM item", APP, name) == [(7,)]
    shared.drop_database("copy_1")
    shared.drop_database("copy_1")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        execute(shared, "SELECT 1", OWNER, "copy_1")


def test_data_of_another_major_version_are_refused(place: Path):
    mark = place / "home/database/data/PG_VERSION"
    make_folder(mark.parent)
    mark.write_text("12\n")
    message = r"PostgreSQL 12; .* PostgreSQL 18"
    with pytest.raises(DatabaseUnavailable, match=message), Cluster(place / "home").running():
        pass
    assert mark.read_text() == "12\n"


def test_a_folder_that_cannot_be_made_is_named(place: Path):
    (place / "file").write_text("in the way")
    with pytest.raises(DatabaseUnavailable, match="MUSTER_HOME"), Cluster(place / "file/home").running():
        pass


def test_a_full_disk_is_named(place: Path):
    with pytest.raises(DatabaseUnavailable, match="Free some space"), disk_trouble_explained(place):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_home_is_the_clones_own(monkeypatch: pytest.MonkeyPatch, place: Path):
    monkeypatch.delenv("MUSTER_HOME", raising=False)
    assert home(place / "one") == home(place / "one") != home(place / "two")
    monkeypatch.setenv("MUSTER_HOME", str(place))
    assert home(place / "one") == home(place / "two") == place.resolve()


def test_the_users_reach_depends_on_every_folder_above(place: Path):
    make_folder(place / "a/b")
    (place / "a").chmod(0o755)
    stranger = OsUser(12345, 12345)
    assert stranger.reaches(place / "a/b/c")
    (place / "a").chmod(0o711)
    assert stranger.reaches(place / "a/b/c")
    (place / "a").chmod(0o766)
    assert stranger.reaches(place / "a/b/c") is (os.getuid() != 0)
    assert OsUser(os.getuid(), os.getgid()).reaches(place / "a/b/c")


@as_root
def test_a_home_that_was_closed_afterwards_is_named(place: Path):
    make_folder(place / "folder/home/database/data")
    (place / "folder").chmod(0o700)
    with pytest.raises(DatabaseUnavailable, match="cannot walk"), Cluster(place / "folder/home").running():
        pass


@pytest.mark.skipif(not Path("/bin/ps").exists(), reason="needs ps, which macOS always has")
def test_ps_tells_the_same_of_us_as_proc():
    ours = [
        command for pid, user, command in processes.from_ps() if (pid, user) == (os.getpid(), os.getuid())
    ]
    assert ours == [dict(processes.living(user=os.getuid()))[os.getpid()]]


def test_a_zombie_does_not_live():
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert process.pid not in dict(processes.living(user=os.getuid()))
