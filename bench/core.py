"""The speed goals of the whole loop in one table: each figure beside its goal, kept in bench/results/.

python -m bench.core --size city          every goal, on databases of its own
python -m bench.core --size city --json   ends with one JSON object
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

HERE = Path(__file__).resolve().parent
GOALS = {
    "fanout_ratio": 2.0,
    "figures_write_ratio_batch": 2.0,
    "figures_write_ratio_single": 3.0,
    "figures_read_ms": 10.0,
    "import_s": 30.0,
    "demo_s": 90.0,
    "peak_gb": 3.0,
}
GIGABYTE = 1e9
SECONDS_BETWEEN_SAMPLES = 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=("village", "county", "city"), default="city")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = _module("bench.fanout") | _module("bench.figures") | _demo(options.size)
    measured = {key: found[key] for key in GOALS} | {
        "size": options.size,
        "at": datetime.now(UTC).isoformat(),
    }
    table = "\n".join(f"{key:<28} {measured[key]:>10.3f}   goal {goal:g}" for key, goal in GOALS.items())
    print(table)
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / f"core-{options.size}.json").write_text(json.dumps(measured, indent=1) + "\n")
    if options.json:
        print(json.dumps(measured))


def _module(name: str) -> dict[str, Any]:
    """The last line of another bench."""
    done = subprocess.run([sys.executable, "-m", name, "--json"], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _demo(size: str) -> dict[str, float]:
    """The whole demo in an installation of its own, and the memory of all its processes."""
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder:
        environment = {**os.environ, "MUSTER_HOME": folder}
        environment.pop("DATABASE_URL", None)
        began = time.perf_counter()
        played = subprocess.Popen(
            [sys.executable, "-m", "muster.cli", "demo", "--size", size, "--no-serve"], env=environment
        )
        peak = _Peak(played.pid, Path(folder).name)
        peak.start()
        status = played.wait()
        seconds = time.perf_counter() - began
        peak.over.set()
        peak.join()
        if status:
            raise SystemExit(f"the demo ended with {status}")
        timings = json.loads(next(Path(folder).glob("demo/*/timings.json")).read_text())
        return {"demo_s": seconds, "import_s": timings["Import people.xlsx"], "peak_gb": peak.most / GIGABYTE}


class _Peak(threading.Thread):
    """The largest sum of resident memory of a process, its children, and the database whose data lie in the folder."""

    def __init__(self, pid: int, folder: str) -> None:
        super().__init__(daemon=True)
        self.pid, self.folder, self.most, self.over = pid, folder, 0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(SECONDS_BETWEEN_SAMPLES):
            self.most = max(self.most, sum(map(_resident, self._ours())))

    def _ours(self) -> set[psutil.Process]:
        ours: set[psutil.Process] = set()
        for process in psutil.process_iter(["cmdline"]):
            words = " ".join(process.info["cmdline"] or ())
            if process.pid == self.pid or self.folder in words or words.startswith("postgres:"):
                ours.add(process)
        return (
            ours | set(psutil.Process(self.pid).children(recursive=True))
            if psutil.pid_exists(self.pid)
            else ours
        )


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


if __name__ == "__main__":
    main()
