"""What lies out of scope leaves no trace: every route, list, count, drop-down, list taken out, search and feed, as every role.

Two scenes are played, one in the northern township, one in the southern; whatever stands in the second bears a mark in its name. Those
whose powers lie in the north ask for everything there is in the north, then for everything in the south, by its id, then for the one
with the id of the other. The routes are those of the resolver, and a route whose path names what the scene does not hold fails.
"""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from conftest import NOW, TODAY
from muster.console.listings import LISTINGS
from muster.people.models import Membership, Person
from muster.people.queries import actor_of
from muster.units.commands import UnitRow, put_units
from muster.units.models import Unit
from tests.scene import bind_the_owner, log_ins, play
from tests.test_access import ROUTES, TABLE, asked_of, ids_of, path_to

ASKED, MARK = "Zq7", "-away"
ROLES = ("officer", "member", "nobody")
# Their paths name nobody's thing in particular: they are asked as they are.
WITHOUT_ID = {
    route
    for route, names in ROUTES.items()
    if not any(name.endswith("_id") or name == "token" for name in names)
}
# What everybody may read.
PUBLIC = {
    "calls:public_list": "calls for people are for everybody",
    "operations:answer_muster": "whoever holds the link was sent it",
    **{f"logins:invited{way}": "whoever holds the link was handed it" for way in ("", "_phone", "_code")},
}
REFUSED = {302, 400, 403, 404, 409}


@pytest.fixture
def two(system, tree, people, settings, tmp_path) -> SimpleNamespace:
    settings.UPLOADS = tmp_path / "uploads"
    accounts = log_ins(system, tree, people)
    chief = actor_of(accounts["chief"], now=NOW)
    there = far_away(system, tree)
    own = play(chief, system, tree, people)
    foreign = play(chief, system, there.tree, there.people, mark=f" {ASKED}{MARK}")
    own.accounts = foreign.accounts = accounts
    bind_the_owner()
    return SimpleNamespace(own=own, foreign=foreign)


def far_away(system, tree) -> SimpleNamespace:
    """The southern township, with two villages and three members in each, all of them marked."""

    def row(code: str, kind: str, parent: str, level: str) -> UnitRow:
        name = f"{code} {ASKED}{MARK}"
        return UnitRow(code, name, name.lower(), kind, parent, None, level, True, "", "", date(2010, 1, 1))

    put_units(
        system,
        rows=[
            row("south", "committee", "county", "township"),
            row("lakeside", "branch", "south", "village"),
            row("seaside", "branch", "south", "village"),
        ],
        day=TODAY,
    )
    units = {unit.code: unit for unit in Unit.objects.all()}
    members = {
        code: [join(f"{code}{n} {ASKED}{MARK}", units[code], n) for n in (1, 2, 3)]
        for code in ("lakeside", "seaside")
    }
    return SimpleNamespace(
        tree=SimpleNamespace(north=units["south"], riverside=units["lakeside"], hillside=units["seaside"]),
        people=SimpleNamespace(riverside=members["lakeside"], hillside=members["seaside"]),
    )


def join(name: str, unit: Unit, n: int) -> Person:
    person = Person.objects.create(name=name, pinyin=name.lower())
    office = "secretary" if n == 1 else "none"
    Membership.objects.create(
        person=person, unit=unit, kind="full", office=office, during=(date(2015, 1, 1), None)
    )
    return person


def mixed(two: SimpleNamespace) -> SimpleNamespace:
    """Things of the south below the operation of the north."""
    scene = SimpleNamespace(**{**vars(two.foreign), "operation": two.own.operation})
    scene.ids = ids_of(scene)
    return scene


def answer(client: Client, path: str, method: str, asked: dict[str, object]) -> tuple[int, str]:
    """What a request answers; whatever it did is taken back."""
    with transaction.atomic():
        response = client.get(path, asked) if method == "GET" else client.post(path, asked)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return response.status_code, body.decode(errors="replace") + response.get("Location", "")


def filters(scene: SimpleNamespace) -> dict[str, object]:
    """Every filter and choice that a page takes, by the names under which they take it."""
    return {
        "unit": scene.unit.pk,
        "of": scene.unit.pk,
        "operation": scene.operation.pk,
        "zone": scene.zone.pk,
        "team": scene.team.pk,
        "directive": scene.directive.pk,
        "call": scene.call.pk,
        "person": scene.secretary.pk,
        "seat": scene.seat.pk,
        "figure": "units.mobilised",
        "state": "",
    }


def requests(
    two: SimpleNamespace, *, is_wide: bool
) -> Iterator[tuple[str, str, str, dict[str, object], bool]]:
    """(what is asked, path, method, parameters, whether a foreign object stands in the path)."""
    below = mixed(two)
    for route, method, *_statuses in TABLE:
        if route in PUBLIC:
            continue
        yield f"{route} of ours", path_to(two.own, route), method, asked_of(two.own), False
        if method == "GET" and is_wide:
            yield f"{route} searched", path_to(two.own, route), method, {"q": ASKED}, False
            yield f"{route} filtered", path_to(two.own, route), method, filters(two.foreign), False
        if route not in WITHOUT_ID:
            yield f"{route} of theirs", path_to(two.foreign, route), method, asked_of(two.foreign), True
            path = path_to(below, route)
            if path not in {path_to(two.own, route), path_to(two.foreign, route)}:
                yield f"{route} of theirs below ours", path, method, asked_of(two.foreign), True
    for listing in LISTINGS if is_wide else ():
        path = reverse("console:export", kwargs={"listing": listing})
        for what, scene in (("ours", two.own), ("theirs", two.foreign), ("mixed", below)):
            query = "&".join(f"{key}={value}" for key, value in filters(scene).items())
            yield f"{listing} taken out, {what}", f"{path}?{query}", "POST", {"format": "csv"}, False
            yield (
                f"{listing} taken out, {what}, searched",
                f"{path}?{query}&q={ASKED}",
                "POST",
                {"format": "csv"},
                False,
            )


@pytest.mark.parametrize("role", ROLES)
def test_nothing_out_of_scope_leaves_a_trace(two, role: str):
    client = Client(headers={"Accept-Language": "en"})
    if role != "nobody":
        client.force_login(two.own.accounts[role])
    wrong = []
    for what, path, method, asked, is_foreign in requests(two, is_wide=role == "officer"):
        status, body = answer(client, path, method, asked)
        if MARK in body:
            wrong.append(
                f"{what} {method} {status}: {body[max(0, body.index(MARK) - 60) : body.index(MARK) + 9]!r}"
            )
        elif status >= 500 or (is_foreign and status not in REFUSED):
            wrong.append(f"{what} {method} answers {status}")
    assert not wrong, "\n".join(wrong)
