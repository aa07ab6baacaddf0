"""What benches of the real server share: a provider's double on loopback, a database that flushes to disk, `muster serve`."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psutil

SECONDS_FOR_A_CODE = 60.0
BROWSERS = 48  # at once


@dataclass
class Mailbox:
    """The newest code of each number."""

    address: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def put(self, number: str, code: str) -> None:
        with self.arrived:
            self.codes[number] = code
            self.arrived.notify_all()

    def take(self, number: str) -> str:
        with self.arrived:
            self.arrived.wait_for(lambda: number in self.codes, SECONDS_FOR_A_CODE)
            return self.codes.pop(number)


def paced(people: int, seconds: int, one: Callable[[int, float], None]) -> float:
    """`one(n, due)` for so many people, spread evenly, each at the moment due; how long all of it took."""
    began = time.perf_counter()
    with ThreadPoolExecutor(BROWSERS) as pool:
        for n in range(people):
            due = began + seconds * n / people
            time.sleep(max(0.0, due - time.perf_counter()))
            pool.submit(one, n, due)
    return time.perf_counter() - began


def cpu_seconds() -> float:
    """Of the web processes and the worker, whatever else this machine is busy with."""
    ours = [child for child in psutil.Process().children(recursive=True) if "postgres" not in child.name()]
    return sum(sum(child.cpu_times()[:2]) for child in ours)


@contextmanager
def provider() -> Iterator[Mailbox]:
    """A double of the provider of short messages: says OK and keeps the code."""
    mailbox = Mailbox()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            mailbox.put(asked["PhoneNumbers"][0], json.loads(asked["TemplateParam"][0])["code"])
            body = b'{"Code":"OK","Message":"OK"}'
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    mailbox.address = f"http://127.0.0.1:{server.server_port}"
    yield mailbox
    server.shutdown()


@contextmanager
def database(folder: Path, mailbox: Mailbox, **more: str) -> Iterator[None]:
    """A server of this bench's own, which flushes to disk as a real one does."""
    import django
    from cryptography.fernet import Fernet

    from muster.kernel.supervisor import Cluster

    with Cluster(folder / "server").running() as cluster:
        os.environ.update(
            cluster.environment(),
            DJANGO_SETTINGS_MODULE="muster.settings",
            MUSTER_HOME=str(folder / "home"),
            MUSTER_KEY=Fernet.generate_key().decode(),
            MUSTER_SECRET_KEY=Fernet.generate_key().decode(),
            MUSTER_SMS_PROVIDER="aliyun",
            MUSTER_SMS_ENDPOINT=mailbox.address,
            MUSTER_SMS_ACCESS_KEY_ID="bench",
            MUSTER_SMS_ACCESS_KEY_SECRET="bench",
            MUSTER_SMS_SIGNATURE="bench",
            MUSTER_SMS_TEMPLATES="code=SMS_1",
        )
        os.environ.update(more)
        os.environ["MUSTER_AS_OWNER"] = "yes"
        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        del os.environ["MUSTER_AS_OWNER"]
        yield
        connections.close_all()


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """`muster serve`, and its address."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    from muster.kernel.serving import free_port

    with (folder / "serve.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "muster.cli", "serve", "--port", str(free_port("127.0.0.1", 8950))],
            stdout=log,
            stderr=log,
        )
        mark = home / "serving.json"
        while not mark.exists() and server.poll() is None:
            time.sleep(0.05)
        if not mark.exists():
            raise SystemExit((folder / "serve.log").read_text())
        try:
            yield json.loads(mark.read_text())["address"].rstrip("/")
        finally:
            server.terminate()
            server.wait(30)
