"""The kinds of need among seats, and who meets each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from muster.planning.staffing.model import Instance

Longs = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Needs:
    of_seat: Longs
    skills: list[int]  # of each need: bits, all of them asked for
    leads: list[bool]
    qualified: list[Longs]  # of each need: the available people who meet it

    @property
    def count(self) -> int:
        return len(self.skills)


def needs_of(instance: Instance) -> Needs:
    """Sort seats by what they ask for."""
    asked = np.empty(instance.seats, dtype=[("skills", np.uint64), ("leads", np.bool_)])
    asked["skills"], asked["leads"] = instance.seat_skills, instance.seat_leads
    kinds, of_seat = np.unique(asked, return_inverse=True)
    skills, leads = kinds["skills"], kinds["leads"]
    qualified = []
    for bits, leading in zip(skills, leads, strict=True):
        fits = instance.person_available & ((instance.person_skills & bits) == bits)
        qualified.append(np.flatnonzero(fits & (instance.person_may_lead | ~leading)))
    return Needs(of_seat.astype(np.int64), skills.tolist(), leads.tolist(), qualified)
