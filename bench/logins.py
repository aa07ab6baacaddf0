"""5,000 people of a roll log in for the first time, within five minutes, by a code to their phone, through the real server.

python -m bench.logins                          on a database and a server of its own, made and dropped here
python -m bench.logins --people 500 --seconds 30 --json

Everyone opens the page, sends their number, reads the code (from a provider's double on loopback, to which the product sends as
it would to the real one), sends the code, and opens a page of their own. All of them are behind one address, as in a town hall,
under the limits that are shipped. Lost: who had no page of their own in the end, or has no log-in in the database.
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

from bench.site import Mailbox, cpu_seconds, database, paced, provider, site

WARM = 12
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ASKED = re.compile(r'name="asked" value="([^"]+)"')
DAY = date(2020, 1, 28)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.logins")
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder, ExitStack() as held:
        mailbox = held.enter_context(provider())
        held.enter_context(database(Path(folder), mailbox))
        _put_on_the_roll(options.people)
        address = held.enter_context(site(Path(folder)))
        run = Run(address, mailbox, options.people, options.seconds)
        outcome = run.play()
        outcome["web_and_worker_cpu_ms_each"] = round(1000 * cpu_seconds() / options.people, 1)
    if options.json:
        print(json.dumps(outcome))
        return
    for name, value in outcome.items():
        print(f"{name:28} {value}")


@dataclass
class Browser:
    """One phone: its cookies, and how long each answer took."""

    address: str
    milliseconds: list[float]
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, sent: dict[str, str] | None = None, *, expected: int) -> str:
        """The page; each on a connection of its own, as from many phones."""
        headers = {
            "Accept-Language": "en",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        began = time.perf_counter()
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        connection.request(method, path, urlencode(sent) if sent else None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        self.milliseconds.append(1000 * (time.perf_counter() - began))
        connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        assert answer.status == expected, f"{method} {path}: {answer.status}"
        return text


@dataclass
class Run:
    """All the browsers, and what they met."""

    address: str
    mailbox: Mailbox
    people: int
    seconds: int
    milliseconds: list[float] = field(default_factory=list)
    code_seconds: list[float] = field(default_factory=list)
    in_: set[str] = field(default_factory=set)  # numbers that had a page of their own
    wrong: list[str] = field(default_factory=list)
    late: int = 0  # browsers that could not start in their second: the bench, not the server, was too slow

    def play(self) -> dict[str, Any]:
        self._warm()
        took = paced(self.people, self.seconds, self._one)
        times = sorted(self.milliseconds)
        return {
            "login_p99_ms": round(times[int(len(times) * 0.99)], 1),
            "login_p50_ms": round(times[len(times) // 2], 1),
            "login_max_ms": round(times[-1], 1),
            "login_lost": self.people - len(self.in_ & _with_a_login()),
            "login_people": self.people,
            "login_requests": len(times),
            "login_errors": len(self.wrong),
            "login_first_error": self.wrong[0] if self.wrong else "",
            "login_code_p50_s": round(sorted(self.code_seconds)[len(self.code_seconds) // 2], 2),
            "login_late_starts": self.late,
            "login_seconds": round(took, 1),
        }

    def _warm(self) -> None:
        """Each web process loads its pages when it is first asked for one; a server in use has done so."""
        browser = Browser(self.address, [])
        for _ in range(WARM):
            page = browser.ask("GET", "/log-in/phone/", expected=200)
            sent = {"phone": "no number", "csrfmiddlewaretoken": TOKEN.findall(page)[0]}
            browser.ask("POST", "/log-in/phone/", sent, expected=422)

    def _one(self, n: int, due: float) -> None:
        self.late += time.perf_counter() - due > 1
        try:
            self._log_in(number(n))
        except Exception as error:  # noqa: BLE001 - whatever it was, this person did not get in
            self.wrong.append(f"{n}: {error!r}")

    def _log_in(self, phone: str) -> None:
        browser = Browser(self.address, self.milliseconds)
        page = browser.ask("GET", "/log-in/phone/", expected=200)
        sent = {"phone": phone, "csrfmiddlewaretoken": TOKEN.findall(page)[0]}
        page = browser.ask("POST", "/log-in/phone/", sent, expected=200)
        asked = time.perf_counter()
        code = self.mailbox.take(phone)
        self.code_seconds.append(time.perf_counter() - asked)
        sent = {
            "asked": ASKED.findall(page)[0],
            "phone": phone,
            "code": code,
            "csrfmiddlewaretoken": TOKEN.findall(page)[0],
        }
        browser.ask("POST", "/log-in/code/", sent, expected=302)
        page = browser.ask("GET", "/log-ins/", expected=200)
        assert "this one" in page, "the page does not say so"
        self.in_.add(phone)


def number(n: int) -> str:
    return f"13{n:09}"


def _with_a_login() -> set[str]:
    """The numbers of all who have a log-in and a session, as the database has them."""
    from muster.kernel.crypto import unsealed
    from muster.logins.models import Session

    phones = Session.objects.exclude(account=None).values_list("account__person__phone", flat=True)
    return set(unsealed(phones))


def _put_on_the_roll(people: int) -> None:
    """So many members of one unit, each with a phone and without a log-in."""
    from muster.kernel import crypto
    from muster.kernel.actor import system_actor
    from muster.people.models import Membership, Person
    from muster.people.rules import POWERS
    from muster.units.commands import UnitRow, put_units
    from muster.units.models import Unit

    actor = system_actor("bench", now=datetime.now(UTC), powers=POWERS)
    put_units(
        actor,
        rows=[UnitRow("city", "City", "city", "committee", None, None, "city", False, "", "", DAY)],  # noqa: FBT003 - a row as the file has it
        day=DAY,
    )
    city = Unit.objects.get(code="city")
    numbers = [number(n) for n in range(people)]
    sealed = zip(numbers, crypto.seal(numbers), crypto.blind_index(numbers), strict=True)
    made = Person.objects.bulk_create(
        Person(name=f"Bench {one[-5:]}", phone=phone, phone_index=index) for one, phone, index in sealed
    )
    Membership.objects.bulk_create(
        Membership(person=person, unit=city, kind="full", during=(DAY, None)) for person in made
    )


if __name__ == "__main__":
    main()
