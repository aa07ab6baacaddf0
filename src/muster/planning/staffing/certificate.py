"""How good a staffing plan is, and the dual prices that prove it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Certificate:
    """Weak duality: `seat_price` minus `person_rent`, summed, bounds every plan from below.

    Valid because for every person and every seat that they may take: metres + rent >= price,
    price <= weight * vacancy_metres and rent >= 0. The plan is optimal over *all* pairs when the bound meets the objective.
    """

    objective: int  # sum of score
    lower_bound: int
    score: dict[str, int]  # objective by rule: "distance" (metres), "vacancy" (metres' worth)
    filled: int
    vacant: int
    seat_price: NDArray[np.int64]  # metres at which each seat would rather stay vacant
    person_rent: NDArray[np.int64]  # metres saved by having this person
    rounds: int  # of pricing
    arcs: int  # pairs that were looked at one by one
    steps: int
    seed: int
    seconds: float

    @property
    def is_optimal(self) -> bool:
        return self.objective == self.lower_bound

    @property
    def gap(self) -> float:
        """Share of the objective that is not proved necessary."""
        return 1 - self.lower_bound / self.objective if self.objective else 0.0
