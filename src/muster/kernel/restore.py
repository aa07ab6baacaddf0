"""A backup back into an empty installation. What is there is never written over, and a restore that fails leaves it as it was.

The database is filled under another name, and takes its own only once the whole file has opened; a restore that is killed on the
way can be begun again.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import psycopg
from psycopg import sql

from . import serving
from .archives import parts
from .backup import DATABASE, KEY_PART, LAST_WORDS, MANIFEST, PIECE, UPLOADS, environment, params_of, program
from .backup_problems import BackupDamaged, BackupTooNew, NotEmpty, ProgramFailed, StillRunning
from .cluster import SUPERUSER
from .os_user import make_folder
from .sealed_stream import SealedReader
from .supervisor import DATABASE as OURS
from .supervisor import Cluster

RESTORING = "muster_restoring"
# The tables that fill first: units by the first import, the journal by the first command of all.
FILLED = ("units_unit", "kernel_entry")


@dataclass
class Contents:
    """What is small enough to be held until all is known to be whole."""

    manifest: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)


def restore(*, source: BinaryIO, passphrase: str, home: Path, own: str | None) -> Contents:
    """Into a home's embedded database, or into the one at the URL `own`, which holds our extensions and nothing else."""
    reader = SealedReader(source, passphrase)  # a wrong passphrase touches nothing
    make_folder(home)
    if serving.running(home) is not None:
        raise StillRunning
    uploads = home / "uploads.restoring"
    shutil.rmtree(uploads, ignore_errors=True)
    try:
        if own is None:
            return _into_embedded(reader, home, uploads)
        database = params_of(own)
        require_empty(database, place=str(database["dbname"]), even_of_tables=True)
        reader = _known_to_be_whole(reader, source, passphrase)
        contents = unpack(reader, database=database, uploads=uploads, flags=["--no-owner"])
        _keep(home, uploads, contents)
        return contents
    finally:
        shutil.rmtree(uploads, ignore_errors=True)


def _into_embedded(reader: SealedReader, home: Path, uploads: Path) -> Contents:
    """Under another name first; in the end in an order in which a kill leaves an empty database, or the restored one with its
    keys.
    """
    with Cluster(home).running() as cluster:
        require_empty(cluster.params(SUPERUSER, OURS), place=str(home))
        cluster.drop_database(RESTORING)
        cluster.create_database(RESTORING)
        try:
            database = cluster.params(SUPERUSER, RESTORING)
            contents = unpack(reader, database=database, uploads=uploads)
            _keep(home, uploads, contents)
            cluster.drop_database(OURS)
            with psycopg.connect(**cluster.params(SUPERUSER, "postgres"), autocommit=True) as connection:
                rename = "ALTER DATABASE {} RENAME TO {}"
                connection.execute(sql.SQL(rename).format(sql.Identifier(RESTORING), sql.Identifier(OURS)))
        finally:
            cluster.drop_database(RESTORING)
    return contents


def try_out(*, source: BinaryIO, passphrase: str) -> bool:
    """Restore into a server that is thrown away, bring it to this version, and recount everything there; whether all is right."""
    reader = SealedReader(source, passphrase)
    with tempfile.TemporaryDirectory(prefix="muster-verify-") as folder:
        home = Path(folder)
        home.chmod(0o711 if os.getuid() == 0 else 0o700)  # the server's user must be able to walk in
        with Cluster(home, throwaway=True).running() as cluster:
            database = cluster.params(SUPERUSER, OURS)
            contents = unpack(reader, database=database, uploads=home / "uploads")
            return recounted(cluster.environment() | contents.keys | {"MUSTER_HOME": folder})


def recounted(more: Mapping[str, str]) -> bool:
    """Whether `muster doctor` finds nothing, in a process of its own; what it says is shown."""
    command = [sys.executable, "-m", "muster.cli", "doctor"]
    done = subprocess.run(command, env={**os.environ, **more}, check=False)  # noqa: S603 - our own words
    return done.returncode == 0


def known_migrations() -> set[str]:
    """Those of this version, whatever is installed."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return {f"{app}.{name}" for app, name in loader.disk_migrations}


def unpack(
    reader: SealedReader,
    *,
    database: Mapping[str, Any],
    uploads: Path,
    flags: Sequence[str] = (),
) -> Contents:
    """Everything into an empty database and a new folder. Returns only once the end was reached, and was the end."""
    contents = Contents()
    for name, pieces in parts(reader):
        if name == MANIFEST:
            contents.manifest = json.loads(b"".join(pieces))
            _require_known(contents.manifest)
        elif name == KEY_PART:
            contents.keys = json.loads(b"".join(pieces))
        elif name == DATABASE:
            _fill(database, pieces, flags)
        elif name.startswith(UPLOADS):
            _write(uploads, name.removeprefix(UPLOADS), pieces)
    return contents


def _known_to_be_whole(reader: SealedReader, source: BinaryIO, passphrase: str) -> SealedReader:
    """Read to the end, then from the beginning again: what fills a database under its own name cannot be taken back."""
    while reader.read(PIECE):
        pass
    source.seek(0)
    return SealedReader(source, passphrase)


def require_empty(database: Mapping[str, Any], *, place: str, even_of_tables: bool = False) -> None:
    """Raises NotEmpty when anybody has brought anything in."""
    with psycopg.connect(**database, autocommit=True) as connection:
        for table in FILLED:
            (is_there,) = connection.execute("SELECT to_regclass(%s)", [table]).fetchone() or (None,)
            rows = sql.SQL("SELECT FROM {} LIMIT 1").format(sql.Identifier(table))
            if is_there and (even_of_tables or connection.execute(rows).fetchone() is not None):
                raise NotEmpty(place)


def _require_known(manifest: Mapping[str, Any]) -> None:
    if not set(manifest["migrations"]) <= known_migrations():
        raise BackupTooNew(manifest["muster"])


def _fill(database: Mapping[str, Any], pieces: Iterator[bytes], flags: Sequence[str]) -> None:
    """One transaction: all of it, or nothing."""
    command = [program("pg_restore"), "--single-transaction", "--exit-on-error", "--no-password"]
    command += [*flags, "--dbname", database["dbname"]]
    with _running(command, environment(database)) as filling:
        assert filling.stdin is not None
        try:
            for piece in pieces:
                filling.stdin.write(piece)
            filling.stdin.close()
        except BrokenPipeError:
            pass  # it has ended, and says why
        words = filling.stderr.read().decode(errors="replace") if filling.stderr else ""
    if filling.returncode:
        raise ProgramFailed(words.strip()[-LAST_WORDS:])


@contextmanager
def _running(command: list[Any], env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A program that does not outlive whatever goes wrong here."""
    with subprocess.Popen(  # noqa: S603 - the wheel's program, our own words
        command, env=env, stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        try:
            yield child
        except BaseException:
            child.kill()
            raise


def _write(folder: Path, name: str, pieces: Iterator[bytes]) -> None:
    target = (folder / name).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise BackupDamaged
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with target.open("wb") as file:
        for piece in pieces:
            file.write(piece)


def _keep(home: Path, uploads: Path, contents: Contents) -> None:
    """The keys and the uploaded files. Keys that were here before are kept beside them."""
    keys = home / "keys.json"
    if keys.exists():
        keys.replace(home / "keys.before-restore.json")
    draft = home / "keys.restoring"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:  # noqa: PTH123 - opened with a mode of its own
        file.write(json.dumps(contents.keys))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(keys)
    if uploads.is_dir():
        shutil.rmtree(home / "uploads", ignore_errors=True)
        uploads.replace(home / "uploads")
