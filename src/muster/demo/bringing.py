"""The people's file is written, read and checked by a process beside the show, while the places come in.

What was read is stored when the places are there: people live in them.
"""

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import django

from .files import MANIFEST, PEOPLE, write_people
from .problems import Unfinished

Process = subprocess.Popen[str]


@dataclass(frozen=True, slots=True)
class Brought:
    rows: int
    errors: list[str]
    seconds: float  # of reading and storing, the wait for the places not counted


def begin(folder: Path, *, size: str, seed: int) -> Process:
    words = [sys.executable, "-m", __name__, str(folder), size, str(seed)]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own words


def finish(process: Process) -> Brought:
    """The places are there: store what was read."""
    said, _ = process.communicate("go\n")
    if process.returncode:
        raise Unfinished("people")
    return Brought(**json.loads(said))


def main(folder: Path, size: str, seed: int) -> None:
    if not (folder / MANIFEST).exists():
        write_people(folder, size=size, seed=seed)
    django.setup()
    sys.stdout.write(json.dumps(asdict(_bring(folder / PEOPLE))))


def _bring(source: Path) -> Brought:
    from muster.console.commands import import_file

    from .cast import director, rolls_since

    waited = 0.0

    def wait_for_places(phase: str, _done: int, _total: int) -> None:
        nonlocal waited
        if phase == "store":
            began = time.perf_counter()
            if not sys.stdin.readline():
                sys.exit("the show is over")
            waited = time.perf_counter() - began

    began = time.perf_counter()
    outcome = import_file(
        director(),
        layout="people",
        source=source,
        filename=source.name,
        day=rolls_since(),
        progress=wait_for_places,
    )
    seconds = time.perf_counter() - began - waited
    return Brought(outcome.rows, [str(error) for error in outcome.errors[:3]], seconds)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
