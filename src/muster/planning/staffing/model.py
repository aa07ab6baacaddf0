"""What staffing is asked, and what it answers."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from muster.planning.arrays import require, settle
from muster.planning.problems import InvalidInstance
from muster.planning.staffing.certificate import Certificate

MAX_WEIGHT = 1000
MAX_METRES = 1e9
NOBODY = -1


def _none() -> NDArray[np.int64]:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True, eq=False, kw_only=True)
class Instance:
    """People, seats, and what each thing costs, in metres walked. Checked once, here.

    A column left out (`person_load`, `person_unit`, `seat_unit`, `seat_holder`) is the same for everybody, or nobody.
    """

    person_x: NDArray[np.float64]
    person_y: NDArray[np.float64]
    person_skills: NDArray[np.uint64]
    person_available: NDArray[np.bool_]
    person_may_lead: NDArray[np.bool_]
    seat_x: NDArray[np.float64]
    seat_y: NDArray[np.float64]
    seat_skills: NDArray[np.uint64]
    seat_leads: NDArray[np.bool_]
    seat_group: NDArray[np.int64]
    seat_weight: NDArray[np.int64]
    vacancy_metres: int = 1_000_000
    max_distance: float | None = None
    person_load: NDArray[np.int64] = field(default_factory=_none)  # what each has carried already
    load_metres: int = 0  # fairness: calling on somebody costs so much for each unit of load
    person_unit: NDArray[np.int64] = field(default_factory=_none)
    seat_unit: NDArray[np.int64] = field(default_factory=_none)
    away_metres: int = 0  # neighbours together: serving outside one's own unit
    seat_holder: NDArray[np.int64] = field(default_factory=_none)  # who sits there now, NOBODY = vacant
    move_metres: int = 0  # stability: taking a holder, who might stay, out of the seat

    def __post_init__(self) -> None:
        people, seats = np.asarray(self.person_x).size, np.asarray(self.seat_x).size
        settle(self, "person_x", "person_y", dtype=np.float64, length=people)
        settle(self, "person_skills", dtype=np.uint64, length=people)
        settle(self, "person_available", "person_may_lead", dtype=np.bool_, length=people)
        settle(self, "seat_x", "seat_y", dtype=np.float64, length=seats)
        settle(self, "seat_skills", dtype=np.uint64, length=seats)
        settle(self, "seat_leads", dtype=np.bool_, length=seats)
        settle(self, "seat_group", "seat_weight", dtype=np.int64, length=seats)
        self._fill("person_load", "person_unit", length=people, value=0)
        self._fill("seat_unit", length=seats, value=0)
        self._fill("seat_holder", length=seats, value=NOBODY)
        self._check()
        self._check_prices()

    @property
    def people(self) -> int:
        return self.person_x.size

    @property
    def seats(self) -> int:
        return self.seat_x.size

    @property
    def keeps(self) -> NDArray[np.bool_]:
        """Of each seat: whether somebody holds it who may go on holding it."""
        kept: NDArray[np.bool_] = np.not_equal(self.seat_holder, NOBODY)
        seat = np.flatnonzero(kept)
        kept[seat] = self.fits(self.seat_holder[seat], seat)
        return kept

    def fits(self, person: NDArray[np.int64], seat: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Pair by pair: whether the person may take the seat."""
        needed = self.seat_skills[seat]
        able: NDArray[np.bool_] = self.person_available[person] & (
            (self.person_skills[person] & needed) == needed
        )
        able &= self.person_may_lead[person] | ~self.seat_leads[seat]
        return able if self.max_distance is None else able & (self.metres(person, seat) <= self.max_distance)

    def metres(self, person: NDArray[np.int64], seat: NDArray[np.int64]) -> NDArray[np.int64]:
        """Pair by pair: whole metres from home to seat."""
        across = self.person_x[person] - self.seat_x[seat]
        along = self.person_y[person] - self.seat_y[seat]
        return np.rint(np.sqrt(across**2 + along**2)).astype(np.int64)

    def _fill(self, *names: str, length: int, value: int) -> None:
        for name in names:
            if not np.asarray(getattr(self, name)).size:
                object.__setattr__(self, name, np.full(length, value, dtype=np.int64))
        settle(self, *names, dtype=np.int64, length=length)

    def _check(self) -> None:
        for name in ("person_x", "person_y", "seat_x", "seat_y"):
            near = np.abs(getattr(self, name)) <= MAX_METRES
            require(near, f"{name}_range", f"{name} must lie within {MAX_METRES:.0f} metres of the origin")
        weighed = (self.seat_weight >= 1) & (self.seat_weight <= MAX_WEIGHT)
        require(weighed, "seat_weight_range", f"a seat's weight is 1 to {MAX_WEIGHT}")
        if not 0 < self.vacancy_metres <= MAX_METRES:
            raise InvalidInstance("vacancy_metres_range", f"vacancy_metres is 1 to {MAX_METRES:.0f}")
        if self.max_distance is not None and not self.max_distance >= 0:
            raise InvalidInstance("max_distance_range", "max_distance is 0 or more, or None for no limit")

    def _check_prices(self) -> None:
        for name in ("load_metres", "away_metres", "move_metres"):
            if not 0 <= getattr(self, name) <= MAX_METRES:
                raise InvalidInstance(f"{name}_range", f"{name} is 0 to {MAX_METRES:.0f}")
        require(self.person_load >= 0, "person_load_range", "a load must not be negative")
        light = self.person_load <= MAX_METRES / max(self.load_metres, 1)
        require(light, "person_load_range", f"load times load_metres is at most {MAX_METRES:.0f}")
        known = (self.seat_holder >= NOBODY) & (self.seat_holder < self.people)
        require(known, "seat_holder_range", "a seat's holder is a person's row, or -1")
        once = np.ones(self.seats, dtype=np.bool_)
        order = np.argsort(self.seat_holder, kind="stable")
        once[order[1:]] = self.seat_holder[order[1:]] != self.seat_holder[order[:-1]]
        once |= self.seat_holder == NOBODY
        require(once, "seat_holder_twice", "a person holds one seat at most")


class Reason(StrEnum):
    """Why a seat stays vacant. The first that is true, from the plainest to the subtlest."""

    NOBODY_AVAILABLE = "nobody_available"  # no available person at all
    NOBODY_QUALIFIED = "nobody_qualified"  # no available person has these skills (or may lead)
    NOBODY_NEAR = "nobody_near"  # somebody has, but nobody within max_distance
    TOO_FEW_PEOPLE = "too_few_people"  # fewer available people than seats in total
    TOO_FEW_QUALIFIED = "too_few_qualified"  # the people who could take it all hold seats of the same need
    NEEDED_ELSEWHERE = "needed_elsewhere"  # they are needed more by other seats, of other needs or weights
    NOT_WORTH_THE_DISTANCE = (
        "not_worth_the_distance"  # filling it would cost more metres than its weight allows
    )


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A vacant seat, why, and the numbers behind it."""

    seat: int
    reason: Reason
    skills: int  # the bits that the seat needs
    leads: bool
    qualified: int  # available people with these skills
    seats: int  # seats with the same need, this one included


@dataclass(frozen=True, eq=False)
class Plan:
    """A person for each seat (-1 = vacant), and a reason for every vacancy."""

    person: NDArray[np.int32]
    vacancies: tuple[Vacancy, ...]
    certificate: Certificate
