"""Communities that cannot be balanced better, proved by looking at every way to cut them."""

import numpy as np

from muster.planning.compiled import compiled
from muster.planning.zoning.certificate import WORST_WEIGHT
from muster.planning.zoning.graph import Town
from muster.planning.zoning.recombination import best_cover, relabel, room_for_cover
from muster.planning.zoning.trees import Label
from muster.planning.zoning.windows import (
    MOST_ATOMS,
    MOST_ZONES,
    find_pieces,
    imbalance,
    open_all,
    room_for_pieces,
    room_for_window,
)

_PIECES = 20_000
_STEPS = 200_000
_ROUNDS = 30
_LESS = 1e-6  # loads are whole numbers: nothing lies so near a worst one and is better


def is_small(town: Town) -> bool:
    """Whether the whole community may be looked at as one window."""
    return 1 < town.zones <= MOST_ZONES and town.load.size <= MOST_ATOMS


@compiled
def lower_worst(town: Town, label: Label, score: float) -> float:
    """Cut the whole community anew with no zone so far off as the worst, again and again, until that cannot be.

    Return the worst deviation below which there is no plan, as a share of the mean, or 0 if the search was given
    up. The labels, of the given score, make way for better ones that are met.
    """
    window, pieces, cover = room_for_window(label.size), room_for_pieces(_PIECES), room_for_cover()
    open_all(town, label, window)
    load = np.zeros(town.zones)
    for atom in range(label.size):
        load[label[atom]] += town.load[atom]
    off = np.abs(load - town.mean).max()
    for _ in range(_ROUNDS):
        if not find_pieces(town, window, pieces, town.mean - off + _LESS, town.mean + off - _LESS):
            return 0.0
        cost, complete = best_cover(town, window, pieces, cover, np.inf, _STEPS)
        if cost == np.inf:
            return off / town.mean if complete else 0.0
        off = np.abs(pieces.load[cover.best[: town.zones]] - town.mean).max()
        found = cost + WORST_WEIGHT * imbalance(town.mean + off, town.mean)
        if found < score:
            score = found
            relabel(label, window, pieces, cover)
    return 0.0
