"""The files that staffing reads: people, and the seats that they are to take."""

import re
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from muster.planning import staffing
from muster.planning.problems import InvalidInstance
from muster.planning.staffing.model import NOBODY
from muster.planning.tool import tables
from muster.planning.tool.homes import DEGREE
from muster.planning.tool.tables import BadInput, Table

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PEOPLE, SEATS = ("people", "persons", "人员"), ("seats", "posts", "岗位", "席位")
PLACE_NAMES = {
    "x": ("x_m",),
    "y": ("y_m",),
    "longitude": ("lon", "lng", "经度"),
    "latitude": ("lat", "纬度"),
    "skills": ("skill", "技能"),
    "unit": ("单位", "组织", "村社区", "社区"),
}
PEOPLE_NAMES = PLACE_NAMES | {
    "id": ("person", "编号", "姓名"),
    "available": ("free", "可到岗"),
    "leads": ("may_lead", "可任负责人"),
    "load": ("carried", "已承担"),
}
SEAT_NAMES = PLACE_NAMES | {
    "id": ("seat", "编号"),
    "group": ("zone", "team", "责任区", "队伍"),
    "leads": ("leader", "负责人"),
    "weight": ("权重",),
    "holder": ("held_by", "现任"),
}
YES, NO = {"1", "true", "yes", "y", "是"}, {"0", "false", "no", "n", "否", ""}
MOST_SKILLS = 64
MARKS = re.compile("[;；、,，|]")


@dataclass(frozen=True)
class Prices:
    """What things cost in metres, as the options say."""

    vacancy_metres: int
    max_distance: float | None
    load_metres: int
    away_metres: int
    move_metres: int


@dataclass(frozen=True)
class Crew:
    """People and seats of a place, and what they are called."""

    instance: staffing.Instance
    people: list[str]
    seats: list[str]
    groups: list[str]
    skills: list[str]  # by bit

    def need(self, skills: int, *, leads: bool) -> str:
        """What a seat asks for, in words."""
        asked = [name for bit, name in enumerate(self.skills) if skills >> bit & 1]
        return " and ".join([*(["a leader"] if leads else []), *asked]) or "anybody"


def read_crew(source: Path, seats: Path | None, prices: Prices) -> Crew:
    """From two tables, or from a folder, workbook or JSON that holds both."""
    found = _tables(source, seats)
    people, places = found["people"].renamed(PEOPLE_NAMES), found["seats"].renamed(SEAT_NAMES)
    person_ids, seat_ids = _ids(people), _ids(places)
    held, needed = _skills(people), _skills(places)
    names = sorted({name for row in [*held, *needed] for name in row})
    if len(names) > MOST_SKILLS:
        raise BadInput(people.source, f"names {len(names)} skills; at most {MOST_SKILLS} can be told apart")
    groups = places.loose("group")
    bits = _bits(held, names), _bits(needed, names)
    try:
        instance = _instance(people, places, bits, _numbered(groups), _holders(places, person_ids), prices)
    except InvalidInstance as trouble:
        raise _in_words(trouble, people, places) from trouble
    return Crew(instance, person_ids, seat_ids, groups, names)


@dataclass(frozen=True)
class Part:
    """Some people and seats of a crew, by their rows, to be planned by themselves."""

    name: str
    people: Ints
    seats: Ints
    instance: staffing.Instance


def parted(crew: Crew, source: Path, seats: Path | None, by: str | None) -> list[Part]:
    """By the values of the column `by`, which people and seats share; one part where no column is named."""
    if by is None:
        return [_part(crew.instance, "", np.arange(crew.instance.people), np.arange(crew.instance.seats))]
    found = _tables(source, seats)
    of_people, of_seats = (np.array(found[name].text(by)) for name in ("people", "seats"))
    return [
        _part(crew.instance, name, np.flatnonzero(of_people == name), np.flatnonzero(of_seats == name))
        for name in sorted({*of_people.tolist(), *of_seats.tolist()})
    ]


def _part(whole: staffing.Instance, name: str, people: Ints, seats: Ints) -> Part:
    rank = np.full(
        whole.people + 1, NOBODY, dtype=np.int64
    )  # who holds a seat in another part holds none here
    rank[people] = np.arange(people.size)
    columns = {
        field.name: getattr(whole, field.name)[people if field.name.startswith("person_") else seats]
        for field in fields(whole)
        if field.name.startswith(("person_", "seat_"))
    }
    columns["seat_holder"] = rank[columns["seat_holder"]]
    return Part(name, people, seats, replace(whole, **columns))


def _tables(source: Path, seats: Path | None) -> dict[str, Table]:
    if seats is not None:
        return {"people": tables.read(source), "seats": tables.read(seats)}
    wanted = {"people": PEOPLE, "seats": SEATS}
    if source.is_dir():
        files = {file.name.split(".")[0].lower(): file for file in sorted(source.iterdir())}
        found = {key: files[name] for key, names in wanted.items() for name in names if name in files}
        read = {key: tables.read(file) for key, file in found.items()}
    else:
        inside = {name.lower(): name for name in tables.sheets(source)}
        names = {key: inside[name] for key, names in wanted.items() for name in names if name in inside}
        read = {key: tables.read(source, name) for key, name in names.items()}
    if missing := [names[0] for key, names in wanted.items() if key not in read]:
        raise BadInput(source.name, f"holds no table {missing[0]}; name the seats' file after the people's")
    return read


def is_crew(source: Path, seats: Path | None) -> bool:
    """Whether a source is about people and seats."""
    try:
        return len(_tables(source, seats)) == len((PEOPLE, SEATS))
    except BadInput:
        return False


def _instance(
    people: Table,
    seats: Table,
    bits: tuple[NDArray[np.uint64], NDArray[np.uint64]],
    groups: Ints,
    holders: Ints,
    prices: Prices,
) -> staffing.Instance:
    (person_x, person_y), (seat_x, seat_y) = _plane(people, seats)
    units = _numbered([*people.loose("unit"), *seats.loose("unit")])
    return staffing.Instance(
        person_x=person_x,
        person_y=person_y,
        person_skills=bits[0],
        person_available=_yes(people, "available", otherwise=True),
        person_may_lead=_yes(people, "leads", otherwise=True),
        person_load=_whole(people, "load", otherwise=0),
        person_unit=units[: len(people)],
        seat_x=seat_x,
        seat_y=seat_y,
        seat_skills=bits[1],
        seat_leads=_yes(seats, "leads", otherwise=False),
        seat_group=groups,
        seat_weight=_whole(seats, "weight", otherwise=1),
        seat_unit=units[len(people) :],
        seat_holder=holders,
        **vars(prices),
    )


def _ids(table: Table) -> list[str]:
    if "id" not in table:
        return [str(row) for row in range(len(table))]
    names = table.text("id")
    first: dict[str, int] = {}
    again = [first.setdefault(name, row) != row for row, name in enumerate(names)]
    table.refuse_if(again, "id", "must not stand twice")
    return names


def _skills(table: Table) -> list[list[str]]:
    """Names, parted by commas, semicolons, bars or the Chinese list comma."""
    return [[name.strip() for name in MARKS.split(cell) if name.strip()] for cell in table.loose("skills")]


def _bits(rows: list[list[str]], names: list[str]) -> NDArray[np.uint64]:
    bit = {name: 1 << place for place, name in enumerate(names)}
    return np.array([sum({bit[name] for name in row}) for row in rows], dtype=np.uint64)


def _yes(table: Table, name: str, *, otherwise: bool) -> Bools:
    if name not in table:
        return np.full(len(table), otherwise)
    cells = [cell.lower() for cell in table.loose(name)]
    table.refuse_if([cell not in YES | NO for cell in cells], name, "must be yes or no")
    return np.array([cell in YES for cell in cells], dtype=np.bool_)


def _whole(table: Table, name: str, *, otherwise: int) -> Ints:
    return table.whole(name, least=0) if name in table else np.full(len(table), otherwise, dtype=np.int64)


def _numbered(names: list[str]) -> Ints:
    """The same number for the same name."""
    number = {name: place for place, name in enumerate(dict.fromkeys(names))}
    return np.array([number[name] for name in names], dtype=np.int64)


def _holders(seats: Table, person_ids: list[str]) -> Ints:
    if "holder" not in seats:
        return np.full(len(seats), NOBODY, dtype=np.int64)
    place = {name: row for row, name in enumerate(person_ids)} | {"": NOBODY}
    cells = seats.loose("holder")
    seats.refuse_if([cell not in place for cell in cells], "holder", "must be the id of a person")
    return np.array([place[cell] for cell in cells], dtype=np.int64)


def _plane(people: Table, seats: Table) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Metres on one plane for both; degrees are laid flat around the middle of the seats."""
    if "x" in people:
        one, other = ((table.number("x"), table.number("y")) for table in (people, seats))
        return one, other
    east, north = seats.number("longitude"), seats.number("latitude")
    middle = (float(east.mean()), float(north.mean())) if east.size else (0.0, 0.0)
    return _flat(people, middle), _flat(seats, middle)


def _flat(table: Table, middle: tuple[float, float]) -> tuple[Floats, Floats]:
    longitude, latitude = table.number("longitude"), table.number("latitude")
    table.refuse_if(np.abs(longitude) > 180, "longitude", "must lie between -180 and 180")  # noqa: PLR2004 - degrees of the globe
    table.refuse_if(np.abs(latitude) > 90, "latitude", "must lie between -90 and 90")  # noqa: PLR2004 - degrees of the globe
    shrink = float(np.cos(np.radians(middle[1])))
    return (longitude - middle[0]) * DEGREE * shrink, (latitude - middle[1]) * DEGREE


def _in_words(trouble: InvalidInstance, people: Table, seats: Table) -> BadInput:
    """Which row of which file an instance was refused for."""
    rule = str(trouble).rpartition(" (row")[0] or str(trouble)
    if trouble.index is None:
        return BadInput(seats.source, rule)
    table = people if trouble.rule.startswith("person") else seats
    column = trouble.rule.split("_")[1]
    return table.wrong(trouble.index, column, rule)
