"""5,000 strangers come forward in five minutes through the public page of the real server, each with a code from a short message.

python -m bench.signup                          on a database and a server of its own, made and dropped here
python -m bench.signup --people 500 --seconds 30 --json

Everyone opens the page, sends the form, reads the code (from a provider's double on loopback, to which the product sends as it
would to the real one), confirms, and looks at their own page. One in twenty sends the form twice, one in twenty comes back and
signs up anew.
Lost: who was told that they have come forward, and is not in the database. Doubled: who is there twice for one call.
"""

import argparse
import http.client
import json
import re
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from bench.site import Mailbox, cpu_seconds, database, paced, provider, site

CALLS = 5
EVERY = 20
KEY = re.compile(r'name="key" value="([0-9a-f-]{36})"')
DAY = date(2020, 1, 28)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.signup")
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder, ExitStack() as held:
        mailbox = held.enter_context(provider())
        # All these phones are behind one address, and one in twenty asks twice.
        held.enter_context(database(Path(folder), mailbox, MUSTER_CODES_PER_ADDRESS="1000000"))
        tokens = _open_calls()
        address = held.enter_context(site(Path(folder)))
        run = Run(address, tokens, mailbox, options.people, options.seconds)
        outcome = run.play()
        outcome["web_and_worker_cpu_ms_each"] = round(1000 * cpu_seconds() / options.people, 1)
    if options.json:
        print(json.dumps(outcome))
        return
    for name, value in outcome.items():
        print(f"{name:24} {value}")


@dataclass
class Run:
    """All the browsers, and what they met."""

    address: str
    tokens: list[str]
    mailbox: Mailbox
    people: int
    seconds: int
    milliseconds: list[float] = field(default_factory=list)
    code_seconds: list[float] = field(default_factory=list)
    told: dict[str, str] = field(
        default_factory=dict
    )  # number: the call for which they were told that they came forward
    wrong: list[str] = field(default_factory=list)
    late: int = 0  # browsers that could not start in their second: the bench, not the server, was too slow

    def play(self) -> dict[str, Any]:
        took = paced(self.people, self.seconds, self._one)
        lost, doubled = _compare(self.told)
        times = sorted(self.milliseconds)
        return {
            "signup_lost": lost,
            "signup_doubled": doubled,
            "signup_p99_ms": round(times[int(len(times) * 0.99)], 1),
            "signup_p50_ms": round(times[len(times) // 2], 1),
            "signup_max_ms": round(times[-1], 1),
            "people": self.people,
            "came_forward": len(self.told),
            "requests": len(times),
            "errors": len(self.wrong),
            "first_error": self.wrong[0] if self.wrong else "",
            "code_p50_s": round(sorted(self.code_seconds)[len(self.code_seconds) // 2], 2),
            "late_starts": self.late,
            "seconds": round(took, 1),
        }

    def _one(self, n: int, due: float) -> None:
        self.late += time.perf_counter() - due > 1
        try:
            self._sign_up(n)
        except Exception as error:  # noqa: BLE001 - whatever it was, this person did not get through
            self.wrong.append(f"{n}: {error!r}")

    def _sign_up(self, n: int) -> None:
        number, token = f"13{n:09}", self.tokens[n % len(self.tokens)]
        own = self._send_form(number, token, twice=n % EVERY == 1)
        self._confirm(number, token, own)
        if n % EVERY == 2:  # another one in twenty
            self._send_form(number, token, twice=False)

    def _send_form(self, number: str, token: str, *, twice: bool) -> str:
        page = self._ask("GET", f"/public/calls/{token}/", expected=200)[1]
        found = KEY.search(page)
        assert found, "the form has no key"
        sent = {"key": found[1], "name": f"Bench {number[-5:]}", "phone": number, "words": str(uuid4())}
        own = self._ask("POST", f"/public/calls/{token}/", sent, expected=302)[0]
        if twice:
            assert self._ask("POST", f"/public/calls/{token}/", sent, expected=302)[0] == own
        return own

    def _confirm(self, number: str, token: str, own: str) -> None:
        self._ask("GET", own, expected=200)
        asked = time.perf_counter()
        code = self.mailbox.take(number)
        self.code_seconds.append(time.perf_counter() - asked)
        own = self._ask("POST", own, {"code": code}, expected=302)[0]
        page = self._ask("GET", own, expected=200)[1]
        assert "You have come forward" in page, "the page does not say so"
        self.told[number] = token

    def _ask(
        self, method: str, path: str, sent: dict[str, str] | None = None, *, expected: int
    ) -> tuple[str, str]:
        """Where it leads, and the page; each on a connection of its own, as from many phones."""
        body = urlencode(sent) if sent else None
        headers = {"Accept-Language": "en", "Content-Type": "application/x-www-form-urlencoded"}
        began = time.perf_counter()
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        self.milliseconds.append(1000 * (time.perf_counter() - began))
        connection.close()
        assert answer.status == expected, f"{method} {path}: {answer.status}"
        return answer.headers.get("Location", ""), text


def _compare(told: dict[str, str]) -> tuple[int, int]:
    """How many of those who were told so did not come forward, and how many came forward twice for one call."""
    from muster.calls.models import Call, Offer
    from muster.calls.particulars import who

    confirmed = Offer.objects.exclude(state__in=["unconfirmed", "withdrawn", "moved"])
    held = [(bytes(one), token) for one, token in confirmed.values_list("who", "call__token")]
    operation = Call.objects.values_list("operation", flat=True).first()
    assert operation is not None
    known = set(held)
    lost = sum((who(operation, phone=number), token) not in known for number, token in told.items())
    taken = sum(Call.objects.values_list("taken", flat=True))
    with_place = confirmed.filter(state="received").count()
    assert taken == with_place, f"{taken} places are taken by {with_place} people"
    return lost, len(held) - len(known)


def _open_calls() -> list[str]:
    from muster.calls.commands import Wanted, open_call
    from muster.kernel.actor import system_actor
    from muster.operations.commands import activate_operation
    from muster.people.rules import POWERS
    from muster.units.commands import UnitRow, put_units
    from muster.units.models import Unit

    actor = system_actor("bench", now=datetime.now(UTC), powers=POWERS)
    put_units(
        actor,
        rows=[
            UnitRow(
                "city",
                "City",
                "city",
                "committee",
                None,
                None,
                "city",
                is_base=False,
                sector="",
                area_code="",
                began_on=DAY,
            )
        ],
        day=DAY,
    )
    city = Unit.objects.get(code="city")
    operation = activate_operation(actor, unit_id=city.pk, template="epidemic")
    made = [
        open_call(
            actor,
            operation_id=operation.pk,
            unit_id=city.pk,
            wanted=Wanted(
                title=f"Call {n}", place="Gate", needed=100 if n % 2 else 100_000, promise_minutes=1440
            ),
        )
        for n in range(CALLS)
    ]
    return [one.token for one in made]


if __name__ == "__main__":
    main()
