"""`muster serve`: the web server and the worker as children of one process that starts them again when they die."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .supervisor import Cluster

WEB_PROCESSES, WEB_THREADS = 2, 4  # with one thread, three slow answers delay every other
WORKER_THREADS = 4  # a long plan must not hold up the folding of figures
SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_TO_END = 20.0
PORTS_TRIED = 20


@dataclass(frozen=True, slots=True)
class Running:
    """A server that is up, as its mark in the home tells."""

    pid: int
    address: str


def running(folder: Path) -> Running | None:
    """The server of this installation, if it is alive."""
    with suppress(OSError, ValueError, KeyError):
        mark = json.loads(_mark(folder).read_text())
        if _lives(mark["pid"]):
            return Running(pid=mark["pid"], address=mark["address"])
    return None


def end_orphans(folder: Path) -> None:
    """End the children that a killed server left behind: they hold its port and its jobs."""
    with suppress(OSError, ValueError, KeyError):
        for pid in json.loads(_mark(folder).read_text())["children"]:
            if _lives(pid):
                os.killpg(pid, signal.SIGKILL)


def _lives(pid: int) -> bool:
    """Whether this is still a process of ours, not another that was given its number."""
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    words = Path(f"/proc/{pid}/cmdline")
    return not words.exists() or any(ours in words.read_text() for ours in ("muster", "procrastinate"))


def stop(folder: Path) -> bool:
    """End this installation's server and wait until it is gone; whether there was one."""
    server = running(folder)
    if server is not None:
        with suppress(ProcessLookupError):
            os.kill(server.pid, signal.SIGTERM)
        deadline = time.monotonic() + SECONDS_TO_END + 5
        while running(folder) is not None and time.monotonic() < deadline:
            time.sleep(0.05)
    end_orphans(folder)
    return server is not None


def wait(folder: Path, child: subprocess.Popen[bytes]) -> None:
    """Until the server that `child` starts answers, or `child` has ended."""
    while running(folder) is None and child.poll() is None:
        time.sleep(0.05)


def free_port(host: str, wanted: int, *, others: int = PORTS_TRIED) -> int | None:
    """The wanted port or one of those after it that nobody listens on; None when all are taken."""
    for port in range(wanted, wanted + 1 + others):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind((host, port))
                return port
    return None


@dataclass
class Server:
    """The children, watched. `run` returns when SIGTERM or SIGINT ends it."""

    folder: Path
    host: str
    port: int
    cluster: Cluster | None = None
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    ending: bool = False

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}/"

    def run(self, *, on_ready: Callable[[str], None]) -> None:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._end)
        try:
            end_orphans(self.folder)
            self._start_missing()
            self._wait_for_web()
            self._write_mark()
            on_ready(self.address)
            while not self.ending:
                self._start_missing()
                time.sleep(SECONDS_BETWEEN_LOOKS)
        finally:
            self._stop_children()
            _mark(self.folder).unlink(missing_ok=True)

    def _commands(self) -> dict[str, list[str]]:
        web = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--no-ws",
            "--host",
            self.host,
            "--port",
            str(self.port),
        ]
        web += [
            "--workers",
            str(WEB_PROCESSES),
            "--blocking-threads",
            str(WEB_THREADS),
            "--respawn-failed-workers",
        ]
        worker = [
            sys.executable,
            "-m",
            "django",
            "procrastinate",
            "worker",
            "--concurrency",
            str(WORKER_THREADS),
        ]
        return {"web": [*web, "muster.wsgi:application"], "worker": worker}

    def _start_missing(self) -> None:
        if self.cluster is not None and not self.cluster.is_running():
            with self.cluster.running():  # it was killed; what was acknowledged is replayed
                pass
        for name, command in self._commands().items():
            child = self.children.get(name)
            if child is None or child.poll() is not None:
                is_new = child is None
                log = (self.folder / f"{name}.log").open("ab")
                # A group of its own, so that Ctrl-C reaches us alone and we end them in order.
                self.children[name] = subprocess.Popen(  # noqa: S603 - our own words
                    command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
                )
                log.close()
                if not is_new:
                    self._write_mark()

    def _write_mark(self) -> None:
        pids = [child.pid for child in self.children.values()]
        mark = {"pid": os.getpid(), "address": self.address, "children": pids}
        _mark(self.folder).write_text(json.dumps(mark))

    def _wait_for_web(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not self.ending:
            with suppress(OSError), socket.create_connection((self.host, self.port), timeout=1):
                return
            time.sleep(0.05)

    def _stop_children(self) -> None:
        for child in self.children.values():
            child.terminate()
        deadline = time.monotonic() + SECONDS_TO_END
        for child in self.children.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, deadline - time.monotonic()))
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)  # and whatever it had started
            child.wait()

    def _end(self, *_signal: object) -> None:
        self.ending = True


def _mark(folder: Path) -> Path:
    return folder / "serving.json"
