"""How good a roster is, and the prices that prove it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SCALE = 1000  # prices are whole thousandths of a point
RULES = ("under", "over", "wishes", "buddies", "changes")


@dataclass(frozen=True, eq=False)
class Certificate:
    """Weak duality: at any prices, everybody's cheapest row is a bound.

    `price` says, in thousandths of a point, what one more person on a need costs there (negative: it is paid for), from
    -under_weight to over_weight; `limit_price`, 0 or more, what each shift of a kind costs a person beside it. With
    both, every person's cheapest row, summed, less `price * need_people` and `limit_price * max_shifts`, is at most
    what any roster costs. Rosters cost whole points, so the bound is rounded up. In those rows, only the shifts that
    `counted` names are held to their limits. Nothing costs less than 0, so a bound of 0 needs no proof.
    """

    objective: int  # sum of score
    lower_bound: int
    score: dict[str, int]  # objective by rule
    price: NDArray[np.int64]  # (needs,)
    limit_price: NDArray[np.int64]  # (people, shifts)
    counted: NDArray[np.bool_]  # (people, shifts)
    steps: int  # sweeps; solving again with MaxSteps(steps) and this seed gives this roster
    seed: int
    seconds: float

    @property
    def is_optimal(self) -> bool:
        return self.objective == self.lower_bound

    @property
    def gap(self) -> float:
        """Share of the objective that is not proved necessary."""
        return 1 - self.lower_bound / self.objective if self.objective else 0.0
