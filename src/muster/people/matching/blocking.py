"""Which pairs are worth comparing: those that share something telling. Blocks shared by many tell nothing and are left out."""

from collections.abc import Iterator

import numpy as np

from .model import NOTHING, Records, Tokens
from .names import Named

MOST_IN_BLOCK = 60  # records of one side with one key; a phone of an office, a name of half a village
MIX = np.int64(0x5BD1E9955BD1E995)


def candidates(left: Records, right: Records, names: tuple[Named, Named]) -> Tokens:
    """Pairs as one number each: the left's place times the right's length, and the right's place; each once."""
    found = np.concatenate(list(_blocks(left, right, names)))
    return np.unique(found)


def _blocks(left: Records, right: Records, names: tuple[Named, Named]) -> Iterator[Tokens]:
    width = len(right)
    here, there = np.arange(len(left)), np.arange(len(right))
    yield _joined(left.numbers, here, right.numbers, there, width)
    yield _joined(left.meant, left.meant_of, right.numbers, there, width)
    yield _joined(left.numbers, here, right.meant, right.meant_of, width)
    yield _joined(left.phones, here, right.phones, there, width)
    sounds = names[0].sound, names[1].sound
    for one, other in ((left.births, right.births), (left.units, right.units)):
        yield _joined(_both(sounds[0], one), here, _both(sounds[1], other), there, width)


def _both(sound: Tokens, other: Tokens) -> Tokens:
    """One key of two; nothing where the second is not known."""
    with np.errstate(over="ignore"):
        mixed = (sound + 1) * MIX ^ other
    return np.where(other == NOTHING, NOTHING, np.where(mixed == NOTHING, 1, mixed))


def _joined(one: Tokens, places: Tokens, other: Tokens, others: Tokens, width: int) -> Tokens:
    """All pairs with equal keys, block by block, without a loop over blocks."""
    one, places = _sorted(one, places)
    other, others = _sorted(other, others)
    begin, end = np.searchsorted(other, one, "left"), np.searchsorted(other, one, "right")
    first, last = np.searchsorted(one, one, "left"), np.searchsorted(one, one, "right")
    sizes = end - begin
    sizes[(sizes > MOST_IN_BLOCK) | (last - first > MOST_IN_BLOCK)] = 0
    total = int(sizes.sum())
    row = np.repeat(np.arange(len(one)), sizes)
    within = np.arange(total) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.asarray(places[row] * width + others[begin[row] + within], dtype=np.int64)


def _sorted(keys: Tokens, places: Tokens) -> tuple[Tokens, Tokens]:
    known = keys != NOTHING
    keys, places = keys[known], places[known]
    order = np.argsort(keys, kind="stable")
    return keys[order], places[order]
