"""Sets of one community's atoms, as bits of as many 64-bit words as it takes."""

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.zoning.graph import Index
from muster.planning.zoning.windows import lowest

Words = NDArray[np.uint64]

_NONE, _ONE = np.uint64(0), np.uint64(1)
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


@compiled
def words_for(atoms: int) -> int:
    return (atoms + 63) // 64


@compiled
def put(words: Words, place: Index) -> None:
    words[place >> 6] |= _ONE << np.uint64(place & 63)


@compiled
def drop(words: Words, place: Index) -> None:
    words[place >> 6] &= ~(_ONE << np.uint64(place & 63))


@compiled
def holds(words: Words, place: Index) -> bool:
    is_in: bool = (words[place >> 6] >> np.uint64(place & 63)) & _ONE != _NONE
    return is_in


@compiled
def first_of(words: Words) -> np.int64:
    """The lowest place in a set, -1 if it is empty."""
    for word in range(words.size):
        if words[word] != _NONE:
            return np.int64(word * 64 + lowest(words[word]))
    return np.int64(-1)


@compiled
def is_same(one: Words, other: Words) -> bool:
    for word in range(one.size):  # noqa: SIM110 - compiled
        if one[word] != other[word]:
            return False
    return True


@compiled
def hashed(words: Words) -> np.uint64:
    code = np.uint64(words.size)
    for word in words:
        code = (code ^ word) * _PRIME
        code ^= code >> _SHIFT
    return code
