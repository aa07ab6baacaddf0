"""What rostering is asked, and what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from muster.planning.arrays import require, settle
from muster.planning.problems import InvalidInstance
from muster.planning.rostering.certificate import Certificate

OFF = -1  # in a roster: no shift that day
FREE = -2  # in pins: not pinned
WEEK, SATURDAY, SUNDAY = 7, 5, 6
MOST_WEIGHT = 1_000_000

Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]
Rosters = NDArray[np.int16]


@dataclass(frozen=True, eq=False, kw_only=True)
class Instance:
    """People, shifts, hard rules of each person, and what every wish and every empty place is worth."""

    days: int
    first_weekday: int = 0  # 0 = Monday
    shift_minutes: Longs
    forbidden: Flags  # (shifts, shifts): the second may not come the day after the first

    max_shifts: Longs  # (people, shifts) of each kind
    max_minutes: Longs
    min_minutes: Longs
    max_run: Longs  # days worked in a row
    min_run: Longs
    min_rest: Longs  # days off in a row
    max_weekends: Longs  # with a shift on Saturday or Sunday
    person_skills: NDArray[np.uint64] = ()  # type: ignore[assignment]  # left out, it is filled in below
    pins: Longs = ()  # type: ignore[assignment]  # (people, days): a shift, OFF or FREE
    before: Longs = ()  # type: ignore[assignment]  # (people, any): the days before the first, as they were

    wish_person: Longs = ()  # type: ignore[assignment]  # left out, it is filled in below
    wish_day: Longs = ()  # type: ignore[assignment]  # left out, it is filled in below
    wish_shift: Longs = ()  # type: ignore[assignment]  # or OFF
    wish_wants: Flags = ()  # type: ignore[assignment]  # False: anything but this
    wish_weight: Longs = ()  # type: ignore[assignment]  # left out, it is filled in below

    need_day: Longs
    need_shift: Longs
    need_skills: NDArray[np.uint64] = ()  # type: ignore[assignment]  # every one of these bits; 0 = anybody
    need_people: Longs
    under_weight: Longs
    over_weight: Longs

    buddies: Longs = ()  # type: ignore[assignment]  # (pairs, 2): who want the same shifts
    buddy_weight: Longs = ()  # type: ignore[assignment]  # each day on which one works a shift without the other
    previous: Longs = ()  # type: ignore[assignment]  # (people, days): the roster in force, or nothing
    change_price: int = 0  # each person and day that is not as in `previous`

    people_names: Sequence[str] = field(default=())
    shift_names: Sequence[str] = field(default=())

    def __post_init__(self) -> None:
        people, shifts = np.asarray(self.max_minutes).size, np.asarray(self.shift_minutes).size
        needs, wishes = np.asarray(self.need_day).size, np.asarray(self.wish_day).size
        self._default("person_skills", np.zeros(people, dtype=np.uint64))
        self._default("need_skills", np.zeros(needs, dtype=np.uint64))
        self._default("pins", np.full((people, self.days), FREE))
        self._default("before", np.empty((people, 0), dtype=np.int64))
        self._default("people_names", [str(number + 1) for number in range(people)])
        self._default("shift_names", [str(number + 1) for number in range(shifts)])
        settle(self, "shift_minutes", dtype=np.int64, length=shifts)
        settle(self, "max_minutes", "min_minutes", "max_run", dtype=np.int64, length=people)
        settle(self, "min_run", "min_rest", "max_weekends", dtype=np.int64, length=people)
        settle(self, "person_skills", dtype=np.uint64, length=people)
        settle(self, "need_day", "need_shift", "need_people", dtype=np.int64, length=needs)
        settle(self, "under_weight", "over_weight", dtype=np.int64, length=needs)
        settle(self, "need_skills", dtype=np.uint64, length=needs)
        settle(self, "wish_person", "wish_day", "wish_shift", dtype=np.int64, length=wishes)
        settle(self, "wish_weight", dtype=np.int64, length=wishes)
        settle(self, "wish_wants", dtype=np.bool_, length=wishes)
        self._tables(people, shifts)
        check(self)

    def _default(self, name: str, value: Any) -> None:
        if len(getattr(self, name)) == 0:
            object.__setattr__(self, name, value)

    def _tables(self, people: int, shifts: int) -> None:
        _table(self, "forbidden", np.bool_, (shifts, shifts))
        _table(self, "max_shifts", np.int64, (people, shifts))
        _table(self, "pins", np.int64, (people, self.days))
        _table(self, "before", np.int64, (people, None))
        _table(self, "buddies", np.int64, (None, 2))
        settle(self, "buddy_weight", dtype=np.int64, length=self.buddies.shape[0])
        _table(self, "previous", np.int64, (people if np.asarray(self.previous).size else None, self.days))

    @property
    def people(self) -> int:
        return self.max_minutes.size

    @property
    def shifts(self) -> int:
        return self.shift_minutes.size

    @property
    def has_previous(self) -> bool:
        return self.previous.size > 0

    def serves(self, person: int, need: int) -> bool:
        """Whether a person counts towards a need."""
        asked = int(self.need_skills[need])
        return int(self.person_skills[person]) & asked == asked


def _table(instance: Instance, name: str, dtype: Any, shape: tuple[int | None, int | None]) -> None:
    """Turn an attribute into a checked, read-only table; a size of None is free."""
    given: ArrayLike = getattr(instance, name)
    rows, columns = shape
    array = np.asarray(given)
    if array.size == 0:
        array = np.empty((rows or 0, columns or 0), dtype=dtype)
    fits = array.ndim == len(shape) and all(
        size in (None, has) for size, has in zip(shape, array.shape, strict=True)
    )
    if not fits:
        raise InvalidInstance(
            f"{name}_shape", f"{name} has the shape {array.shape}, {rows} × {columns} is needed"
        )
    if array.dtype.kind not in {"b": "b", "i": "iu"}[np.dtype(dtype).kind]:
        raise InvalidInstance(f"{name}_type", f"{name} holds {array.dtype}, {np.dtype(dtype)} is needed")
    array = np.array(array, dtype=dtype)
    array.setflags(write=False)
    object.__setattr__(instance, name, array)


def check(instance: Instance) -> None:
    """Refuse what is out of range, by rule and row."""
    if instance.days < 1 or not 0 <= instance.first_weekday < WEEK:
        raise InvalidInstance(
            "days_range", "a roster has at least one day, and begins on a weekday from 0 to 6"
        )
    for name in ("max_minutes", "min_minutes", "min_run", "min_rest", "max_weekends"):
        require(getattr(instance, name) >= 0, f"{name}_range", f"{name} must not be negative")
    require(instance.max_run >= 1, "max_run_range", "max_run is at least 1")
    require(instance.shift_minutes >= 1, "shift_minutes_range", "a shift lasts at least a minute")
    for name, low, high in (
        ("pins", FREE, instance.shifts),
        ("before", OFF, instance.shifts),
        ("previous", OFF, instance.shifts),
        ("buddies", 0, instance.people),
        ("wish_person", 0, instance.people),
        ("wish_day", 0, instance.days),
        ("wish_shift", OFF, instance.shifts),
        ("wish_weight", 0, MOST_WEIGHT),
        ("buddy_weight", 0, MOST_WEIGHT),
        ("need_day", 0, instance.days),
        ("need_shift", 0, instance.shifts),
        ("need_people", 0, instance.people + MOST_WEIGHT),
        ("under_weight", 0, MOST_WEIGHT),
        ("over_weight", 0, MOST_WEIGHT),
    ):
        values = getattr(instance, name)
        rows = (values >= low) & (values < high)
        require(
            rows if rows.ndim == 1 else rows.all(axis=1), f"{name}_range", f"{name} is {low} to {high - 1}"
        )
    require(instance.max_shifts.min(axis=1, initial=0) >= 0, "max_shifts_range", "max_shifts is 0 or more")
    apart = (
        instance.buddies[:, 0] != instance.buddies[:, 1]
        if instance.buddies.size
        else np.ones(0, dtype=np.bool_)
    )
    require(apart, "buddies_self", "nobody is a buddy of their own")


@dataclass(frozen=True, eq=False)
class Plan:
    """A roster that breaks no hard rule, with its certificate."""

    roster: NDArray[np.int16]  # (people, days): a shift, or OFF
    certificate: Certificate


@dataclass(frozen=True, slots=True)
class Clash:
    """A smallest set of demands on one person that cannot all be met: drop any one, and a row exists."""

    person: int
    demands: tuple[str, ...]  # in words


@dataclass(frozen=True, eq=False)
class Infeasible:
    """There is no roster: every person listed has no row at all that breaks no rule."""

    clashes: tuple[Clash, ...]
