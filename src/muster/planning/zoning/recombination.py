"""Cutting a few neighbouring zones anew, in the best of all ways: exact set partition, window by window."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.zoning.chance import State, below
from muster.planning.zoning.graph import Index, Town
from muster.planning.zoning.trees import Label
from muster.planning.zoning.windows import (
    MOST_ZONES,
    Pieces,
    Window,
    bit,
    find_pieces,
    imbalance,
    lowest,
    open_window,
    piece_cost,
    room_for_pieces,
    room_for_window,
)

_ATOMS = 48  # in a window
_PIECES = 4_000
_STEPS = 20_000  # of a search for the best cover
_SEEN = 4096
_GAIN = 1e-9


class Cover(NamedTuple):
    """Pieces chosen so far, one a level, and the best whole choice."""

    turn: NDArray[np.int64]  # piece to try next at each level
    covered: NDArray[np.uint64]
    cost: NDArray[np.float64]
    load: NDArray[np.float64]
    chosen: NDArray[np.int64]
    best: NDArray[np.int64]


@compiled
def recombine(town: Town, label: Label, state: State, windows: int, width: int) -> float:
    """Open that many windows, most where zones are far off; cut each anew if that is better; the energy saved.

    A window seen before is not cut again: it is as good as it gets.
    """
    window, pieces = room_for_window(label.size), room_for_pieces(_PIECES)
    cover = room_for_cover()
    seen = np.zeros(_SEEN, dtype=np.uint64)
    load = np.zeros(town.zones)
    for atom in range(label.size):
        load[label[atom]] += town.load[atom]
    saved = 0.0
    for _ in range(windows):
        one, other = below(state, town.zones), below(state, town.zones)
        worse = one if abs(load[one] - town.mean) > abs(load[other] - town.mean) else other
        open_window(town, label, window, state, worse, width, _ATOMS)
        if window.counted[0] > 1 and not _was_seen(window, seen):
            saved += _cut_anew(town, label, window, pieces, cover, load)
    return saved


@compiled
def fits_windows(town: Town) -> bool:
    """Whether two zones of this town go into a window, as a rule."""
    return town.zones > 1 and 2 * town.load.size <= _ATOMS * town.zones


@compiled
def room_for_cover() -> Cover:
    return Cover(
        np.empty(MOST_ZONES, dtype=np.int64),
        np.empty(MOST_ZONES, dtype=np.uint64),
        np.empty(MOST_ZONES, dtype=np.float64),
        np.empty(MOST_ZONES, dtype=np.float64),
        np.empty(MOST_ZONES, dtype=np.int64),
        np.empty(MOST_ZONES, dtype=np.int64),
    )


@compiled
def _was_seen(window: Window, seen: NDArray[np.uint64]) -> bool:
    """Whether a window of these atoms was opened before; from now on it was."""
    code = np.uint64(window.counted[0])
    for atom in window.atoms[: window.counted[1]]:
        mixed = np.uint64(atom + 1) * np.uint64(0x9E3779B97F4A7C15)
        code += (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    slot = code % np.uint64(seen.size)
    if seen[slot] == code:
        return True
    seen[slot] = code
    return False


@compiled
def _cut_anew(
    town: Town, label: Label, window: Window, pieces: Pieces, cover: Cover, load: NDArray[np.float64]
) -> float:
    """Look for the best zones that are nowhere farther off than the worst is now."""
    off = 0.0
    for zone in window.zones[: window.counted[0]]:
        off = max(off, abs(load[zone] - town.mean))
    if not find_pieces(town, window, pieces, town.mean - off - _GAIN, town.mean + off + _GAIN):
        return 0.0
    now = _cost_now(town, label, window, pieces)
    best, _ = best_cover(town, window, pieces, cover, now - _GAIN, _STEPS)
    if best >= now - _GAIN:
        return 0.0
    for turn in range(window.counted[0]):
        load[window.zones[turn]] = pieces.load[cover.best[turn]]
    relabel(label, window, pieces, cover)
    return now - best


@compiled
def relabel(label: Label, window: Window, pieces: Pieces, cover: Cover) -> None:
    """Make the best cover the window's zones."""
    for turn in range(window.counted[0]):
        for place in range(window.counted[1]):
            if pieces.bits[cover.best[turn]] & bit(place):
                label[window.atoms[place]] = window.zones[turn]


@compiled
def _cost_now(town: Town, label: Label, window: Window, pieces: Pieces) -> float:
    """The zones as they are, found among the pieces."""
    cost = 0.0
    for zone in window.zones[: window.counted[0]]:
        bits = np.uint64(0)
        for place in range(window.counted[1]):
            if label[window.atoms[place]] == zone:
                bits |= bit(place)
        low = lowest(bits)
        for piece in range(pieces.first[low], pieces.first[low + 1]):
            if pieces.bits[piece] == bits:
                cost += piece_cost(town, window, pieces, piece)
    return cost


@compiled
def best_cover(
    town: Town, window: Window, pieces: Pieces, cover: Cover, limit: float, most_steps: int
) -> tuple[float, bool]:
    """The cheapest choice of pieces that covers every atom once, if below `limit`; whether the search was complete.

    Depth first, the lowest atom first; the zones still to come cost at least what equal ones would.
    """
    total = town.load[window.atoms[: window.counted[1]]].sum()
    whole = (bit(window.counted[1] - 1) - np.uint64(1)) | bit(window.counted[1] - 1)
    level, steps = 0, 0
    _enter(pieces, cover, 0, np.uint64(0), 0.0, 0.0)
    while level >= 0 and steps < most_steps:
        low = lowest(~cover.covered[level])
        piece = cover.turn[level]
        if piece == pieces.first[low + 1]:
            level -= 1
            continue
        cover.turn[level] += 1
        steps += 1
        if pieces.bits[piece] & cover.covered[level]:
            continue
        left = window.counted[0] - level - 1
        covered = cover.covered[level] | pieces.bits[piece]
        load = cover.load[level] + pieces.load[piece]
        least = imbalance(pieces.load[piece], town.mean) + _at_least(town, left, total - load)
        if (left == 0) != (covered == whole) or cover.cost[level] + least >= limit:
            continue
        cost = cover.cost[level] + piece_cost(town, window, pieces, piece)
        if cost + _at_least(town, left, total - load) >= limit:
            continue
        cover.chosen[level] = piece
        if left:
            level += 1
            _enter(pieces, cover, level, covered, cost, load)
        else:
            limit = cost
            cover.best[:] = cover.chosen
    return limit, level < 0


@compiled
def _enter(pieces: Pieces, cover: Cover, level: Index, covered: np.uint64, cost: float, load: float) -> None:
    """Go on with what is covered so far; the next piece holds the lowest atom that is not."""
    cover.turn[level] = pieces.first[lowest(~covered)]
    cover.covered[level] = covered
    cover.cost[level] = cost
    cover.load[level] = load


@compiled
def _at_least(town: Town, zones: int, load: float) -> float:
    """What so many more zones cost, were they equal."""
    if zones == 0:
        return 0.0
    return zones * imbalance(load / zones, town.mean)
