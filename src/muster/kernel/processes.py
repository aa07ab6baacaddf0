"""Processes of this machine: which live, and how to end them. Linux and macOS."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path


def living(*, user: int) -> list[tuple[int, str]]:
    """Pid and command of every process of a user. A zombie lives no more, and has no command."""
    table = _from_proc() if Path("/proc/self/cmdline").exists() else from_ps()
    return [(pid, command) for pid, owner, command in table if owner == user and command]


def _from_proc() -> Iterator[tuple[int, int, str]]:
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            words = (folder / "cmdline").read_bytes().rstrip(b"\0")
            command = words.replace(b"\0", b" ").decode(errors="surrogateescape")
            yield int(folder.name), folder.stat().st_uid, command.rstrip()


def from_ps() -> Iterator[tuple[int, int, str]]:
    command = ["/bin/ps", "-axww", "-o", "pid=", "-o", "uid=", "-o", "state=", "-o", "command="]
    table = subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603 - a constant
    for line in table.decode(errors="surrogateescape").splitlines():
        pid, uid, state, words = (*line.split(maxsplit=3), "")[:4]
        yield int(pid), int(uid), "" if state.startswith("Z") else words.rstrip()


def end(alive: Callable[[], list[int]], demands: Iterable[tuple[signal.Signals, float]]) -> list[int]:
    """Signal processes, ever more firmly, each time with some seconds' grace; return those that live on."""
    for number, seconds in demands:
        deadline = time.monotonic() + seconds
        for pid in alive():
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        while alive() and time.monotonic() < deadline:
            time.sleep(0.02)
    return alive()
