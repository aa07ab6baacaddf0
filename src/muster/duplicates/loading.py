"""The roll as the matching takes it: names, and tokens of the blind indexes that are kept anyway. No number is unsealed."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from muster.kernel.statements import fetch, statement
from muster.people import matching

SEXES = {"male": 1, "female": 2}


class Roll(NamedTuple):
    ids: list[UUID]
    records: matching.Records


def load() -> Roll:
    rows = fetch(statement("duplicates", "roll"))
    nothing = np.zeros(0, dtype=np.int64)
    columns: list[tuple[Any, ...]] = list(zip(*rows, strict=True)) if rows else [()] * 6
    ids, names, sexes, numbers, phones, units = columns
    records = matching.Records(
        names=list(names),
        sexes=np.array([SEXES.get(sex, 0) for sex in sexes], dtype=np.int8),
        numbers=_tokens(numbers),
        phones=_tokens(phones),
        births=np.zeros(len(ids), dtype=np.int64),
        units=_tokens([unit.bytes[8:] if unit else None for unit in units]),
        meant_of=nothing,
        meant=nothing,
    )
    return Roll(list(ids), records)


def _tokens(keys: Iterable[bytes | memoryview | None]) -> NDArray[np.int64]:
    return np.array([matching.token(bytes(key) if key else None) for key in keys], dtype=np.int64)
