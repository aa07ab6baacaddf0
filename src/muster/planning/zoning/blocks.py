"""A whole community laid out for exact covering: atoms in an order that keeps cuts between early and late ones short."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import reverse_cuthill_mckee

from muster.planning.compiled import compiled
from muster.planning.zoning.bitsets import Words, drop, first_of, put, words_for
from muster.planning.zoning.graph import Index, Town
from muster.planning.zoning.windows import lowest

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_NONE, _ONE = np.uint64(0), np.uint64(1)
_SLACK = 1e-9  # in zones


class Block(NamedTuple):
    """The community's atoms by their place in the order, and how far a zone may be off."""

    near: Words  # (atoms, words) neighbours
    load: Floats
    x: Floats
    y: Floats
    degree: Ints
    zones: int
    mean: float
    spread: float
    off: float


class Room(NamedTuple):
    """Room to take a set apart."""

    rest: Words
    parts: Words  # (atoms, words)
    part_load: Floats
    queue: Ints


def order_of(town: Town) -> Ints:
    """By breadth from an edge of the community (E. Cuthill, J. McKee 1969)."""
    links = np.ones(town.neighbour.size, dtype=np.int8)
    graph = csr_array((links, town.neighbour, town.pointer), shape=(town.load.size,) * 2)
    return np.asarray(reverse_cuthill_mckee(graph, symmetric_mode=True), dtype=np.int64)


@compiled
def laid_in_order(town: Town, order: Ints, off: float) -> Block:
    atoms = order.size
    place = np.empty(atoms, dtype=np.int64)
    place[order] = np.arange(atoms)
    near = np.zeros((atoms, words_for(atoms)), dtype=np.uint64)
    degree = np.empty(atoms, dtype=np.int64)
    for here in range(atoms):
        first, last = town.pointer[order[here]], town.pointer[order[here] + 1]
        degree[here] = last - first
        for other in town.neighbour[first:last]:
            put(near[here], place[other])
    load, x, y = town.load[order], town.x[order], town.y[order]
    return Block(near, load, x, y, degree, town.zones, town.mean, town.spread, off)


@compiled
def room_for(block: Block) -> Room:
    atoms, words = block.near.shape
    return Room(
        np.zeros(words, dtype=np.uint64),
        np.zeros((atoms, words), dtype=np.uint64),
        np.zeros(atoms),
        np.zeros(atoms + 1, dtype=np.int64),
    )


@compiled
def everything(words: Words, atoms: int) -> None:
    words[:] = _NONE
    for place in range(atoms):
        put(words, place)


@compiled
def zones_in(block: Block, load: float) -> tuple[int, int]:
    """How many zones a part of so much load may be cut into, at least and at most; none if at least is more."""
    fewest = int(np.ceil(load / (block.mean + block.off) - _SLACK))
    most = block.zones
    if block.off < block.mean:
        most = min(most, int(np.floor(load / (block.mean - block.off) + _SLACK)))
    return fewest, most


@compiled
def take_apart(block: Block, room: Room) -> int:
    """Cut `room.rest` into its connected parts; how many, or -1 where one cannot be cut into whole zones."""
    count = 0
    start = first_of(room.rest)
    while start >= 0:
        part = room.parts[count]
        part[:] = _NONE
        load = _walk(block, room, start, part)
        fewest, most = zones_in(block, load)
        if fewest > most:
            return -1
        room.part_load[count] = load
        count += 1
        start = first_of(room.rest)
    return count


@compiled
def can_be_left(block: Block, room: Room, passed: Words) -> bool:
    """Whether each part of `room.rest` can be cut into whole zones, or may yet lose atoms: not all were passed over."""
    part = room.parts[0]
    start = first_of(room.rest)
    while start >= 0:
        part[:] = _NONE
        fewest, most = zones_in(block, _walk(block, room, start, part))
        if fewest > most:
            is_settled = True
            for word in range(part.size):
                is_settled = is_settled and part[word] & ~passed[word] == _NONE
            if is_settled:
                return False
        start = first_of(room.rest)
    return True


@compiled
def _walk(block: Block, room: Room, start: Index, part: Words) -> float:
    """Move what hangs together with `start` from `room.rest` to `part`; its load."""
    rest, queue = room.rest, room.queue
    drop(rest, start)
    put(part, start)
    queue[0], waiting, load = start, 1, 0.0
    while waiting > 0:
        waiting -= 1
        here = queue[waiting]
        load += block.load[here]
        for word in range(rest.size):
            new = block.near[here, word] & rest[word]
            rest[word] &= ~new
            part[word] |= new
            while new != _NONE:
                queue[waiting] = word * 64 + lowest(new)
                waiting += 1
                new &= new - _ONE
    return load
