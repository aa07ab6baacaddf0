"""A real server, real processes, real kills."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from muster.kernel.cluster import APP, OWNER, DatabaseUnavailable
from muster.kernel.os_user import make_folder
from muster.kernel.supervisor import Cluster
from muster.kernel.tests.clusters import as_root, execute, open_folder, postmaster

CLIENT = """
import sys
from pathlib import Path
from muster.kernel.supervisor import Cluster

cluster = Cluster(Path(sys.argv[1]))
with cluster.running():
    print((cluster.files.data / "postmaster.pid").read_text().split()[0], flush=True)
    sys.stdin.readline()
"""
FORKING_CLIENT = """
import os, sys
from pathlib import Path
from muster.kernel.supervisor import Cluster

with Cluster(Path(sys.argv[1])).running():
    if child := os.fork():
        print(child, flush=True)
        sys.stdin.readline()
        sys.stdin.close()
    else:
        os.read(int(sys.argv[2]), 1)
"""


@pytest.fixture
def place() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A home that many tests use, one after the other: making data takes longest."""
    with open_folder() as folder:
        yield folder / "home"


@pytest.fixture
def cluster(made: Path) -> Iterator[Cluster]:
    """A cluster that is not running."""
    cluster = Cluster(made)
    yield cluster
    cluster.stop()


@contextmanager
def client(cluster: Cluster, *words: str, code: str = CLIENT) -> Iterator[subprocess.Popen[str]]:
    """Another process that uses the database until it is sent a line."""
    with subprocess.Popen(
        [sys.executable, "-c", code, str(cluster.files.home), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        pass_fds=[int(word) for word in words],
    ) as process:
        yield process


def let_go(process: subprocess.Popen[str]) -> None:
    process.communicate("\n", timeout=60)
    assert process.returncode == 0


def test_the_last_one_out_stops_the_server(cluster: Cluster):
    with client(cluster) as first, client(cluster) as second:
        assert first.stdout.readline() == second.stdout.readline()
        let_go(first)
        assert cluster.is_running()
        let_go(second)
    assert not cluster.is_running()
    assert cluster._servers() == []
    with cluster.running():
        assert cluster.is_running()
    assert not cluster.is_running()


def test_processes_that_start_at_once_make_and_share_one_server(place: Path):
    cluster = Cluster(place / "home")
    leftovers = {"making-x", "server-1.0", "server-half"}
    for name in leftovers:
        make_folder(place / "home/database" / name / "data")
    with client(cluster) as a, client(cluster) as b, client(cluster) as c:
        servers = {process.stdout.readline() for process in (a, b, c)}
        assert servers == {f"{postmaster(cluster)}\n"}
        assert not leftovers & {path.name for path in cluster.files.root.iterdir()}
        for process in (a, b, c):
            let_go(process)
    assert not cluster.is_running()


def test_what_was_acknowledged_outlives_a_killed_server(cluster: Cluster):
    with cluster.running():
        execute(cluster, "CREATE TABLE entered (number int)")
        with (
            closing(psycopg.connect(cluster.url(APP), autocommit=True)) as writer,
            closing(psycopg.connect(cluster.url(OWNER), autocommit=True)) as busy,
        ):
            # A backend that computes does not notice that its server is gone.
            busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 1000000000000)")
            orphan = busy.info.backend_pid
            for number in range(200):
                writer.execute("INSERT INTO entered VALUES (%s)", [number])
            os.kill(postmaster(cluster), signal.SIGKILL)
        assert orphan in cluster._servers()
        with cluster.running():
            assert orphan not in cluster._servers()
            assert execute(cluster, "SELECT count(*) FROM entered") == [(200,)]
    assert not cluster.is_running()


def test_a_killed_client_leaves_no_lock(cluster: Cluster):
    with client(cluster) as killed:
        killed.stdout.readline()
        killed.kill()
    assert cluster.is_running()
    with cluster.running():
        pass
    assert not cluster.is_running()


def test_a_client_killed_while_it_makes_the_data_does_no_harm(place: Path):
    cluster = Cluster(place / "home")
    with client(cluster) as killed:
        while not [*cluster.files.root.glob("making-*/data/base")]:
            assert killed.poll() is None
        killed.kill()
    with cluster.running():
        assert execute(cluster, "SELECT 1") == [(1,)]
    assert not cluster.is_running()


def test_a_forked_child_neither_holds_the_server_nor_stops_it(cluster: Cluster):
    reading, writing = os.pipe()
    with (
        os.fdopen(writing, "w") as until,
        client(cluster, str(reading), code=FORKING_CLIENT) as ending,
        client(cluster) as other,
    ):
        ending.stdout.readline()
        other.stdout.readline()
        let_go(other)
        ending.stdin.write("\n")
        ending.stdin.close()
        ending.wait(timeout=60)
        assert not cluster.is_running()  # though the child still lives
        until.write("\n")
    os.close(reading)


def test_a_kept_server_stays_until_it_is_stopped(cluster: Cluster):
    with cluster.running(keep=True):
        pass
    with cluster.running():
        pass
    assert cluster.is_running()
    assert cluster.stop()
    assert not cluster.is_running()
    assert not cluster.stop()


def test_a_kept_server_that_died_is_kept_no_longer(cluster: Cluster):
    with cluster.running(keep=True):
        os.kill(postmaster(cluster), signal.SIGKILL)
    with cluster.running():
        pass
    assert not cluster.is_running()


def test_stop_ends_what_others_still_use(cluster: Cluster):
    with cluster.running(), closing(psycopg.connect(cluster.url())) as connection:
        assert cluster.stop()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    assert not cluster.is_running()


def test_nothing_to_stop_makes_nothing(place: Path):
    assert not Cluster(place / "home").stop()
    assert not (place / "home").exists()


@pytest.mark.parametrize("stranger", [os.getpid, lambda: 2**22 + 1])
def test_a_stale_mark_that_names_a_stranger_is_passed_over(cluster: Cluster, stranger: Callable[[], int]):
    with cluster.running():
        mark = cluster.files.data / "postmaster.pid"
        words = mark.read_text().split("\n", 1)
        os.kill(postmaster(cluster), signal.SIGKILL)
    mark.write_text(f"{stranger()}\n{words[1]}")
    os.chown(mark, cluster.files.user.uid, cluster.files.user.gid)
    with cluster.running():
        assert execute(cluster, "SELECT 1") == [(1,)]


def test_two_homes_run_side_by_side(cluster: Cluster, place: Path):
    with cluster.running(), Cluster(place / "home", throwaway=True).running() as other:
        execute(cluster, "CREATE TABLE here ()")
        assert execute(other, "SELECT to_regclass('here')") == [(None,)]
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(other.url(), password=cluster.files.password(APP))
        cluster.stop()
        assert other.is_running()


@as_root
def test_a_home_that_the_servers_user_cannot_reach_gets_its_data_elsewhere(place: Path):
    closed = place / "closed"
    closed.mkdir(0o700)
    cluster = Cluster(closed / "home")
    try:
        with cluster.running():
            execute(cluster, "CREATE TABLE entered AS SELECT 1 AS number")
        assert closed.stat().st_mode & 0o777 == 0o700
        assert (closed / "home/database").resolve() == cluster.files.root
        closed.chmod(0o755)  # the data stay where they are
        with cluster.running():
            assert execute(cluster, "SELECT number FROM entered") == [(1,)]
    finally:
        cluster.stop()
        shutil.rmtree(cluster.files.root)


def test_throwaway_data_are_gone_afterwards_even_those_under_a_path_too_long_for_a_socket(place: Path):
    with Cluster(place / ("long" * 30), throwaway=True).running() as cluster:
        assert execute(cluster, "SHOW fsync") == [("off",)]
        root, sockets = cluster.files.root, cluster.files.sockets
    assert not root.exists()
    assert not sockets.exists()
    assert {path.name for path in cluster.files.home.iterdir()} == {"users.lock", "gate.lock"}


def test_the_loopback_port_is_open_only_when_asked_for(cluster: Cluster):
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with cluster.running():
        assert execute(cluster, "SHOW listen_addresses") == [("",)]
    with Cluster(cluster.files.home, port=port).running():
        word = cluster.files.password(APP)
        with psycopg.connect(
            host="127.0.0.1", port=port, user=APP, password=word, dbname="muster"
        ) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert execute(cluster, "SELECT 1") == [(1,)]  # who joins need not know the port


def test_the_settings_keep_what_people_enter(cluster: Cluster):
    wanted = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on"}
    wanted |= {
        "TimeZone": "UTC",
        "server_encoding": "UTF8",
        "jit": "off",
        "password_encryption": "scram-sha-256",
    }
    with cluster.running():
        assert {name: execute(cluster, f"SHOW {name}")[0][0] for name in wanted} == wanted
        provider = "SELECT datlocprovider::text, datlocale FROM pg_database WHERE datname = 'muster'"
        assert execute(cluster, provider) == [("b", "C.UTF-8")]


def test_the_log_holds_nothing_that_was_entered(cluster: Cluster):
    with cluster.running():
        execute(cluster, "CREATE TABLE secrets (word text PRIMARY KEY)")
        for _ in range(2):
            try:
                execute(cluster, "INSERT INTO secrets VALUES ('a secret name')", APP)
            except psycopg.errors.UniqueViolation:
                continue
    logs = "".join(log.read_text() for log in cluster.files.logs.iterdir())
    assert "duplicate key" in logs
    assert "secret name" not in logs


def test_a_server_that_does_not_start_says_why(cluster: Cluster):
    with cluster.running():
        pass
    (cluster.files.data / "local.conf").write_text("max_connections = lots\n")
    with pytest.raises(DatabaseUnavailable, match="max_connections") as caught, cluster.running():
        pass
    assert "is kept" in str(caught.value)
    (cluster.files.data / "local.conf").write_text("max_connections = 50\n")
    with cluster.running():
        assert execute(cluster, "SHOW max_connections") == [("50",)]
    (cluster.files.data / "local.conf").write_text("")


def test_passwords_of_other_data_are_named(cluster: Cluster):
    with cluster.running():
        right = cluster.files.passwords.read_text()
    cluster.files.passwords.write_text(json.dumps(dict.fromkeys(json.loads(right), "wrong")))
    with pytest.raises(DatabaseUnavailable, match="cannot be entered"), cluster.running():
        pass
    assert not cluster.is_running()
    cluster.files.passwords.write_text(right)


def test_lost_passwords_are_named(cluster: Cluster):
    with cluster.running():
        pass
    kept = cluster.files.passwords.rename(cluster.files.home / "elsewhere")
    with pytest.raises(DatabaseUnavailable, match="passwords cannot be read"), cluster.running():
        pass
    assert not cluster.is_running()
    kept.rename(cluster.files.passwords)
