"""A few zones side by side, and every connected piece that could be a zone among them.

Sets of atoms are bits of one 64-bit word: a window has at most MOST_ATOMS atoms, numbered as the window lists them.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.zoning.certificate import CUT_WEIGHT, SPREAD_WEIGHT, TOLERANCE
from muster.planning.zoning.chance import State, below
from muster.planning.zoning.graph import Index, Town
from muster.planning.zoning.trees import Label

Bits = NDArray[np.uint64]

MOST_ATOMS = 62
MOST_ZONES = 16
_STEPS = 10  # for each piece that there is room for, until a search for pieces is given up
_NONE = np.uint64(0)
_ONE = np.uint64(1)
_TOP = np.uint64(58)
_DE_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
_PLACE = np.array([(0x03F79D71B4CB0A89 << place) % 2**64 >> 58 for place in range(64)]).argsort()


class Window(NamedTuple):
    """`counted` holds how many zones and atoms the window has."""

    zones: NDArray[np.int64]
    atoms: NDArray[np.int64]
    place: NDArray[np.int64]  # of every atom of the town in the window, or -1
    near: Bits  # neighbours within the window
    degree: NDArray[np.int64]  # neighbours in all
    counted: NDArray[np.int64]


class Pieces(NamedTuple):
    """Connected sets, sorted by their lowest atom: those of atom i stand at first[i] to first[i + 1]."""

    bits: Bits
    load: NDArray[np.float64]
    cost: NDArray[np.float64]
    first: NDArray[np.int64]
    growing: Bits  # sets still to be grown: the set, where it may grow to, what was passed over …
    weight: NDArray[np.float64]  # … and its load


@compiled
def room_for_window(atoms: int) -> Window:
    return Window(
        np.empty(MOST_ZONES, dtype=np.int64),
        np.empty(MOST_ATOMS, dtype=np.int64),
        np.full(atoms, -1, dtype=np.int64),
        np.zeros(MOST_ATOMS, dtype=np.uint64),
        np.zeros(MOST_ATOMS, dtype=np.int64),
        np.zeros(2, dtype=np.int64),
    )


@compiled
def room_for_pieces(most: int) -> Pieces:
    return Pieces(
        np.empty(most, dtype=np.uint64),
        np.empty(most, dtype=np.float64),
        np.empty(most, dtype=np.float64),
        np.zeros(MOST_ATOMS + 1, dtype=np.int64),
        np.empty((most, 3), dtype=np.uint64),
        np.empty(most, dtype=np.float64),
    )


@compiled
def open_window(
    town: Town, label: Label, window: Window, state: State, seed_zone: Index, width: int, most: int
) -> None:
    """Take in a zone and, one after another, zones that neighbour what is in, up to a width and a size."""
    for atom in window.atoms[: window.counted[1]]:
        window.place[atom] = -1
    window.counted[:] = 0
    _take_in(label, window, seed_zone)
    size = np.bincount(label)
    for _ in range(4 * width):
        if window.counted[0] == width:
            break
        atom = window.atoms[below(state, window.counted[1])]
        first = town.pointer[atom]
        other = town.neighbour[first + below(state, town.pointer[atom + 1] - first)]
        if window.place[other] < 0 and window.counted[1] + size[label[other]] <= most:
            _take_in(label, window, label[other])
    _link(town, window)


@compiled
def _link(town: Town, window: Window) -> None:
    """Note who neighbours whom within the window."""
    for place in range(window.counted[1]):
        atom = window.atoms[place]
        window.near[place] = _NONE
        for other in town.neighbour[town.pointer[atom] : town.pointer[atom + 1]]:
            if window.place[other] >= 0:
                window.near[place] |= bit(window.place[other])
        window.degree[place] = town.pointer[atom + 1] - town.pointer[atom]


@compiled
def _take_in(label: Label, window: Window, zone: Index) -> None:
    window.zones[window.counted[0]] = zone
    window.counted[0] += 1
    for atom in range(label.size):
        if label[atom] == zone:
            window.atoms[window.counted[1]] = atom
            window.place[atom] = window.counted[1]
            window.counted[1] += 1


@compiled
def bit(place: Index) -> np.uint64:
    return _ONE << np.uint64(place)


@compiled
def lowest(bits: np.uint64) -> np.int64:
    """The lowest place in a set that is not empty (C. E. Leiserson, H. Prokop, K. H. Randall 1998)."""
    alone = bits & (~bits + _ONE)
    return np.int64(_PLACE[(alone * _DE_BRUIJN) >> _TOP])


@compiled
def find_pieces(town: Town, window: Window, pieces: Pieces, least: float, most: float) -> bool:
    """All connected sets of the window with a load from `least` to `most`; False where there are too many.

    Each is grown from its lowest atom, by neighbours that were not passed over before (after S. Wernicke 2006).
    """
    atoms = window.counted[1]
    bits, load, cost, growing, weight = pieces.bits, pieces.load, pieces.cost, pieces.growing, pieces.weight
    count = steps = 0
    room = bits.size
    for low in range(atoms):
        pieces.first[low] = count
        passed = (bit(low) << _ONE) - _ONE
        growing[0, 0], growing[0, 1], growing[0, 2] = bit(low), window.near[low] & ~passed, passed
        weight[0] = town.load[window.atoms[low]]
        waiting = 1
        while waiting > 0:
            waiting -= 1
            steps += 1
            if count == room or steps > _STEPS * room or waiting + atoms > room:
                return False
            if weight[waiting] >= least:
                bits[count], load[count], cost[count] = growing[waiting, 0], weight[waiting], np.nan
                count += 1
            waiting = _grow(town.load, window.atoms, window.near, growing, weight, waiting, most)
    pieces.first[atoms] = count
    return True


@compiled
def _grow(
    load: NDArray[np.float64],
    atoms: NDArray[np.int64],
    near: Bits,
    growing: Bits,
    weight: NDArray[np.float64],
    at: int,
    most: float,
) -> int:
    """Put every set that is one atom larger where this one stood, and after; how many wait then."""
    held, open_, passed, so_far = growing[at, 0], growing[at, 1], growing[at, 2], weight[at]
    while open_ != _NONE:
        place = lowest(open_)
        new = bit(place)
        open_ ^= new
        passed |= new
        heavier = so_far + load[atoms[place]]
        if heavier <= most:
            growing[at, 0], growing[at, 1] = held | new, (open_ | near[place]) & ~passed & ~held
            growing[at, 2], weight[at] = passed, heavier
            at += 1
    return at


@compiled
def piece_cost(town: Town, window: Window, pieces: Pieces, piece: Index) -> float:
    """What a zone adds to the energy; each link that leaves it is shared with another zone. Reckoned once."""
    if np.isnan(pieces.cost[piece]):
        size, x, y, square, links = 0, 0.0, 0.0, 0.0, 0
        bits = left = pieces.bits[piece]
        while left != _NONE:
            place = lowest(left)
            left &= left - _ONE
            atom = window.atoms[place]
            size += 1
            x += town.x[atom]
            y += town.y[atom]
            square += town.x[atom] * town.x[atom] + town.y[atom] * town.y[atom]
            links += window.degree[place] - _count(window.near[place] & bits)
        spread = (square - (x * x + y * y) / size) / town.spread
        balance = imbalance(pieces.load[piece], town.mean)
        pieces.cost[piece] = balance + SPREAD_WEIGHT * spread + CUT_WEIGHT / 2 * links
    reckoned: float = pieces.cost[piece]
    return reckoned


@compiled
def _count(bits: np.uint64) -> int:
    count = 0
    while bits != _NONE:
        bits &= bits - _ONE
        count += 1
    return count


@compiled
def imbalance(load: float, mean: float) -> float:
    off = (load - mean) / (mean * TOLERANCE)
    squared: float = off * off
    return squared
