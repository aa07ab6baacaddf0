"""Where units work: amid the buildings that they answer for, else where they stand, else where the unit above does."""

from collections import defaultdict
from uuid import UUID

from muster.kernel.statements import fetch, statement

Position = tuple[float, float]  # longitude, latitude


def unit_positions() -> dict[UUID, Position]:
    """Of every unit; (0, 0) for all while there is no building at all."""
    sums: dict[UUID, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    next_to: dict[UUID, UUID | None] = {}
    for unit_id, nearest_id, path, longitude, latitude, buildings in fetch(
        statement("staffing", "unit_places")
    ):
        next_to[unit_id] = nearest_id
        for above in path.split(".") if buildings else ():
            total = sums[UUID(above)]
            total[0] += longitude * buildings
            total[1] += latitude * buildings
            total[2] += buildings
    known = {unit_id: (east / count, north / count) for unit_id, (east, north, count) in sums.items()}
    return {unit_id: _first_known(unit_id, known, next_to) for unit_id in next_to}


def _first_known(unit_id: UUID, known: dict[UUID, Position], next_to: dict[UUID, UUID | None]) -> Position:
    """Up the tree; a unit that stands in a locality goes there instead."""
    seen: set[UUID] = set()
    here: UUID | None = unit_id
    while here is not None and here not in seen:
        if here in known:
            return known[here]
        seen.add(here)
        here = next_to.get(here)
    return 0.0, 0.0
