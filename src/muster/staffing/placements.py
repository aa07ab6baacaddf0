"""A staffing plan's decisions as bytes, one row a seat."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from .models import VacancyReason

ROW = np.dtype(
    [("seat", "V16"), ("person", "V16"), ("reason", "u1"), ("qualified", "<i4"), ("rivals", "<i4")]
)
REASONS = ("", *VacancyReason.values)  # by their number in a row; the order is never changed
NOBODY = bytes(16)

Rows = NDArray[Any]


def ids(values: Sequence[UUID]) -> NDArray[np.void]:
    """UUIDs as a column of 16 bytes each."""
    return np.frombuffer(b"".join([value.bytes for value in values]), dtype="V16")


def table(seats: NDArray[np.void], people: NDArray[np.void], person: NDArray[np.int32]) -> Rows:
    """`person` holds, for each seat, the place of its person among `people`, or -1."""
    made = np.zeros(len(seats), dtype=ROW)
    made["seat"] = seats
    filled = person >= 0
    made["person"][filled] = people[person[filled]]
    return made


def unpacked(packed: bytes) -> Iterator[tuple[UUID, UUID | None, str, int, int]]:
    """Seat, person or None, reason, and the numbers behind it."""
    for seat, person, reason, qualified, rivals in np.frombuffer(packed, dtype=ROW).tolist():
        yield (
            UUID(bytes=seat),
            UUID(bytes=person) if person != NOBODY else None,
            REASONS[reason],
            qualified,
            rivals,
        )
