"""What goes in and what comes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

NOTHING = 0  # a token, a birth or a unit that is not known
Tokens = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Why two records were put together, a bit each, in the order in which they are told.
REASONS = (
    "same_number",
    "number_mistyped",
    "different_number",
    "same_phone",
    "same_name",
    "name_sounds_alike",
    "same_birth",
    "same_unit",
)
BIT = {name: 1 << place for place, name in enumerate(REASONS)}
DIFFERENT_NUMBER = BIT["different_number"]


class Verdict(IntEnum):
    REVIEW = 1  # a person must look
    SAME = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Columns; a row of each is one record. Tokens are `NOTHING` where there is no value.

    `meant_of` and `meant` list, for records whose identity number fails its check, what it may have been meant to be.
    """

    names: Sequence[str]
    sexes: NDArray[np.int8]  # 0: not known
    numbers: Tokens
    phones: Tokens
    births: Tokens
    units: Tokens
    meant_of: Tokens
    meant: Tokens

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs of a left and a right record, the likeliest first. `score` is in bits: each more doubles the odds."""

    left: Tokens
    right: Tokens
    score: Floats
    reasons: Tokens
    verdict: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.left)

    def told(self, place: int) -> list[str]:
        return [name for name in REASONS if self.reasons[place] & BIT[name]]
