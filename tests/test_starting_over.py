"""The demo on a database of its own, as `make demo FRESH=yes` has it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.kernel.supervisor import Cluster

SECONDS = 240


@pytest.fixture
def own_home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="muster-fresh-"))
    home.chmod(0o711)  # the server's user must be able to walk in
    yield home
    Cluster(home).stop()
    shutil.rmtree(home)


def test_a_demo_that_starts_over_plays_to_its_end(own_home):
    environment = {**os.environ, "MUSTER_HOME": str(own_home)}
    environment.pop("DATABASE_URL", None)
    words = ["demo", "--size", "village", "--no-serve", "--fresh"]
    played = subprocess.run(
        [sys.executable, "-m", "muster.cli", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert played.returncode == 0, played.stdout + played.stderr
    assert "All together" in played.stdout
