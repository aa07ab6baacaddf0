"""What one installation needs around it: its database, its keys, its folders, and the environment that names them.

    with installed():
        django.setup()

With DATABASE_URL set, that server is used and none of ours is started. Keys that the environment does not give are made once and
kept in the installation's home, readable by its owner alone.
"""

import fcntl
import json
import os
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .cluster import DatabaseUnavailable
from .os_user import make_folder
from .supervisor import CLONE, Cluster, home

KEYS = ("MUSTER_KEY", "MUSTER_SECRET_KEY")
KEY_BYTES = 32
SETTINGS = "muster.settings"


@contextmanager
def installed(*, keep: bool = False) -> Iterator[Path]:
    """Join (or start) the database and set the environment; yields the installation's home."""
    folder = home(CLONE)
    make_folder(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    os.environ.setdefault("MUSTER_UPLOADS", str(_private(folder / "uploads")))
    os.environ["MUSTER_SERVING"] = "yes"  # from here on the development keys are refused
    for name, value in _keys(folder / "keys.json").items():
        os.environ.setdefault(name, value)
    if "DATABASE_URL" in os.environ:
        yield folder
        return
    with Cluster(folder).running(keep=keep) as cluster:
        os.environ.update(cluster.environment())
        try:
            yield folder
        finally:
            for name in cluster.environment():
                os.environ.pop(name, None)


def migrate(folder: Path) -> None:
    """Bring the database to this version, one process at a time; nothing happens where it is there already.

    Runs as the owner, in a process of its own: this one is the application's role. Raises DatabaseUnavailable.
    """
    with (folder / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_current():
            as_owner = {**os.environ, "MUSTER_AS_OWNER": "yes"}
            command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
            done = subprocess.run(command, env=as_owner, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
            if done.returncode:
                raise DatabaseUnavailable(
                    "The database could not be brought to this version of Muster.",
                    kept="What it held is as it was.",
                    remedy=done.stderr.strip().rpartition("\n")[2],
                )


def _is_current() -> bool:
    """Whether every migration that this version knows has been applied."""
    import django
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        raise DatabaseUnavailable(
            "The database does not answer.", kept="Nothing was changed.", remedy=str(error).strip()
        ) from error
    finally:
        connection.close()


def _keys(file: Path) -> dict[str, str]:
    """The installation's keys. To lose this file is to lose every sealed number: it belongs in the backup."""
    if not file.exists():
        fresh = {name: urlsafe_b64encode(os.urandom(KEY_BYTES)).decode() for name in KEYS}
        draft = file.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        with draft.open("w") as writing:
            writing.write(json.dumps(fresh))
            writing.flush()
            os.fsync(writing.fileno())  # what is sealed with them will be on the disk, so they must be
        try:
            os.link(draft, file)  # whoever comes first wins; the file is never half-written
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    keys: dict[str, str] = json.loads(file.read_text())
    return keys


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
