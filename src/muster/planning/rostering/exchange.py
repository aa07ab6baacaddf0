"""The text format of T. Curtois and R. Qu (2014), and rosters as plain tables."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from muster.planning.rostering.model import FREE, OFF, Instance, Longs

_NONE = ("", "-")


class BadText(ValueError):  # noqa: N818 - the fact is the name
    """What is wrong, and on which line."""

    def __init__(self, line: int, rule: str) -> None:
        super().__init__(f"line {line}: {rule}")
        self.line = line
        self.rule = rule


class _Line:
    """One line of a section, cut at its commas."""

    def __init__(self, number: int, text: str) -> None:
        self.number = number
        self.fields = [part.strip() for part in text.split(",")]

    def whole(self, at: int, what: str) -> int:
        text = self.fields[at] if at < len(self.fields) else ""
        try:
            return int(text)
        except ValueError:
            raise BadText(
                self.number, f"field {at + 1}, {what}: a whole number is needed, not “{text}”"
            ) from None

    def one_of(self, at: int, known: dict[str, int], what: str) -> int:
        text = self.fields[at] if at < len(self.fields) else ""
        if text not in known:
            raise BadText(self.number, f"field {at + 1}: there is no {what} “{text}”")
        return known[text]


def read_instance(text: str) -> Instance:
    """Read an instance, or raise BadText."""
    sections = _sections(text)
    horizon, staff, shifts = (_lines(sections, name) for name in ("HORIZON", "STAFF", "SHIFTS"))
    shift = {line.fields[0]: number for number, line in enumerate(shifts)}
    person = {line.fields[0]: number for number, line in enumerate(staff)}
    days = horizon[0].whole(0, "days")
    forbidden = np.zeros((len(shifts), len(shifts)), dtype=np.bool_)
    for number, line in enumerate(shifts):
        for name in filter(None, "".join(line.fields[2:3]).split("|")):
            line.fields[2] = name
            forbidden[number, line.one_of(2, shift, "shift")] = True
    pins = np.full((len(staff), days), FREE)
    for line in sections.get("DAYS_OFF", ()):
        for at in range(1, len(line.fields)):
            pins[line.one_of(0, person, "person"), _day(line, at, days)] = OFF
    rules = np.array([[line.whole(at, "rule") for at in range(2, 8)] for line in staff], dtype=np.int64).T
    return Instance(
        days=days,
        shift_minutes=np.array([line.whole(1, "length") for line in shifts]),
        forbidden=forbidden,
        max_shifts=np.array([_limits(line, shift, days) for line in staff]),
        **dict(
            zip(
                ("max_minutes", "min_minutes", "max_run", "min_run", "min_rest", "max_weekends"),
                rules,
                strict=True,
            )
        ),
        pins=pins,
        **_weighed(sections, person, shift, days),
        people_names=list(person),
        shift_names=list(shift),
    )


def _weighed(
    sections: dict[str, list[_Line]], person: dict[str, int], shift: dict[str, int], days: int
) -> dict[str, Any]:
    """Wishes and needs."""
    wishes = [
        (
            line.one_of(0, person, "person"),
            _day(line, 1, days),
            line.one_of(2, shift, "shift"),
            line.whole(3, "weight"),
            on,
        )
        for name, on in (("SHIFT_ON_REQUESTS", True), ("SHIFT_OFF_REQUESTS", False))
        for line in sections.get(name, ())
    ]
    cover = [
        (_day(line, 0, days), line.one_of(1, shift, "shift"), *(line.whole(at, "cover") for at in (2, 3, 4)))
        for line in sections.get("COVER", ())
    ]
    wish, need = (
        np.array(wishes, dtype=np.int64).reshape(-1, 5).T,
        np.array(cover, dtype=np.int64).reshape(-1, 5).T,
    )
    return {
        **dict(zip(("wish_person", "wish_day", "wish_shift", "wish_weight"), wish, strict=False)),
        "wish_wants": wish[4] > 0,
        **dict(
            zip(("need_day", "need_shift", "need_people", "under_weight", "over_weight"), need, strict=True)
        ),
    }


def _sections(text: str) -> dict[str, list[_Line]]:
    sections: dict[str, list[_Line]] = {}
    inside: list[_Line] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("SECTION_"):
            inside = sections.setdefault(line.strip().removeprefix("SECTION_"), [])
        elif line.strip() and not line.startswith("#"):
            inside.append(_Line(number, line))
    return sections


def _lines(sections: dict[str, list[_Line]], name: str) -> list[_Line]:
    if not sections.get(name):
        raise BadText(1, f"there is no SECTION_{name}, or nothing in it")
    return sections[name]


def _day(line: _Line, at: int, days: int) -> int:
    day = line.whole(at, "day")
    if not 0 <= day < days:
        raise BadText(line.number, f"field {at + 1}: day {day} is not one of 0 to {days - 1}")
    return day


def _limits(line: _Line, shift: dict[str, int], days: int) -> list[int]:
    limits = [days] * len(shift)
    for part in filter(None, "".join(line.fields[1:2]).split("|")):
        name, _, limit = part.partition("=")
        if name not in shift or not limit.isdigit():
            raise BadText(line.number, f"field 2: “{part}” is not a shift and its limit")
        limits[shift[name]] = int(limit)
    return limits


def write_roster(instance: Instance, roster: Longs) -> str:
    """A line a person: the name, then a shift or - for each day, with tabs between."""
    names = [*instance.shift_names, "-"]
    return "".join(
        "\t".join([person, *(names[shift] for shift in row)]) + "\n"
        for person, row in zip(instance.people_names, roster.tolist(), strict=True)
    )


def read_roster(instance: Instance, text: str) -> Longs:
    """Read what `write_roster` wrote, or raise BadText; an empty field is a day off too."""
    rows = dict(_rows(instance, text))
    missing = [name for number, name in enumerate(instance.people_names) if number not in rows]
    if missing:
        raise BadText(text.count("\n") + 1, f"there is no row for “{missing[0]}”")
    return np.array([rows[number] for number in range(instance.people)], dtype=np.int64)


def _rows(instance: Instance, text: str) -> Iterator[tuple[int, list[int]]]:
    person = {name: number for number, name in enumerate(instance.people_names)}
    shift = {name: number for number, name in enumerate(instance.shift_names)} | dict.fromkeys(_NONE, OFF)
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        name, *fields = line.split("\t")
        if name not in person:
            raise BadText(number, f"there is no person “{name}”")
        if len(fields) != instance.days:
            raise BadText(number, f"{len(fields)} days, {instance.days} are needed")
        unknown = [field for field in fields if field.strip() not in shift]
        if unknown:
            raise BadText(number, f"there is no shift “{unknown[0]}”")
        yield person[name], [shift[field.strip()] for field in fields]
