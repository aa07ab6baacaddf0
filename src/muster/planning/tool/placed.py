"""Staffing plans in files: a row a seat as CSV, XLSX or JSON, and read back. JSON keeps the proof as well."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from xlsxwriter import Workbook

from muster.planning import staffing
from muster.planning.staffing.certificate import bound
from muster.planning.staffing.costs import kept_metres, score
from muster.planning.staffing.model import NOBODY, Reason, Vacancy
from muster.planning.staffing.needs import needs_of
from muster.planning.staffing.vacancies import explained
from muster.planning.staffing.whole import whole_prices
from muster.planning.tool import tables
from muster.planning.tool.crews import Crew, Part
from muster.planning.tool.tables import BadInput

Longs = NDArray[np.int64]
Solved = list[tuple[Part, staffing.Plan]]
COLUMNS = ("seat", "group", "person", "metres", "why_vacant")

WORDS = {
    Reason.NOBODY_AVAILABLE: "nobody is available",
    Reason.NOBODY_QUALIFIED: "nobody available can do it",
    Reason.NOBODY_NEAR: "nobody who can do it lives near enough",
    Reason.TOO_FEW_PEOPLE: "there are more seats than people",
    Reason.TOO_FEW_QUALIFIED: "there are more such seats than people for them",
    Reason.NEEDED_ELSEWHERE: "who could take it is needed more elsewhere",
    Reason.NOT_WORTH_THE_DISTANCE: "filling it would cost more than its weight allows",
}


def writer(out: Path) -> Callable[[Path, Crew, Solved], None]:
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx, ".json": _write_json}
    if tables.kind(out) not in writers:
        raise BadInput(out.name, f"a staffing plan is written to {', '.join(writers)}")
    return writers[tables.kind(out)]


def rows(crew: Crew, solved: Solved) -> list[tuple[Any, ...]]:
    """One a seat, in the order of the file: who, how far, or why nobody."""
    instance = crew.instance
    person, reason = np.full(instance.seats, NOBODY, dtype=np.int64), [""] * instance.seats
    for part, plan in solved:
        person[part.seats] = np.append(part.people, NOBODY)[plan.person]
        for vacancy in plan.vacancies:
            reason[part.seats[vacancy.seat]] = WORDS[vacancy.reason]
    filled = np.flatnonzero(person != NOBODY)
    metres: list[Any] = [""] * instance.seats
    for seat, away in zip(filled.tolist(), instance.metres(person[filled], filled).tolist(), strict=True):
        metres[seat] = away
    names = [*crew.people, ""]
    return list(
        zip(crew.seats, crew.groups, [names[who] for who in person.tolist()], metres, reason, strict=True)
    )


def _write_csv(out: Path, crew: Crew, solved: Solved) -> None:
    with out.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, *rows(crew, solved)])


def _write_xlsx(out: Path, crew: Crew, solved: Solved) -> None:
    with Workbook(str(out), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("plan")
        sheet.freeze_panes(1, 0)
        for number, row in enumerate([COLUMNS, *rows(crew, solved)]):
            sheet.write_row(number, 0, row)


def _write_json(out: Path, crew: Crew, solved: Solved) -> None:
    """With the prices that prove it: a price of every seat and a rent of everybody, in metres."""
    price, rent = (
        np.zeros(crew.instance.seats, dtype=np.int64),
        np.zeros(crew.instance.people, dtype=np.int64),
    )
    for part, plan in solved:
        price[part.seats], rent[part.people] = whole_prices(part.instance, plan)
    kept = {
        "plan": [dict(zip(COLUMNS, row, strict=True)) for row in rows(crew, solved)],
        "prices": [
            {"seat": seat, "price": metres} for seat, metres in zip(crew.seats, price.tolist(), strict=True)
        ],
        "rents": [
            {"person": person, "rent": metres}
            for person, metres in zip(crew.people, rent.tolist(), strict=True)
            if metres
        ],
    }
    out.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def read_back(crew: Crew, parts: list[Part], kept: Path) -> Solved:
    """The plan of a file, its cost counted, its proof (where the file has one) still to be verified."""
    inside = tables.sheets(kept)
    person = _by_seat(crew, tables.read(kept, "plan" if "plan" in inside else None), kept)
    least = np.where(crew.instance.keeps, -crew.instance.move_metres, 0)
    price, rent = least, np.zeros(crew.instance.people, dtype=np.int64)
    if {"prices", "rents"} <= set(inside):
        price = _numbers(tables.read(kept, "prices"), "seat", "price", crew.seats, least)
        rent = _numbers(tables.read(kept, "rents"), "person", "rent", crew.people, rent)
    return [(part, _plan(part, person, price[part.seats], rent[part.people])) for part in parts]


def _by_seat(crew: Crew, table: tables.Table, kept: Path) -> Longs:
    known = {name: row for row, name in enumerate(crew.people)} | {"": NOBODY}
    seats, people = table.text("seat"), table.loose("person")
    table.refuse_if([name not in known for name in people], "person", "must be the id of a person")
    who = dict(zip(seats, people, strict=True))
    if len(who) < len(seats) or set(who) != set(crew.seats):
        raise BadInput(kept.name, "must have every seat once")
    return np.array([known[who[seat]] for seat in crew.seats], dtype=np.int64)


def _numbers(table: tables.Table, name: str, value: str, ids: list[str], otherwise: Longs) -> Longs:
    if not len(table):
        return otherwise
    found = dict(zip(table.text(name), table.whole(value).tolist(), strict=True))
    return np.array(
        [found.get(one, spare) for one, spare in zip(ids, otherwise.tolist(), strict=True)], dtype=np.int64
    )


def _plan(part: Part, person: Longs, price: Longs, rent: Longs) -> staffing.Plan:
    instance = part.instance
    rank = np.full(int(max(part.people.max(initial=0), person.max(initial=0))) + 2, part.people.size)
    rank[part.people] = np.arange(
        part.people.size
    )  # who belongs to another part is nobody whom this one knows
    rank[-1] = NOBODY
    mine = rank[person[part.seats]].astype(np.int32)
    known = np.where(mine < part.people.size, mine, NOBODY)
    rules = score(instance, known)
    certificate = staffing.Certificate(
        objective=sum(rules.values()),
        lower_bound=bound(price, rent, 1) + kept_metres(instance),
        score=rules,
        filled=int(np.sum(mine != NOBODY)),
        vacant=int(np.sum(mine == NOBODY)),
        seat_price=price,
        person_rent=rent,
        scale=1,
        steps=0,
        seed=0,
        seconds=0.0,
    )
    vacancies: tuple[Vacancy, ...] = explained(instance, needs_of(instance), known)
    return staffing.Plan(person=mine, vacancies=vacancies, certificate=certificate)
