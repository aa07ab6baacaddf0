"""What staffing is asked, and what it answers."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from muster.planning.arrays import require, settle
from muster.planning.problems import InvalidInstance
from muster.planning.staffing.certificate import Certificate

MAX_WEIGHT = 1000
MAX_METRES = 1e9


@dataclass(frozen=True, eq=False, kw_only=True)
class Instance:
    """People, seats, and what a vacant seat is worth. Checked once, here."""

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

    def __post_init__(self) -> None:
        people, seats = np.asarray(self.person_x).size, np.asarray(self.seat_x).size
        settle(self, "person_x", "person_y", dtype=np.float64, length=people)
        settle(self, "person_skills", dtype=np.uint64, length=people)
        settle(self, "person_available", "person_may_lead", dtype=np.bool_, length=people)
        settle(self, "seat_x", "seat_y", dtype=np.float64, length=seats)
        settle(self, "seat_skills", dtype=np.uint64, length=seats)
        settle(self, "seat_leads", dtype=np.bool_, length=seats)
        settle(self, "seat_group", "seat_weight", dtype=np.int64, length=seats)
        self._check()

    @property
    def people(self) -> int:
        return self.person_x.size

    @property
    def seats(self) -> int:
        return self.seat_x.size

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
