"""Connected sets of a whole community's atoms that could be zones of it: all of them, or those met on the way."""

from typing import NamedTuple

import numpy as np

from muster.planning.compiled import compiled
from muster.planning.zoning.bitsets import Words, first_of, put
from muster.planning.zoning.blocks import Block, Floats, Ints, Room, can_be_left, everything, take_apart
from muster.planning.zoning.certificate import CUT_WEIGHT, SPREAD_WEIGHT
from muster.planning.zoning.graph import Index
from muster.planning.zoning.windows import imbalance, lowest

_NONE, _ONE = np.uint64(0), np.uint64(1)
_GROWING = 4096
_KEEP = 300  # shapes of one lowest place
_LOAD, _SIZE, _X, _Y, _SQUARE = range(5)


class Shapes(NamedTuple):
    """Sorted by their lowest place, those of place i at first[i] to first[i + 1]; there by cost."""

    bits: Words  # (shapes, words)
    load: Floats
    cost: Floats
    first: Ints
    held: Words  # sets still to be grown …
    open_: Words  # … where to …
    passed: Words  # … what was passed over …
    sums: Floats  # … and (load, size, x, y, squares) of what is held


@compiled
def room_for_shapes(block: Block, most: int) -> Shapes:
    atoms, words = block.near.shape
    return Shapes(
        np.empty((most, words), dtype=np.uint64),
        np.empty(most),
        np.empty(most),
        np.zeros(atoms + 1, dtype=np.int64),
        np.empty((_GROWING, words), dtype=np.uint64),
        np.empty((_GROWING, words), dtype=np.uint64),
        np.empty((_GROWING, words), dtype=np.uint64),
        np.empty((_GROWING, 5)),
    )


@compiled
def find_shapes(block: Block, room: Room, shapes: Shapes, most_steps: int) -> tuple[bool, bool]:
    """The shapes no farther off than the block allows: whether they could be listed in so many steps, and whether all.

    Where a place has very many, only the cheaper ones are kept.
    """
    count, left, are_all = 0, most_steps, True
    for low in range(block.load.size):
        shapes.first[low] = count
        count, left = _grow_from(block, room, shapes, low, left)
        if count < 0:
            return False, False
        _sort(shapes, shapes.first[low], count)
        if count > shapes.first[low] + _KEEP:
            count = shapes.first[low] + _KEEP
            are_all = False
    shapes.first[block.load.size] = count
    return True, are_all


@compiled
def pick_shapes(block: Block, room: Room, shapes: Shapes, met: Words) -> None:
    """Those of the sets that were met which are no farther off than the block allows."""
    lows = np.empty(met.shape[0], dtype=np.int64)
    for number in range(met.shape[0]):
        lows[number] = first_of(met[number])
    count, low = 0, 0
    for number in np.argsort(lows, kind="mergesort"):
        while low <= lows[number]:
            shapes.first[low] = count
            low += 1
        count = _list_met(block, room, shapes, met[number], count)
    while low <= block.load.size:
        shapes.first[low] = count
        low += 1
    for place in range(block.load.size):
        _sort(shapes, shapes.first[place], shapes.first[place + 1])


@compiled
def _grow_from(block: Block, room: Room, shapes: Shapes, low: int, left: int) -> tuple[int, int]:
    """List the shapes whose lowest place is `low`; where the list then ends, or -1 if steps or room are gone; steps left."""
    count = shapes.first[low]
    _start(block, shapes, low)
    waiting = 1
    while waiting > 0:
        waiting -= 1
        left -= 1
        if left < 0 or waiting + block.load.size >= _GROWING or count >= shapes.load.size:
            return -1, left
        if shapes.sums[waiting, _LOAD] >= block.mean - block.off:
            _leave(block, room, shapes.held[waiting])
            if take_apart(block, room) >= 0:
                _list(block, shapes, waiting, count)
                count += 1
        waiting = _grow(block, room, shapes, waiting)
    return count, left


@compiled
def _start(block: Block, shapes: Shapes, low: int) -> None:
    held, passed = shapes.held[0], shapes.passed[0]
    held[:] = _NONE
    passed[:] = _NONE
    put(held, low)
    for place in range(low + 1):
        put(passed, place)
    for word in range(held.size):
        shapes.open_[0, word] = block.near[low, word] & ~passed[word]
    x, y = block.x[low], block.y[low]
    shapes.sums[0, :] = np.array([block.load[low], 1.0, x, y, x * x + y * y])


@compiled
def _leave(block: Block, room: Room, held: Words) -> None:
    everything(room.rest, block.load.size)
    for word in range(held.size):
        room.rest[word] &= ~held[word]


@compiled
def _grow(block: Block, room: Room, shapes: Shapes, at: int) -> int:
    """Put every set that is one atom larger where this one stood, and after; how many wait then."""
    held, open_, passed = shapes.held[at].copy(), shapes.open_[at].copy(), shapes.passed[at].copy()
    sums = shapes.sums[at].copy()
    for word in range(held.size):
        while open_[word] != _NONE:
            inside = lowest(open_[word])
            bit = _ONE << np.uint64(inside)
            open_[word] ^= bit
            passed[word] |= bit
            place = word * 64 + inside
            if sums[_LOAD] + block.load[place] > block.mean + block.off:
                continue
            _add(block, shapes, at, sums, place)
            for other in range(held.size):
                shapes.held[at, other] = held[other]
                shapes.passed[at, other] = passed[other]
                free = ~passed[other] & ~held[other]
                shapes.open_[at, other] = (open_[other] | block.near[place, other]) & free
            shapes.held[at, word] |= bit
            _leave(block, room, shapes.held[at])
            if can_be_left(block, room, passed):
                at += 1
    return at


@compiled
def _add(block: Block, shapes: Shapes, at: int, sums: Floats, place: Index) -> None:
    x, y = block.x[place], block.y[place]
    shapes.sums[at, _LOAD] = sums[_LOAD] + block.load[place]
    shapes.sums[at, _SIZE] = sums[_SIZE] + 1
    shapes.sums[at, _X] = sums[_X] + x
    shapes.sums[at, _Y] = sums[_Y] + y
    shapes.sums[at, _SQUARE] = sums[_SQUARE] + x * x + y * y


@compiled
def _spread(block: Block, shapes: Shapes, at: int) -> float:
    """What its spread costs."""
    size, x, y = shapes.sums[at, _SIZE], shapes.sums[at, _X], shapes.sums[at, _Y]
    cost: float = SPREAD_WEIGHT * (shapes.sums[at, _SQUARE] - (x * x + y * y) / size) / block.spread
    return cost


@compiled
def _list(block: Block, shapes: Shapes, at: int, count: int) -> None:
    """Take the set that waits at `at` into the list."""
    shapes.bits[count, :] = shapes.held[at]
    shapes.load[count] = shapes.sums[at, _LOAD]
    links = 0
    for word in range(shapes.bits.shape[1]):
        left = shapes.held[at, word]
        while left != _NONE:
            place = word * 64 + lowest(left)
            left &= left - _ONE
            links += block.degree[place] - _links(block.near[place], shapes.held[at])
    balance = imbalance(shapes.load[count], block.mean)
    shapes.cost[count] = balance + _spread(block, shapes, at) + CUT_WEIGHT / 2 * links


@compiled
def _links(near: Words, held: Words) -> int:
    count = 0
    for word in range(held.size):
        both = near[word] & held[word]
        while both != _NONE:
            both &= both - _ONE
            count += 1
    return count


@compiled
def _list_met(block: Block, room: Room, shapes: Shapes, met: Words, count: int) -> int:
    """Take a set into the list, if it is near enough to the mean and what it leaves can be cut; where the list then ends."""
    shapes.held[0, :] = met
    sums = np.zeros(5)
    for word in range(met.size):
        left = met[word]
        while left != _NONE:
            _add(block, shapes, 0, sums, word * 64 + lowest(left))
            left &= left - _ONE
            sums[:] = shapes.sums[0]
    if count == shapes.load.size or abs(sums[_LOAD] - block.mean) > block.off:
        return count
    _leave(block, room, met)
    if take_apart(block, room) < 0:
        return count
    _list(block, shapes, 0, count)
    return count + 1


@compiled
def _sort(shapes: Shapes, low: int, high: int) -> None:
    order = low + np.argsort(shapes.cost[low:high], kind="mergesort")
    shapes.bits[low:high] = shapes.bits[order]
    shapes.load[low:high] = shapes.load[order]
    shapes.cost[low:high] = shapes.cost[order]
