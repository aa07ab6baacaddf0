"""Zones met while annealing: what is good in one attempt is there for all."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.zoning.bitsets import Words, drop, hashed, is_same, put, words_for
from muster.planning.zoning.graph import Index
from muster.planning.zoning.trees import Label

ROOM = 8192
_SLOTS = 4 * ROOM


class Pool(NamedTuple):
    """Sets of atoms, each once, by their places in an order; without a place there is no room for any."""

    place: NDArray[np.int64]  # of each atom
    sets: Words  # (room, words)
    slot: NDArray[np.int32]
    counted: NDArray[np.int64]
    now: Words  # (zones, words) the zones as they are


def no_pool() -> Pool:
    """Keeps nothing."""
    nothing = np.empty((0, 0), dtype=np.uint64)
    counts = np.zeros(1, dtype=np.int64)
    return Pool(np.empty(0, dtype=np.int64), nothing, np.empty(0, dtype=np.int32), counts, nothing)


def room_for_pool(place: NDArray[np.int64], zones: int) -> Pool:
    words = words_for(place.size)
    return Pool(
        place,
        np.empty((ROOM, words), dtype=np.uint64),
        np.full(_SLOTS, -1, dtype=np.int32),
        np.zeros(1, dtype=np.int64),
        np.zeros((zones, words), dtype=np.uint64),
    )


@compiled
def watch_zones(pool: Pool, label: Label) -> None:
    """These are the zones now, and each is kept."""
    if pool.place.size:
        pool.now[:] = np.uint64(0)
        for atom in range(label.size):
            put(pool.now[label[atom]], pool.place[atom])
        for zone in range(pool.now.shape[0]):
            keep_zone(pool, zone)


@compiled
def move_atom(pool: Pool, atom: Index, old: Index, new: Index) -> None:
    if pool.place.size:
        drop(pool.now[old], pool.place[atom])
        put(pool.now[new], pool.place[atom])


@compiled
def keep_zone(pool: Pool, zone: Index) -> None:
    """Keep the zone as it is now, if it was not met before and there is room."""
    if not pool.place.size or pool.counted[0] == ROOM:
        return
    slot = np.int64(hashed(pool.now[zone]) & np.uint64(_SLOTS - 1))
    while pool.slot[slot] >= 0:
        if is_same(pool.sets[pool.slot[slot]], pool.now[zone]):
            return
        slot = (slot + 1) % _SLOTS
    pool.slot[slot] = pool.counted[0]
    pool.sets[pool.counted[0], :] = pool.now[zone]
    pool.counted[0] += 1


def forget(pool: Pool) -> None:
    pool.slot[:] = -1
    pool.counted[0] = 0
