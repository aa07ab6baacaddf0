"""A post to be rostered, from tables or from the text format of T. Curtois and R. Qu, and rosters in files."""

import csv
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from muster.planning import rostering
from muster.planning.rostering import FREE, OFF, Instance
from muster.planning.rostering.exchange import BadText, read_instance, read_roster, write_roster
from muster.planning.rostering.model import Longs, Rosters
from muster.planning.tool import tables
from muster.planning.tool.tables import BadInput, Table

PARTS = ("shifts", "people", "needs")
NONE = ("", "-")
NO = ("no", "0", "false", "否")
UNDER, OVER = 100, 1  # what a missing and a superfluous person cost unless the table says otherwise


def is_post(source: Path) -> bool:
    """Whether this is what rostering reads."""
    if source.suffix == ".txt":
        return True
    return all(_has(source, part) for part in PARTS)


def read_post(source: Path, previous: Path | None = None, change_price: int = 0) -> Instance:
    """With a roster in force, each person and day that is not as there costs the price."""
    instance = _read_post(source)
    if previous is None:
        return instance
    if not previous.exists():
        raise BadInput(previous.name, "there is no such file")
    in_force = read_kept(previous, instance).astype(np.int64)
    return replace(instance, previous=in_force, change_price=change_price)


def _read_post(source: Path) -> Instance:
    if not source.exists():
        raise BadInput(source.name, "there is no such file")
    if source.suffix == ".txt":
        try:
            return read_instance(source.read_text(encoding="utf-8"))
        except BadText as trouble:
            raise BadInput(source.name, str(trouble)) from trouble
    missing = [part for part in PARTS if not _has(source, part)]
    if missing:
        raise BadInput(source.name, f"the table {missing[0]} is missing")
    return _Post(source).instance()


def _has(source: Path, part: str) -> bool:
    return (
        _file(source, part) is not None
        if source.is_dir()
        else source.exists() and part in tables.sheets(source)
    )


def _file(source: Path, part: str) -> Path | None:
    found = [source / f"{part}{ending}" for ending in tables.TABULAR if (source / f"{part}{ending}").exists()]
    return found[0] if found else None


class _Post:
    """Tables of one post, with names in the place of numbers."""

    def __init__(self, source: Path) -> None:
        self.source = source
        self.shifts, self.people, self.needs = (self.table(part) for part in PARTS)
        self.shift = {name: number for number, name in enumerate(self.shifts.text("shift"))}
        self.person = {name: number for number, name in enumerate(self.people.text("person"))}
        self.skills: dict[str, int] = {}
        self.first = self._first()

    def table(self, part: str) -> Table:
        if not _has(self.source, part):
            return Table(part, {})
        if self.source.is_dir():
            file = _file(self.source, part)
            return tables.read(file) if file else Table(part, {})
        return tables.read(self.source, part)

    def _first(self) -> date | None:
        """The first date of the needs; None where days are numbered from 1."""
        found = [date.fromisoformat(text[:10]) for text in self.needs.text("day") if "-" in text]
        return min(found) if found else None

    def instance(self) -> Instance:
        people, shifts = len(self.person), len(self.shift)
        need_day = self.days(self.needs)
        days = int(need_day.max(initial=0)) + 1
        pinned = self.table("pins")
        pins = np.full((people, days), FREE)
        pins[self.named(pinned, "person", self.person), self.days(pinned, days)] = self.shift_or_off(pinned)
        forbidden = np.zeros((shifts, shifts), dtype=np.bool_)
        for number, names in enumerate(self.lists(self.shifts, "not_followed_by")):
            forbidden[
                number, [self.known(self.shifts, number, "not_followed_by", name) for name in names]
            ] = True
        rules: dict[str, Any] = {rule: self.rule(rule, least) for rule, least in _otherwise(days).items()}
        return Instance(
            days=days,
            first_weekday=self.first.weekday() if self.first else 0,
            shift_minutes=self.shifts.whole("minutes", least=1),
            forbidden=forbidden,
            max_shifts=self.limits(days),
            **rules,
            person_skills=self.bits(self.people),
            pins=pins,
            **self.wishes(days),
            **self.buddies(),
            need_day=need_day,
            need_shift=self.named(self.needs, "shift", self.shift),
            need_people=self.needs.whole("people", least=0),
            under_weight=self.numbers(self.needs, "under", UNDER),
            over_weight=self.numbers(self.needs, "over", OVER),
            need_skills=self.bits(self.needs),
            people_names=list(self.person),
            shift_names=list(self.shift),
        )

    def buddies(self) -> dict[str, Any]:
        """Pairs who want the same shifts."""
        pairs = self.table("buddies")
        both = [self.named(pairs, column, self.person) for column in ("person", "buddy")]
        pairs.refuse_if(both[0] == both[1], "buddy", "must be somebody else")
        return {"buddies": np.column_stack(both), "buddy_weight": self.numbers(pairs, "weight", 1)}

    def wishes(self, days: int) -> dict[str, Any]:
        table = self.table("wishes")
        return {
            "wish_person": self.named(table, "person", self.person),
            "wish_day": self.days(table, days),
            "wish_shift": self.shift_or_off(table),
            "wish_wants": np.array(
                [text.lower() not in NO for text in self.words(table, "wants")], dtype=np.bool_
            ),
            "wish_weight": self.numbers(table, "weight", 1),
        }

    def words(self, table: Table, name: str) -> list[str]:
        cells: Iterable[Any] = table.columns.get(name, [""] * len(table))
        return ["" if cell is None else str(cell).strip() for cell in cells]

    def lists(self, table: Table, name: str) -> list[list[str]]:
        return [
            [part.strip() for part in text.split("|") if part.strip()] for text in self.words(table, name)
        ]

    def numbers(self, table: Table, name: str, otherwise: int) -> Longs:
        return table.whole(name, least=0) if name in table else np.full(len(table), otherwise)

    def rule(self, name: str, otherwise: int) -> Longs:
        return self.numbers(self.people, name, otherwise)

    def known(self, table: Table, row: int, column: str, name: str) -> int:
        if name not in self.shift:
            raise table.wrong(row, column, f"there is no shift “{name}”")
        return self.shift[name]

    def named(self, table: Table, column: str, known: dict[str, int]) -> Longs:
        names = table.text(column) if len(table) else []
        table.refuse_if([name not in known for name in names], column, f"must be a known {column}")
        return np.array([known[name] for name in names], dtype=np.int64)

    def shift_or_off(self, table: Table) -> Longs:
        return np.array(
            [
                OFF if name in NONE else self.known(table, row, "shift", name)
                for row, name in enumerate(self.words(table, "shift"))
            ],
            dtype=np.int64,
        )

    def days(self, table: Table, days: int | None = None) -> Longs:
        """Days from 0, of dates or of numbers from 1."""
        if not len(table):
            return np.zeros(0, dtype=np.int64)
        if self.first is None:
            found = table.whole("day", least=1) - 1
        else:
            found = np.array(
                [self._date(table, row, text) for row, text in enumerate(table.text("day"))], dtype=np.int64
            )
        if days is not None:
            table.refuse_if((found < 0) | (found >= days), "day", "must be a day of the needs")
        return found

    def _date(self, table: Table, row: int, text: str) -> int:
        try:
            return (date.fromisoformat(text[:10]) - (self.first or date.min)).days
        except ValueError:
            raise table.wrong(row, "day", f"must be a date such as 2020-03-11, not “{text}”") from None

    def limits(self, days: int) -> Longs:
        limits = np.full((len(self.person), len(self.shift)), days)
        for row, parts in enumerate(self.lists(self.people, "limits")):
            for part in parts:
                name, _, limit = part.partition("=")
                if not limit.isdigit():
                    raise self.people.wrong(row, "limits", f"must be written E=3|N=0, not “{part}”")
                limits[row, self.known(self.people, row, "limits", name)] = int(limit)
        return limits

    def bits(self, table: Table) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
        found = np.zeros(len(table), dtype=np.uint64)
        for row, names in enumerate(self.lists(table, "skills")):
            for name in names:
                found[row] |= np.uint64(1 << self.skills.setdefault(name, len(self.skills)))
        return found


def _otherwise(days: int) -> dict[str, int]:
    """What holds where the table of people says nothing."""
    most = {"max_minutes": days * 1440, "max_run": days, "max_weekends": days}
    return most | {"min_minutes": 0, "min_run": 1, "min_rest": 1}


def keep(out: Path, instance: Instance, roster: Rosters) -> None:
    """Write a roster: text with tabs, CSV, or JSON."""
    names = [*instance.shift_names, ""]
    rows = [[names[shift] for shift in row] for row in roster.tolist()]
    if out.suffix == ".json":
        named = dict(zip(instance.people_names, rows, strict=True))
        out.write_text(json.dumps({"roster": named}, ensure_ascii=False), encoding="utf-8")
    elif out.suffix == ".csv":
        with out.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(("person", *range(1, instance.days + 1)))
            writer.writerows([name, *row] for name, row in zip(instance.people_names, rows, strict=True))
    else:
        out.write_text(write_roster(instance, np.asarray(roster, dtype=np.int64)), encoding="utf-8")


def writable(out: Path) -> None:
    if out.suffix not in {".txt", ".csv", ".json"}:
        raise BadInput(out.name, "a roster is written to .txt, .csv or .json")


def read_kept(kept: Path, instance: Instance) -> Rosters:
    writable(kept)
    text = kept.read_text(encoding="utf-8")
    if kept.suffix == ".json":
        rows = json.loads(text)["roster"]
        text = "".join("\t".join([name, *row]) + "\n" for name, row in rows.items())
    elif kept.suffix == ".csv":
        text = "".join("\t".join(row) + "\n" for row in list(csv.reader(text.splitlines()))[1:])
    try:
        return read_roster(instance, text).astype(np.int16)
    except BadText as trouble:
        raise BadInput(kept.name, str(trouble)) from trouble


def infeasible(instance: Instance, found: rostering.Infeasible) -> list[str]:
    """Who cannot be rostered, and the smallest set of demands that clash."""
    return [
        f"{instance.people_names[clash.person]} cannot be rostered: {'; '.join(clash.demands)}."
        for clash in found.clashes
    ]
