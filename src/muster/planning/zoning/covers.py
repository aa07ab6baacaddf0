"""The cheapest zones that cover a whole community, by taking away one zone after another and remembering what is left.

Whatever is left falls into parts; each is covered by itself, once (dynamic programming over connected rests).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.zoning.bitsets import Words, first_of, hashed, is_same
from muster.planning.zoning.blocks import Block, Floats, Ints, Room, everything, take_apart, zones_in
from muster.planning.zoning.shapes import Shapes

_NONE = np.uint64(0)
_COUNTS = 6  # numbers of zones that one rest may be cut into
_ROWS = 1 << 16
_SLOTS = 4 * _ROWS
_MOST_ZONES = 96


class Memo(NamedTuple):
    """A row for each rest met; `cost` and `choice` for each number of zones from `fewest` on."""

    rest: Words  # (rows, words)
    slot: NDArray[np.int32]  # rows by hash
    fewest: Ints
    counts: Ints
    cost: Floats  # (rows, counts)
    choice: NDArray[np.int32]  # the shape that holds the rest's lowest place
    is_solved: NDArray[np.bool_]
    turn: Ints  # by depth: the row that is worked on …
    shape: Ints  # … the shape to try next …
    last: Ints  # … and where its shapes end
    below: Ints  # rows of the parts of what a shape leaves
    total: Floats  # costs of those parts together, by number of zones
    other: Floats


@compiled
def room_for_memo(block: Block) -> Memo:
    atoms, words = block.near.shape
    return Memo(
        np.empty((_ROWS, words), dtype=np.uint64),
        np.full(_SLOTS, -1, dtype=np.int32),
        np.empty(_ROWS, dtype=np.int64),
        np.empty(_ROWS, dtype=np.int64),
        np.empty((_ROWS, _COUNTS)),
        np.empty((_ROWS, _COUNTS), dtype=np.int32),
        np.zeros(_ROWS, dtype=np.bool_),
        np.empty(atoms + 1, dtype=np.int64),
        np.empty(atoms + 1, dtype=np.int64),
        np.empty(atoms + 1, dtype=np.int64),
        np.empty(atoms + 1, dtype=np.int64),
        np.empty(_MOST_ZONES),
        np.empty(_MOST_ZONES),
    )


@compiled
def cheapest_cover(
    block: Block, room: Room, shapes: Shapes, memo: Memo, most_steps: int
) -> tuple[float, bool]:
    """What the cheapest cover costs (infinite: there is none, or none was met), and whether all were looked at."""
    memo.slot[:] = -1
    is_whole = True
    everything(room.rest, block.load.size)
    room.parts[0, :] = room.rest
    rows, depth, steps = 1, 0, 0
    _remember(memo, shapes, room.parts[0], 0, block.zones, block.zones, 0)
    while depth >= 0:
        row, shape = memo.turn[depth], memo.shape[depth]
        if shape == memo.last[depth] or _is_dearer(memo, shapes, row, shape):
            memo.is_solved[row] = True
            depth -= 1
            continue
        steps += 1
        memo.shape[depth] += 1
        if not _fits(shapes, memo, row, shape):
            continue
        parts = _parts_left(block, room, shapes, memo, row, shape)
        if parts < 0:
            continue
        part = _unsolved(room, memo, parts)
        if part < 0:
            _take(memo, shapes, row, shape, parts)
            continue
        if rows == _ROWS or steps > most_steps:
            return np.inf, False
        fewest, most = zones_in(block, room.part_load[part])
        is_whole = is_whole and most - fewest < _COUNTS
        memo.shape[depth] -= 1  # once more, when the part is solved
        depth += 1
        _remember(memo, shapes, room.parts[part], rows, fewest, most, depth)
        rows += 1
    return memo.cost[0, 0], is_whole


@compiled
def _remember(memo: Memo, shapes: Shapes, rest: Words, row: int, fewest: int, most: int, depth: int) -> None:
    """Give a rest its row, and work on it next."""
    memo.slot[-1 - _row_of(memo, rest)] = row
    memo.rest[row, :] = rest
    memo.fewest[row], memo.counts[row] = fewest, min(most - fewest + 1, _COUNTS)
    memo.cost[row, :] = np.inf
    memo.choice[row, :] = -1
    memo.is_solved[row] = False
    low = first_of(rest)
    memo.turn[depth] = row
    memo.shape[depth], memo.last[depth] = shapes.first[low], shapes.first[low + 1]


@compiled
def _row_of(memo: Memo, rest: Words) -> np.int64:
    """The row of a rest, or where it belongs: slot n as -1 - n."""
    slot = np.int64(hashed(rest) & np.uint64(_SLOTS - 1))
    while memo.slot[slot] >= 0:
        if is_same(memo.rest[memo.slot[slot]], rest):
            row: np.int64 = memo.slot[slot]
            return np.int64(row)
        slot = (slot + 1) % _SLOTS
    return -1 - slot


@compiled
def _is_dearer(memo: Memo, shapes: Shapes, row: int, shape: int) -> bool:
    """Whether this shape alone, as all after it, costs more than what is found: shapes stand by cost."""
    for count in range(memo.counts[row]):  # noqa: SIM110 - compiled
        if shapes.cost[shape] < memo.cost[row, count]:
            return False
    return True


@compiled
def _fits(shapes: Shapes, memo: Memo, row: int, shape: int) -> bool:
    for word in range(memo.rest.shape[1]):  # noqa: SIM110 - compiled
        if shapes.bits[shape, word] & ~memo.rest[row, word] != _NONE:
            return False
    return True


@compiled
def _parts_left(block: Block, room: Room, shapes: Shapes, memo: Memo, row: int, shape: int) -> int:
    """How many parts a shape leaves of a rest; their rows, where they have some; -1 where one cannot be covered."""
    for word in range(room.rest.size):
        room.rest[word] = memo.rest[row, word] & ~shapes.bits[shape, word]
    parts = take_apart(block, room)
    for part in range(parts):
        below = _row_of(memo, room.parts[part])
        memo.below[part] = below
        if below >= 0 and memo.is_solved[below] and memo.cost[below, : memo.counts[below]].min() == np.inf:
            return -1
    return parts


@compiled
def _unsolved(room: Room, memo: Memo, parts: int) -> int:
    """The smallest part that has no row yet, -1 where all have."""
    found = -1
    for part in range(parts):
        if memo.below[part] < 0 and (found < 0 or room.part_load[part] < room.part_load[found]):
            found = part
    return found


@compiled
def _add_up(memo: Memo, first: float, parts: int) -> tuple[int, int]:
    """Costs of one shape and the parts below it in `memo.total`; the fewest zones, and for how many numbers."""
    fewest, counts = 1, 1
    memo.total[0] = first
    for part in range(parts):
        row = memo.below[part]
        more = memo.counts[row]
        counts_now = min(counts + more - 1, _MOST_ZONES)
        memo.other[:counts_now] = np.inf
        for here in range(counts):
            for there in range(min(more, counts_now - here)):
                cost = memo.total[here] + memo.cost[row, there]
                memo.other[here + there] = min(memo.other[here + there], cost)
        memo.total[:counts_now] = memo.other[:counts_now]
        counts = counts_now
        fewest += memo.fewest[row]
    return fewest, counts


@compiled
def _take(memo: Memo, shapes: Shapes, row: int, shape: int, parts: int) -> None:
    """Note the shape for every number of zones for which it is the best so far."""
    fewest, counts = _add_up(memo, shapes.cost[shape], parts)
    for more in range(counts):
        count = fewest + more - memo.fewest[row]
        if 0 <= count < memo.counts[row] and memo.total[more] < memo.cost[row, count]:
            memo.cost[row, count] = memo.total[more]
            memo.choice[row, count] = shape


@compiled
def chosen_shapes(block: Block, room: Room, shapes: Shapes, memo: Memo) -> Ints:
    """The shapes of the cheapest cover."""
    chosen = np.empty(block.zones, dtype=np.int64)
    rows = np.zeros(block.zones + 1, dtype=np.int64)
    count = np.zeros(block.zones + 1, dtype=np.int64)
    waiting, made = 1, 0
    while waiting > 0:
        waiting -= 1
        row = rows[waiting]
        wanted = memo.fewest[row] + count[waiting] - 1
        shape = memo.choice[row, count[waiting]]
        chosen[made] = shape
        made += 1
        parts = _parts_left(block, room, shapes, memo, row, shape)
        for part in range(parts - 1, -1, -1):
            below = memo.below[part]
            share = _share(memo, part, wanted)
            wanted -= memo.fewest[below] + share
            rows[waiting], count[waiting] = below, share
            waiting += 1
    return chosen


@compiled
def _share(memo: Memo, part: int, wanted: int) -> int:
    """How many zones beyond its fewest a part gets, where it and those before it get `wanted` in all, at the least cost."""
    fewest, counts = _add_up(memo, 0.0, part)
    best, least = 0, np.inf
    row = memo.below[part]
    for share in range(memo.counts[row]):
        before = wanted - memo.fewest[row] - share - (fewest - 1)
        if 0 <= before < counts and memo.total[before] + memo.cost[row, share] < least:
            best, least = share, memo.total[before] + memo.cost[row, share]
    return best
