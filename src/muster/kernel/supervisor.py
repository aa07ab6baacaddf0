"""Starts, joins and stops the embedded PostgreSQL, so that nobody has to think of it.

    with Cluster(home(clone)).running() as database:
        os.environ |= database.environment()

Whoever uses the database holds a shared lock on `users.lock`; the last one out stops the server. A lock is
the kernel's: a process that is killed leaves none behind, and the next one out stops the server in its stead.
Whoever starts or stops the server, or arrives or leaves, first holds `gate.lock` alone, so nobody can arrive
while the server is being stopped.

For development, `python -m muster.kernel.supervisor start` starts a server that stays, and prints how to
reach it; `stop` ends it; `status` tells. Linux and macOS.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, LiteralString, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from muster.kernel.cluster import (
    APP,
    OWNER,
    SUPERUSER,
    SYSTEM_FOLDER,
    DatabaseUnavailable,
    Files,
    disk_trouble_explained,
    key,
    make_folder,
)

DATABASE = "muster"
_OWNER, _APP = sql.Identifier(OWNER), sql.Identifier(APP)
EXTENSIONS: tuple[LiteralString, ...] = ("ltree", "btree_gist", "pg_trgm")
CLONE = Path(__file__).resolve().parents[3]
GRACE = 5.0  # seconds that a process gets to end by itself

_held: set[int] = set()  # locks of this process; a forked child drops them


def home(clone: Path) -> Path:
    """Where a clone's data live: MUSTER_HOME, or a folder of its own outside the clone."""
    if chosen := os.environ.get("MUSTER_HOME"):
        return Path(chosen).expanduser().resolve()
    base = SYSTEM_FOLDER if os.getuid() == 0 else Path.home() / ".local/share/muster"
    return base / key(clone.resolve())


class Cluster:
    """One PostgreSQL server and its databases, shared by every process that joins it."""

    def __init__(
        self, home: Path, *, throwaway: bool = False, port: int | None = None, patience: float = 600.0
    ) -> None:
        """With `throwaway` (tests) nothing is flushed to disk, and the last one out deletes the data.

        `port` opens a loopback port beside the socket. `patience` is how many seconds a start may take: after
        a crash the server first replays what was acknowledged.
        """
        self.files = Files(home.resolve(), throwaway=throwaway)
        self._port, self._patience = port, patience

    @contextmanager
    def running(self, *, keep: bool = False) -> Iterator[Self]:
        """Join the server, starting it if need be; the last one out stops it.

        With `keep` the server stays after us, until `stop` or until it ends by itself.
        """
        with ExitStack() as held:
            with self._gate():
                self._start()
                users = held.enter_context(_lock(self.files.home / "users.lock", fcntl.LOCK_SH))
                if keep:
                    self._kept.write_text(self._birth())
            process = os.getpid()
            try:
                yield self
            finally:
                if os.getpid() == process:  # a forked child must not leave in our name
                    self._leave(users)

    def stop(self) -> bool:
        """Stop the server, whoever uses it; tell whether there was one."""
        if not self.files.home.is_dir():
            return False
        with self._gate():
            return self._stop()

    def is_running(self) -> bool:
        return self._ping() == psycopg.pq.Ping.OK

    def params(self, role: str = APP, database: str = DATABASE) -> dict[str, Any]:
        """What `psycopg.connect` wants."""
        return {
            "host": str(self.files.sockets),
            "port": self.port,
            "user": role,
            "password": self.files.password(role),
            "dbname": database,
        }

    def url(self, role: str = APP, database: str = DATABASE) -> str:
        folder = quote(str(self.files.sockets), safe="")
        password = self.files.password(role)
        return f"postgresql://{role}:{password}@/{database}?host={folder}&port={self.port}"

    def environment(self, database: str = DATABASE) -> dict[str, str]:
        """What the settings read: migrations run as the owner, everything else as the application."""
        return {"DATABASE_URL": self.url(OWNER, database), "MUSTER_APP_DATABASE_URL": self.url(APP, database)}

    @property
    def port(self) -> int:
        """The port that the running server names its socket by; it listens on it only if asked to."""
        lines = self._pid_file_lines()
        return int(lines[3]) if len(lines) > 3 else self._port or 5432  # noqa: PLR2004 - the file's fourth line

    def create_database(self, name: str, *, template: str | None = None) -> None:
        """Make a database of the owner's: with our extensions, or a copy of one that nobody is using."""
        how = " TEMPLATE {template} STRATEGY FILE_COPY" if template else ""
        names = {"name": sql.Identifier(name), "template": sql.Identifier(template or ""), "owner": _OWNER}
        create = sql.SQL("CREATE DATABASE {name} OWNER {owner}" + how).format(**names)
        self._as_superuser([create])
        self._furnish(name)

    def drop_database(self, name: str) -> None:
        self._as_superuser([sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))])

    # Arriving and leaving

    @contextmanager
    def _gate(self) -> Iterator[None]:
        with disk_trouble_explained(self.files.home):
            make_folder(self.files.home)
            gate = _lock(self.files.home / "gate.lock", fcntl.LOCK_EX)
        with gate:
            yield

    def _leave(self, users: int) -> None:
        with self._gate():
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # others are still in
            if not self._is_kept():
                self._stop()
                self._throw_away()

    @property
    def _kept(self) -> Path:
        return self.files.home / "kept"

    def _is_kept(self) -> bool:
        return self._kept.exists() and self._kept.read_text() == self._birth() != ""

    def _birth(self) -> str:
        """What tells one run of the server from another."""
        return " ".join(self._pid_file_lines()[:3])

    def _throw_away(self) -> None:
        if self.files.throwaway:
            shutil.rmtree(self.files.root)
            for path in (self.files.home / "database", self.files.passwords):
                path.unlink(missing_ok=True)

    # Starting and stopping; the gate is ours

    def _start(self) -> None:
        if self.is_running() or self._comes_up():
            return
        self._clear_the_way()
        self.files.prepare(self._port)
        with disk_trouble_explained(self.files.logs):
            self._forget_old_logs()
        done = self.files.user.run(
            *(self.files.program("pg_ctl"), "start", "-w", "-t", str(int(self._patience)), "-s"),
            *("-D", self.files.data, "-l", self.files.logs / "start.log"),
        )
        if done.returncode:
            raise self._did_not_start(done.stderr)
        self._furnish_cluster()

    def _comes_up(self) -> bool:
        """Wait for a server that another process has begun to start."""
        deadline = time.monotonic() + self._patience
        while self._postmaster():
            if self.is_running():
                return True
            if time.monotonic() > deadline:
                raise self._did_not_start("It has not become ready.")
            time.sleep(0.05)
        return False

    def _stop(self) -> bool:
        self._kept.unlink(missing_ok=True)
        postmaster = self._postmaster()
        modes = (("fast", "60"), ("immediate", "15")) if not self.files.throwaway else (("immediate", "15"),)
        for mode, seconds in modes if postmaster else ():
            command = (self.files.program("pg_ctl"), "stop", "-w", "-s", "-m", mode, "-t", seconds)
            if not self.files.user.run(*command, "-D", self.files.data).returncode:
                return True
        if postmaster:
            os.kill(postmaster, signal.SIGKILL)
        self._clear_the_way()
        return bool(postmaster)

    def _clear_the_way(self) -> None:
        """After a crash, end the server's processes that outlived it and drop its stale mark."""
        if not self.files.data.exists():
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            deadline = time.monotonic() + GRACE
            for pid in self._survivors():
                with suppress(ProcessLookupError):
                    os.kill(pid, number)
            while self._survivors() and time.monotonic() < deadline:
                time.sleep(0.05)
        if left := self._survivors():
            raise DatabaseUnavailable(
                f"Processes {left} of the former database server do not end.",
                remedy="They wait for the disk. Look at it, or restart the machine.",
            )
        (self.files.data / "postmaster.pid").unlink(missing_ok=True)

    def _did_not_start(self, reason: str) -> DatabaseUnavailable:
        logs = sorted(self.files.logs.glob("*.log"), key=lambda log: log.stat().st_mtime)[-2:]
        tail = [line for log in logs for line in log.read_text(errors="replace").splitlines()[-12:]]
        if self._postmaster():
            return DatabaseUnavailable(
                "The database server is still starting: after a crash it replays what was acknowledged.\n"
                + "\n".join(tail),
                kept="Everything acknowledged is kept.",
                remedy="Wait a minute, then try again.",
            )
        return DatabaseUnavailable(
            "\n".join([f"The database server did not start. {reason.strip()}", *tail]),
            remedy=f"See the end of its log above (all of it: {self.files.logs}), mend that, and try again.",
        )

    def _forget_old_logs(self) -> None:
        """Weekday files are emptied on their day only by a server that runs through midnight."""
        week_ago = time.time() - 6 * 24 * 3600
        for log in self.files.logs.glob("*.log"):
            if log.name == "start.log" or log.stat().st_mtime < week_ago:
                log.unlink()

    # What runs

    def _ping(self) -> int:
        where = psycopg.conninfo.make_conninfo(
            host=str(self.files.sockets), port=self.port, connect_timeout=5
        )
        return psycopg.pq.PGconn.ping(where.encode())

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self.files.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _postmaster(self) -> int | None:
        """The server's first process, if it lives. A zombie does not, nor does a stranger with its number."""
        lines = self._pid_file_lines()
        pid = int(lines[0]) if lines else 0
        return pid if pid in self._processes(self._is_postmaster) else None

    def _survivors(self) -> list[int]:
        return self._processes(lambda words: self._is_postmaster(words) or self._is_backend(words))

    def _is_postmaster(self, words: list[str]) -> bool:
        return words[0].endswith("/postgres") and str(self.files.data) in words

    def _is_backend(self, words: list[str]) -> bool:
        return words[0].startswith(f"postgres: {self.files.name}: ")

    def _processes(self, wanted: Callable[[list[str]], bool]) -> list[int]:
        uid = self.files.user.uid
        return [pid for pid, owner, words in _process_table() if owner == uid and wanted(words)]

    # What is inside

    def _furnish_cluster(self) -> None:
        """Roles and the database; anything that is there stays as it is."""
        with self._superuser("postgres") as connection:
            roles = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            for role in {OWNER, APP} - roles:
                password = sql.Literal(self.files.password(role))
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), password)
                )
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not found:
            self.create_database(DATABASE)
        else:
            self._furnish(DATABASE)

    def _furnish(self, database: str) -> None:
        """Extensions, and what the application may do: work with rows, but own and alter nothing."""
        names = {"db": sql.Identifier(database), "app": _APP, "owner": _OWNER}
        grant = "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT "
        statements: list[LiteralString] = [
            *(f"CREATE EXTENSION IF NOT EXISTS {extension}" for extension in EXTENSIONS),
            "REVOKE ALL ON DATABASE {db} FROM PUBLIC",
            "GRANT CONNECT, TEMPORARY ON DATABASE {db} TO {app}",
            grant + "SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
            grant + "USAGE, SELECT ON SEQUENCES TO {app}",
        ]
        self._as_superuser((sql.SQL(statement).format(**names) for statement in statements), database)

    def _as_superuser(self, statements: Iterable[sql.Composed], database: str = "postgres") -> None:
        with self._superuser(database) as connection:
            for statement in statements:
                connection.execute(statement)

    def _superuser(self, database: str) -> psycopg.Connection[tuple[Any, ...]]:
        quiet = "-c client_min_messages=warning"
        return psycopg.connect(
            **self.params(SUPERUSER, database), autocommit=True, connect_timeout=10, options=quiet
        )


@contextmanager
def _lock(path: Path, how: int) -> Iterator[int]:
    """Hold a lock on a file. Programs that we start do not inherit it, and forked children drop it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    _held.add(handle)
    try:
        fcntl.flock(handle, how)
        yield handle
    finally:
        if handle in _held:
            _held.discard(handle)
            os.close(handle)


def _drop_locks() -> None:
    while _held:
        os.close(_held.pop())


os.register_at_fork(after_in_child=_drop_locks)


def _process_table() -> Iterator[tuple[int, int, list[str]]]:
    """Pid, user and words of the command of every process that lives; a zombie has no words."""
    if Path("/proc/self/cmdline").exists():
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                words = (folder / "cmdline").read_bytes().decode(errors="replace").rstrip("\0").split("\0")
                if words[0]:
                    yield int(folder.name), folder.stat().st_uid, words
        return
    table = subprocess.run(
        ["/bin/ps", "-axwwo", "pid=,uid=,command="], capture_output=True, text=True, check=True
    )
    for line in table.stdout.splitlines():
        pid, uid, command = line.split(maxsplit=2)
        yield int(pid), int(uid), [command] if command.startswith("postgres: ") else command.split()


def main(words: list[str]) -> int:
    """`start`, `stop` or `status`, for development."""
    cluster = Cluster(home(CLONE))
    match words:
        case ["start"]:
            with cluster.running(keep=True):
                pass
        case ["stop"]:
            cluster.stop()
        case ["status"]:
            pass
        case _:
            sys.stderr.write("start, stop or status?\n")
            return 2
    if not cluster.is_running():
        sys.stdout.write(f"The database of {CLONE} is not running.\n")
        return 0 if words == ["stop"] else 1
    rows = {**cluster.environment(), "data": cluster.files.data, "log": cluster.files.logs}
    rows["psql"] = cluster.files.program("psql")
    sys.stdout.writelines(f"{name}={value}\n" for name, value in rows.items())
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except DatabaseUnavailable as problem:
        sys.exit(str(problem))
