"""A provider of short messages on loopback that speaks as Alibaba Cloud does. It checks every signature by itself, and fails, delays,
drops or refuses when told to. Also run on its own, for the bench: `python -m tests.sms_double`.
"""

import hashlib
import hmac
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY_ID, SECRET = "double", "not a secret: of the double"
SIGNATURE = "演示组织部"
TEMPLATES = {
    "code": "SMS_1001",
    "remind": "SMS_1002",
    "muster": "SMS_1003",
    "notice": "SMS_1004",
    "superior": "SMS_1005",
    "answered": "SMS_1006",
}
SETTINGS = {
    "MUSTER_SMS_PROVIDER": "aliyun",
    "MUSTER_SMS_ACCESS_KEY_ID": KEY_ID,
    "MUSTER_SMS_ACCESS_KEY_SECRET": SECRET,
    "MUSTER_SMS_SIGNATURE": SIGNATURE,
    "MUSTER_SMS_TEMPLATES": TEMPLATES,
}


@dataclass
class Received:
    number: str
    template: str
    variables: dict[str, str]
    key: str


@dataclass
class SmsDouble:
    """`mode` is what it does with each request: ok, fail, busy, refuse, drop (takes it, and never answers), delay."""

    server: ThreadingHTTPServer
    mode: str = "ok"
    delay: float = 0.0
    sent: list[Received] = field(default_factory=list)
    asked: int = 0

    @property
    def endpoint(self) -> str:
        return "http://{}:{}".format(*self.server.server_address)

    def of(self, number: str) -> list[Received]:
        return [message for message in self.sent if message.number == number]

    def repeats(self) -> dict[str, int]:
        """How often each number had the same message, where more than once."""
        counted = Counter((message.number, message.key) for message in self.sent)
        return {number: times for (number, _), times in counted.items() if times > 1}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    double: SmsDouble

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        double = self.double
        double.asked += 1
        if double.mode == "fail":
            return self.answer(503, {"Code": "ServiceUnavailable"})
        if not self.is_signed():
            return self.answer(400, {"Code": "SignatureDoesNotMatch"})
        if double.mode == "busy":
            return self.answer(400, {"Code": "isv.BUSINESS_LIMIT_CONTROL"})
        if double.mode == "refuse":
            return self.answer(200, {"Code": "isv.MOBILE_NUMBER_ILLEGAL"})
        double.sent.append(self.received())
        if double.mode == "drop":
            self.close_connection = True
            return None
        if double.mode == "delay":
            time.sleep(double.delay)
        return self.answer(200, {"Code": "OK", "Message": "OK", "BizId": "1", "RequestId": "1"})

    def received(self) -> Received:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        assert asked["SignName"] == SIGNATURE
        return Received(
            asked["PhoneNumbers"], asked["TemplateCode"], json.loads(asked["TemplateParam"]), asked["OutId"]
        )

    def is_signed(self) -> bool:
        method, _, rest = self.headers.get("Authorization", "").partition(" ")
        parts = dict(part.split("=", 1) for part in rest.split(","))
        signed = parts["SignedHeaders"].split(";")
        lines = "".join(f"{name}:{self.headers[name]}\n" for name in signed)
        query = urlsplit(self.path).query
        empty = self.headers["x-acs-content-sha256"]
        request = f"POST\n/\n{query}\n{lines}\n{parts['SignedHeaders']}\n{empty}"
        to_sign = method + "\n" + hashlib.sha256(request.encode()).hexdigest()
        right = hmac.new(SECRET.encode(), to_sign.encode(), "sha256").hexdigest()
        return parts["Credential"] == KEY_ID and hmac.compare_digest(right, parts["Signature"])

    def answer(self, status: int, body: dict[str, str]) -> None:
        sent = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *words: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


@contextmanager
def running(*, port: int = 0) -> Iterator[SmsDouble]:
    server = Server(("127.0.0.1", port), Handler)
    double = Handler.double = SmsDouble(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


if __name__ == "__main__":
    with running() as double:
        print(double.endpoint, flush=True)  # noqa: T201 - whoever started it reads where it listens
        threading.Event().wait()
