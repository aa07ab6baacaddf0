"""A work chat's robot and any webhook, on loopback: answers as told, and keeps what was posted."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class ChatDouble:
    """`mode`: ok, fail, drop."""

    server: ThreadingHTTPServer
    mode: str = "ok"
    posted: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return "http://{}:{}".format(*self.server.server_address)


class Handler(BaseHTTPRequestHandler):
    double: ChatDouble

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.double.mode == "drop":
            self.close_connection = True
            return
        status = 200 if self.double.mode == "ok" else 503
        if status == 200:
            self.double.posted.append((self.path, json.loads(body)))
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *words: object) -> None:
        pass


@contextmanager
def running() -> Iterator[ChatDouble]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    double = Handler.double = ChatDouble(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
