"""What the tests of the embedded database share."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from muster.kernel.cluster import OWNER
from muster.kernel.supervisor import Cluster

as_root = pytest.mark.skipif(os.getuid() != 0, reason="the server runs as another user only when we are root")


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that the server's user can walk into; pytest's own is closed to it."""
    folder = Path(tempfile.mkdtemp(prefix="muster-test-"))
    folder.chmod(0o755)
    yield folder
    for made in folder.iterdir():
        if made.is_dir():
            Cluster(made).stop()
    shutil.rmtree(folder)


def execute(cluster: Cluster, statement: str, role: str = OWNER, database: str = "muster") -> list[tuple]:
    with psycopg.connect(cluster.url(role, database), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def postmaster(cluster: Cluster) -> int:
    return int((cluster.files.data / "postmaster.pid").read_text().split()[0])
