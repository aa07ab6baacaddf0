"""What zoning never divides: a stairwell, or a band of its floors. Read from the database, and given to the planner."""

import hashlib
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from muster.kernel.statements import fetch, statement
from muster.planning import zoning
from muster.staffing.bulk import without_loops
from muster.staffing.placements import ids
from muster.staffing.plane import Plane

from . import rules

ALL_BELOW, ALL_ABOVE = -(2**31), 2**31 - 1  # floors without bound
STAIRWELL_METRES = 2.0  # stairwells of a building, of which we know one place, stand so far apart

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Community:
    """A village or community and the unit that answers for it."""

    area_id: UUID
    code: str
    name: str
    unit_id: UUID


@dataclass(frozen=True, eq=False)
class Atoms:
    """Columns, one row an atom, in the order of communities, buildings, stairwells and floors. `low` to `high` is half-open."""

    communities: list[Community]
    community: Ints
    stairwell: NDArray[np.void]
    low: Ints
    high: Ints
    homes: Ints
    longitude: Floats
    latitude: Floats
    number: Ints  # of the stairwell in its building

    @property
    def digest(self) -> bytes:
        """The same for the same homes in the same communities."""
        hashed = hashlib.sha256()
        for community in self.communities:
            hashed.update(community.area_id.bytes + community.unit_id.bytes)
        for column in (self.community, self.stairwell, self.low, self.high, self.homes):
            hashed.update(np.ascontiguousarray(column).tobytes())
        return hashed.digest()

    def instance(self, zones: int) -> zoning.Instance:
        """The planner's form; `zones` are shared out by homes, at least one to every community."""
        sizes = np.bincount(self.community, minlength=len(self.communities))
        homes = np.bincount(self.community, weights=self.homes, minlength=len(self.communities))
        east, north = Plane.around(self.longitude, self.latitude).metres(self.longitude, self.latitude)
        east = east + self.number * STAIRWELL_METRES
        return zoning.Instance(
            community=self.community,
            x=east,
            y=north,
            load=self.homes,
            homes=self.homes,
            edges=zoning.neighbours(community=self.community, x=east, y=north),
            zones=zoning.apportion(homes, zones, at_most=sizes),
        )


def read_atoms(path: str) -> Atoms:
    """Of every village and community that a unit under this path answers for, and that has homes."""
    communities = [Community(*row) for row in fetch(statement("zones", "communities"), {"path": path})]
    places = {"areas": [community.area_id for community in communities]}
    with without_loops():
        rows = fetch(statement("zones", "stairwells"), places)
    if not rows:
        return _laid_out([], [], {})
    cuts = _cuts([row[0] for row in rows if row[5] > rules.MOST_HOMES])
    return _laid_out(communities, rows, cuts)


Cut = list[tuple[int, int, int]]  # low, high, homes


def _cuts(stairwell_ids: list[UUID]) -> dict[UUID, Cut]:
    """The bands of the stairwells that have too many homes for one atom."""
    floors = fetch(statement("zones", "floors"), {"stairwells": stairwell_ids})
    return {
        stairwell: _bands([(floor, doors) for _stairwell, floor, doors in rows])
        for stairwell, rows in groupby(floors, key=lambda row: row[0])
    }


def _bands(floors: list[tuple[int, int]]) -> Cut:
    """The lowest goes down without end, the highest up: floors that are built later belong somewhere too."""
    starts = rules.bands([doors for _floor, doors in floors])
    ends = [*starts[1:], len(floors)]
    lows = [ALL_BELOW, *(floors[start][0] for start in starts[1:])]
    homes = [
        sum(doors for _floor, doors in floors[start:end]) for start, end in zip(starts, ends, strict=True)
    ]
    return list(zip(lows, [*lows[1:], ALL_ABOVE], homes, strict=True))


def _laid_out(communities: list[Community], rows: list[tuple], cuts: dict[UUID, Cut]) -> Atoms:  # type: ignore[type-arg]  # rows of the database
    stairwells, community, longitude, latitude, number, homes = zip(*rows, strict=True) if rows else ((),) * 6
    whole = [((ALL_BELOW, ALL_ABOVE, count),) for count in homes]
    pieces = [cuts.get(stairwell, one) for stairwell, one in zip(stairwells, whole, strict=True)]
    repeats = np.array([len(cut) for cut in pieces], dtype=np.int64)
    bounds = np.array([band for cut in pieces for band in cut], dtype=np.int64).reshape(-1, 3)
    index = np.array(community, dtype=np.int64)
    inhabited, index = np.unique(index, return_inverse=True)  # communities without homes take no part
    return Atoms(
        communities=[communities[place] for place in inhabited.tolist()],
        community=np.repeat(index, repeats),
        stairwell=np.repeat(ids(stairwells), repeats),
        low=bounds[:, 0],
        high=bounds[:, 1],
        homes=bounds[:, 2],
        longitude=np.repeat(np.array(longitude, dtype=np.float64), repeats),
        latitude=np.repeat(np.array(latitude, dtype=np.float64), repeats),
        number=np.repeat(np.array(number, dtype=np.int64), repeats),
    )
