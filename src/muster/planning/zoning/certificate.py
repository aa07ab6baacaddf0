"""How good a zoning is, and how that is known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Certificate:
    """Deviations are shares: 0.08 = a zone carries 8 % more or less than the mean it is held against."""

    objective: float  # sum of score
    lower_bound: float  # no plan can have a lower objective
    score: dict[str, float]  # objective by rule: "balance", "worst", "compactness"
    p95_deviation: float  # over zones, against the community's mean
    worst_deviation: float
    city_p95_deviation: float  # over zones, against the whole city's mean
    city_worst_deviation: float
    zones: int
    contiguous: int  # zones whose atoms hang together
    community_worst: NDArray[np.float64]  # worst deviation in each community
    community_floor: NDArray[np.float64]  # proved: no plan has a lower worst deviation there
    steps: int  # solving again with MaxSteps(steps) and this seed gives this plan
    seed: int
    seconds: float

    @property
    def gap(self) -> float:
        """Share of the objective that is not proved necessary."""
        return 1 - self.lower_bound / self.objective if self.objective else 0.0
