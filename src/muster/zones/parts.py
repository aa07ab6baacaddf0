"""Which stairwells and floors make up which zone, as bytes and as rows."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from .atoms import ALL_ABOVE, ALL_BELOW, Atoms

ROW = np.dtype([("stairwell", "V16"), ("zone", "<i4"), ("low", "<i4"), ("high", "<i4")])


def packed(atoms: Atoms, zone: NDArray[np.signedinteger[Any]]) -> bytes:
    """Bands of one stairwell that follow one another in the same zone are one part."""
    follows = (atoms.stairwell[1:] == atoms.stairwell[:-1]) & (zone[1:] == zone[:-1])
    first = np.flatnonzero(np.concatenate([[True], ~follows]))
    last = np.concatenate([first[1:], [len(zone)]]) - 1
    rows = np.empty(first.size, dtype=ROW)
    rows["stairwell"], rows["zone"] = atoms.stairwell[first], zone[first]
    rows["low"], rows["high"] = atoms.low[first], atoms.high[last]
    return rows.tobytes()


def unpacked(packed_parts: bytes) -> NDArray[Any]:
    return np.frombuffer(packed_parts, dtype=ROW)


def copied(packed_parts: bytes, *, operation_id: UUID, zone_ids: Sequence[UUID]) -> Iterator[tuple[str, ...]]:
    """Rows for COPY: operation, zone, stairwell, floors, in force. The zone's number is its place in the list."""
    operation, zones = operation_id.hex, [zone_id.hex for zone_id in zone_ids]
    for stairwell, zone, low, high in unpacked(packed_parts).tolist():
        yield operation, zones[zone], stairwell.hex(), floors(low, high), "t"


def floors(low: int, high: int) -> str:
    """A range as PostgreSQL writes it.

    >>> floors(3, 6), floors(ALL_BELOW, ALL_ABOVE)
    ('[3,6)', '(,)')
    """
    if low == ALL_BELOW and high == ALL_ABOVE:
        return "(,)"
    return f"{'(' if low == ALL_BELOW else f'[{low}'},{'' if high == ALL_ABOVE else high})"
