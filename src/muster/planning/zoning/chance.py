"""Seeded random numbers inside compiled loops: splitmix64 (G. L. Steele, D. Lea, C. H. Flood 2014)."""

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled

State = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S32, _S11 = (np.uint64(bits) for bits in (30, 27, 31, 32, 11))


@compiled
def draw(state: State) -> np.uint64:
    """The next 64 random bits."""
    state[0] += _GOLDEN
    bits: np.uint64 = state[0]
    bits = (bits ^ (bits >> _S30)) * _MIX_1
    bits = (bits ^ (bits >> _S27)) * _MIX_2
    bits ^= bits >> _S31
    return bits


@compiled
def below(state: State, count: int) -> np.int64:
    """A whole number from 0 to count - 1."""
    return np.int64(((draw(state) >> _S32) * np.uint64(count)) >> _S32)


@compiled
def share(state: State) -> float:
    """A number from 0 to 1, 1 left out."""
    return np.float64(draw(state) >> _S11) * (1.0 / 9007199254740992.0)


@compiled
def seeded(seed: int, place: int, attempt: int) -> State:
    """A stream of its own for each place and attempt."""
    state = np.empty(1, dtype=np.uint64)
    state[0] = np.uint64(seed)
    state[0] = draw(state) ^ np.uint64(place)
    state[0] = draw(state) ^ np.uint64(attempt)
    return state
