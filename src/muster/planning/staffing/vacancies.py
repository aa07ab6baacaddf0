"""Why seats stay vacant."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from muster.planning.staffing.model import MAX_METRES, Instance, Reason, Vacancy
from muster.planning.staffing.needs import Needs

Longs = NDArray[np.int64]


def explained(instance: Instance, needs: Needs, person: NDArray[np.int32]) -> tuple[Vacancy, ...]:
    """A reason for every vacant seat, in the order of seats."""
    vacant = np.flatnonzero(person < 0)
    idle = instance.person_available.copy()
    idle[person[person >= 0]] = False
    vacancies: list[Vacancy] = []
    for need in np.unique(needs.of_seat[vacant]).tolist():
        seats = vacant[needs.of_seat[vacant] == need]
        wanted = int(np.sum(needs.of_seat == need))
        reasons = _reasons(instance, needs.qualified[need], seats, wanted, idle)
        vacancies += [
            Vacancy(
                seat=seat,
                reason=reason,
                skills=needs.skills[need],
                leads=needs.leads[need],
                qualified=needs.qualified[need].size,
                seats=wanted,
            )
            for seat, reason in zip(seats.tolist(), reasons, strict=True)
        ]
    return tuple(sorted(vacancies, key=lambda vacancy: vacancy.seat))


def _reasons(
    instance: Instance, qualified: Longs, seats: Longs, wanted: int, idle: NDArray[np.bool_]
) -> list[Reason]:
    available = int(instance.person_available.sum())
    if not available:
        return [Reason.NOBODY_AVAILABLE] * seats.size
    if not qualified.size:
        return [Reason.NOBODY_QUALIFIED] * seats.size
    reach = MAX_METRES * 3 if instance.max_distance is None else instance.max_distance
    shortage = _shortage(available, qualified.size, wanted, instance.seats)
    near, near_idle = (
        _nearest(instance, who, seats) <= reach for who in (qualified, qualified[idle[qualified]])
    )
    return [
        Reason.NOBODY_NEAR if not somebody else Reason.NOT_WORTH_THE_DISTANCE if somebody_idle else shortage
        for somebody, somebody_idle in zip(near.tolist(), near_idle.tolist(), strict=True)
    ]


def _shortage(available: int, qualified: int, wanted: int, seats: int) -> Reason:
    """Where everybody within reach is taken: too few with this skill, too few at all, or needed more elsewhere."""
    if qualified < wanted and qualified < available:
        return Reason.TOO_FEW_QUALIFIED
    return Reason.TOO_FEW_PEOPLE if available < seats else Reason.NEEDED_ELSEWHERE


def _nearest(instance: Instance, who: Longs, seats: Longs) -> NDArray[np.float64]:
    """Whole metres from each seat to the nearest of these people."""
    if not who.size:
        return np.full(seats.size, np.inf)
    homes = np.column_stack([instance.person_x[who], instance.person_y[who]])
    far, _ = cKDTree(homes).query(np.column_stack([instance.seat_x[seats], instance.seat_y[seats]]))
    whole: NDArray[np.float64] = np.rint(far)
    return whole
