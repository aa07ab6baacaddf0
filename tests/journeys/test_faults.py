"""What is killed comes back, and nothing acknowledged is lost."""

import json
import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest

pytestmark = pytest.mark.xdist_group("site")
SECONDS = 60


def children(site_environment) -> dict[str, psutil.Process]:
    """The web server and the worker, by what they run."""
    mark = json.loads((Path(site_environment["MUSTER_HOME"]) / "serving.json").read_text())
    found = {}
    for child in psutil.Process(mark["pid"]).children():
        with suppress(psutil.Error):  # a killed one is a zombie until it is looked after
            found["web" if "granian" in " ".join(child.cmdline()) else "worker"] = child
    return found


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_killed_child_is_started_again(site, site_environment, muster, name):
    before = json.loads(muster("figures", "--json").stdout)
    child = children(site_environment)[name]
    os.killpg(child.pid, signal.SIGKILL)
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        again = children(site_environment).get(name)
        if again is not None and again.pid != child.pid and answers(site):
            break
        time.sleep(0.1)
    else:
        pytest.fail(f"{name} did not come back")
    assert json.loads(muster("figures", "--json").stdout)["figures"] == before["figures"]
    assert muster("doctor").returncode == 0


def answers(site: str) -> bool:
    try:
        return urlopen(f"{site}/healthz", timeout=5).status == 200
    except (URLError, OSError):
        return False
