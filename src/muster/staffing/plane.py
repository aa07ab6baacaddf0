"""From longitude and latitude to metres on a plane: good to a few tenths of a per cent across a city."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

METRES_PER_DEGREE = 111_320.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plane:
    """Touches the earth at its origin."""

    longitude: float
    latitude: float

    @classmethod
    def around(cls, longitude: Floats, latitude: Floats) -> "Plane":
        """Touching in the middle of these places."""
        return cls(float(longitude.mean()), float(latitude.mean())) if longitude.size else cls(0.0, 0.0)

    def metres(self, longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
        """East and north of the origin."""
        east = (longitude - self.longitude) * METRES_PER_DEGREE * np.cos(np.radians(self.latitude))
        return east, (latitude - self.latitude) * METRES_PER_DEGREE

    def degrees(self, east: Floats, north: Floats) -> tuple[Floats, Floats]:
        """The way back."""
        longitude = self.longitude + east / METRES_PER_DEGREE / np.cos(np.radians(self.latitude))
        return longitude, self.latitude + north / METRES_PER_DEGREE
