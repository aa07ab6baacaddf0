"""Starts, joins and stops the embedded PostgreSQL, so that nobody has to think of it.

    with Cluster(home(clone)).running() as database:
        os.environ |= database.environment()

Whoever uses the database holds a shared lock on `users.lock`; the last one out stops the server. A lock is
the kernel's: a process that is killed leaves none behind, and the next one out stops the server in its stead.
Whoever starts or stops the server, or arrives or leaves, first holds `gate.lock` alone, so nobody can arrive
while the server is being stopped.

For development, `python -m muster.kernel.supervisor start` starts a server that stays, and prints how to
reach it (`export $(…start | xargs)`); `stop` ends it; `status` tells. Linux and macOS.
"""

from __future__ import annotations

import fcntl
import os
import shlex
import shutil
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, LiteralString, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from muster.kernel import processes
from muster.kernel.cluster import (
    APP,
    OWNER,
    SUPERUSER,
    SYSTEM_FOLDER,
    DatabaseUnavailable,
    Files,
    disk_trouble_explained,
    key,
    remedy_for,
)
from muster.kernel.os_user import make_folder

DATABASE = "muster"
_OWNER, _APP = sql.Identifier(OWNER), sql.Identifier(APP)
EXTENSIONS: tuple[LiteralString, ...] = ("ltree", "btree_gist", "pg_trgm")
CLONE = Path(__file__).resolve().parents[3]

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
        asked = str(self._port or 5432)
        return int((self._mark()[3:4] or [asked])[0] or asked)

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
        with ExitStack() as held:
            with disk_trouble_explained(self.files.home):
                make_folder(self.files.home)
                held.enter_context(_lock(self.files.home / "gate.lock", fcntl.LOCK_EX))
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
        return " ".join(self._mark()[:3])

    def _throw_away(self) -> None:
        if self.files.throwaway:
            for folder in (self.files.sockets, self.files.root):
                shutil.rmtree(folder, ignore_errors=True)
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
        try:
            self._furnish_cluster()
        except BaseException as error:
            self._stop()
            if isinstance(error, psycopg.Error):
                raise self._did_not_start(f"It cannot be entered: {error}") from error
            raise

    def _comes_up(self) -> bool:
        """Wait for a server that another process has begun to start."""
        deadline = time.monotonic() + self._patience
        while self._postmaster():
            if self.is_running():
                return True
            if time.monotonic() > deadline:
                raise self._did_not_start("It has not become ready.")
            time.sleep(0.02)
        return False

    def _stop(self) -> bool:
        """A fast shutdown, or failing that an immediate one. Tell whether there was a server."""
        self._kept.unlink(missing_ok=True)
        found = self._postmaster()
        fast = () if self.files.throwaway else ((signal.SIGINT, 60.0),)
        processes.end(self._postmaster, (*fast, (signal.SIGQUIT, 15.0)))
        self._clear_the_way()
        return bool(found)

    def _clear_the_way(self) -> None:
        """After a crash, end the server's processes that outlived it and drop its stale marks.

        A new server would take them for a living one's while its predecessor is a zombie.
        """
        if left := processes.end(self._servers, ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0))):
            raise DatabaseUnavailable(
                f"Processes {left} of the former database server do not end.",
                remedy="They wait for the disk. Look at it, or restart the machine.",
            )
        if (
            not self.is_running()
        ):  # as another container's server might be, whose processes are hidden from us
            for mark in (self.files.data / "postmaster.pid", *self.files.sockets.glob(".s.PGSQL.*")):
                mark.unlink(missing_ok=True)

    def _did_not_start(self, reason: str) -> DatabaseUnavailable:
        logs = sorted(self.files.logs.glob("*.log"), key=lambda log: log.stat().st_mtime)[-2:]
        tail = "\n".join(line for log in logs for line in log.read_text(errors="replace").splitlines()[-12:])
        kept = "Everything that was acknowledged is kept."
        if self._postmaster():
            happened = (
                "The database server is still starting: after a crash it replays what was acknowledged."
            )
            return DatabaseUnavailable(f"{happened}\n{tail}", kept=kept, remedy="Try again in some minutes.")
        happened = f"The database server did not start. {reason.strip()}\n{tail}\n(from {self.files.logs})"
        return DatabaseUnavailable(happened, kept=kept, remedy=remedy_for(tail))

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

    def _mark(self) -> list[str]:
        """The lines that the running server keeps: its pid, folder, time of birth, port, …"""
        try:
            return (self.files.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _postmaster(self) -> list[int]:
        """The server's first process, if it lives. Another with its number, or a zombie, is not it."""
        return [pid for pid in self._servers() if [str(pid)] == self._mark()[:1]]

    def _servers(self) -> list[int]:
        """Every process of this cluster's servers."""
        first, title = f"/postgres -D {self.files.data}", f"postgres: {self.files.name}: "
        found = processes.living(user=self.files.user.uid)
        return [pid for pid, command in found if command.endswith(first) or command.startswith(title)]

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
            # Their errors tell nothing of a row: row-level security may then use the index of names, and what is known of spans.
            "ALTER FUNCTION pg_catalog.textlike(text, text) LEAKPROOF",
            "ALTER FUNCTION pg_catalog.range_contains_elem(anyrange, anyelement) LEAKPROOF",
            "ALTER FUNCTION pg_catalog.daterange_subdiff(date, date) LEAKPROOF",
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
    rows = cluster.environment() | {
        "PSQL": str(cluster.files.program("psql")),
        "LOGS": str(cluster.files.logs),
    }
    sys.stdout.writelines(f"{name}={shlex.quote(value)}\n" for name, value in rows.items())
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except DatabaseUnavailable as problem:
        sys.exit(str(problem))
