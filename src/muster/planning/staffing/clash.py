"""Why a seat cannot be filled: the smallest set of demands that cannot all be met (P. Hall 1935, "On representatives
of subsets"). Everybody who could take one of these seats already holds one of them; one demand fewer, and all can be
filled.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from muster.planning.staffing.model import NOBODY, Instance, Plan

Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Demand:
    """Seats of the set that ask for the same."""

    skills: int
    leads: bool
    seats: int


@dataclass(frozen=True, slots=True)
class Clash:
    seats: tuple[int, ...]  # the vacant one among them
    people: int  # who could take any of them: one fewer than there are seats
    demands: tuple[Demand, ...]


def clash(instance: Instance, plan: Plan, *, seat: int) -> Clash | None:
    """Of a vacant seat; None where people could be shifted so that it is filled: it is then not worth what it costs."""
    seat_of = np.full(instance.people, NOBODY, dtype=np.int64)
    filled = np.flatnonzero(plan.person != NOBODY)
    seat_of[plan.person[filled]] = filled
    reached = np.zeros(instance.people, dtype=np.bool_)
    seats = fresh = np.array([seat], dtype=np.int64)
    while fresh.size:
        takers = _takers(instance, fresh, ~reached)
        reached[takers] = True
        fresh = seat_of[takers]
        if np.any(fresh == NOBODY):
            return None
        seats = np.concatenate([seats, fresh])
    return Clash(tuple(np.sort(seats).tolist()), int(reached.sum()), _demands(instance, seats))


def _takers(instance: Instance, seats: Longs, asked: NDArray[np.bool_]) -> Longs:
    """Of the people asked, those who could take one of these seats."""
    able = np.zeros(instance.people, dtype=np.bool_)
    for demand in _demands(instance, seats):
        alike = (instance.seat_skills[seats] == demand.skills) & (instance.seat_leads[seats] == demand.leads)
        fit = asked & instance.person_available & (instance.person_may_lead | (not demand.leads))
        who = np.flatnonzero(fit & ((instance.person_skills & np.uint64(demand.skills)) == demand.skills))
        able[who[_near(instance, who, seats[alike])]] = True
    return np.flatnonzero(able)


def _near(instance: Instance, who: Longs, seats: Longs) -> NDArray[np.bool_]:
    if instance.max_distance is None:
        return np.ones(who.size, dtype=np.bool_)
    places = cKDTree(np.column_stack([instance.seat_x[seats], instance.seat_y[seats]]))
    far, _ = places.query(np.column_stack([instance.person_x[who], instance.person_y[who]]))
    near: NDArray[np.bool_] = np.rint(far) <= instance.max_distance
    return near


def _demands(instance: Instance, seats: Longs) -> tuple[Demand, ...]:
    pairs = zip(instance.seat_skills[seats].tolist(), instance.seat_leads[seats].tolist(), strict=True)
    asked = list(pairs)
    return tuple(Demand(skills, leads, asked.count((skills, leads))) for skills, leads in sorted(set(asked)))
