"""What one installation needs around it: its database, its keys, its folders, and the environment that names them.

    with installed():
        django.setup()

With DATABASE_URL set, that server is used and none of ours is started. Keys that the environment does not give are made once and
kept in the installation's home, readable by its owner alone.
"""

import json
import os
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .supervisor import CLONE, Cluster, home

KEYS = ("MUSTER_KEY", "MUSTER_SECRET_KEY")
KEY_BYTES = 32
SETTINGS = "muster.settings"


@contextmanager
def installed(*, keep: bool = False) -> Iterator[Path]:
    """Join (or start) the database and set the environment; yields the installation's home."""
    folder = home(CLONE)
    folder.mkdir(parents=True, exist_ok=True)
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


def migrate() -> None:
    """Bring the database to this version. Runs as the owner, in a process of its own: this one is the application's role."""
    as_owner = {**os.environ, "MUSTER_AS_OWNER": "yes"}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=as_owner, check=True)  # noqa: S603 - our own words


def _keys(file: Path) -> dict[str, str]:
    """The installation's keys. To lose this file is to lose every sealed number: it belongs in the backup."""
    if not file.exists():
        fresh = {name: urlsafe_b64encode(os.urandom(KEY_BYTES)).decode() for name in KEYS}
        draft = file.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(fresh))
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
