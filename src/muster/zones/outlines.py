"""Where zones lie on a map. We know where buildings stand; so a zone is drawn as the hull around its own, and said to be so.

Stairwells of a building are drawn side by side and bands of floors one above the other, as on a façade: a tower that is cut
into several zones would be one point else.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull

from muster.staffing.plane import Plane

BUILDING_METRES = 12.0  # across

Geometry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spot:
    """Part of a building: which stairwell from the west, which band of floors from below."""

    zone: UUID | int
    longitude: float
    latitude: float
    stairwell: int
    band: int


def outlines(spots: Iterable[Spot]) -> dict[UUID | int, Geometry]:
    """A GeoJSON polygon for every zone."""
    by_zone: dict[UUID | int, list[Spot]] = defaultdict(list)
    for spot in spots:
        by_zone[spot.zone].append(spot)
    everything = [spot for spots in by_zone.values() for spot in spots]
    plane = Plane.around(
        np.array([spot.longitude for spot in everything]), np.array([spot.latitude for spot in everything])
    )
    return {zone: _hull(spots, plane) for zone, spots in by_zone.items()}


def _hull(spots: list[Spot], plane: Plane) -> Geometry:
    corners = _corners(spots, plane)
    around = corners[ConvexHull(corners).vertices]
    longitude, latitude = plane.degrees(around[:, 0], around[:, 1])
    ring = np.column_stack([longitude, latitude]).round(6).tolist()
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def _corners(spots: list[Spot], plane: Plane) -> NDArray[np.float64]:
    """Four for every spot."""
    places = np.array([(spot.longitude, spot.latitude, spot.stairwell, spot.band) for spot in spots])
    east, north = plane.metres(places[:, 0], places[:, 1])
    centres = np.column_stack([east, north]) + places[:, 2:] * BUILDING_METRES
    half = BUILDING_METRES / 2 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    return np.asarray((centres[:, None, :] + half).reshape(-1, 2))
