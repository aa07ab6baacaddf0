"""What a plan costs, by rule, in metres."""

import numpy as np
from numpy.typing import NDArray

from muster.planning.staffing.model import NOBODY, Instance

Longs = NDArray[np.int64]


def score(instance: Instance, person: NDArray[np.int32]) -> dict[str, int]:
    """The way to the seats, vacant seats, load, serving away from one's unit, holders who were moved."""
    seat = np.flatnonzero(person != NOBODY)
    who = person[seat].astype(np.int64)
    vacant = int(instance.seat_weight[person == NOBODY].sum())
    away = int(np.sum(instance.person_unit[who] != instance.seat_unit[seat]))
    stayed = int(np.sum(instance.keeps & (instance.seat_holder == person)))
    return {
        "distance": int(instance.metres(who, seat).sum()),
        "vacancy": vacant * instance.vacancy_metres,
        "load": int(instance.person_load[who].sum()) * instance.load_metres,
        "away": away * instance.away_metres,
        "move": kept_metres(instance) - stayed * instance.move_metres,
    }


def kept_metres(instance: Instance) -> int:
    """What it would cost to move every holder who may stay."""
    return int(instance.keeps.sum()) * instance.move_metres


def pair_metres(instance: Instance, person: Longs, seat: Longs) -> Longs:
    """Pair by pair: way, load, serving away, less what is saved by staying."""
    away = instance.person_unit[person] != instance.seat_unit[seat]
    stays = instance.keeps[seat] & (instance.seat_holder[seat] == person)
    cost: Longs = instance.metres(person, seat) + instance.person_load[person] * instance.load_metres
    cost += away * instance.away_metres - stays * instance.move_metres
    return cost
