"""How good a staffing plan is, and the dual prices that prove it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Certificate:
    """Weak duality: `seat_price` minus `person_rent`, summed, bounds every plan from below.

    Prices and rents are whole numbers, `scale` to the metre. They are valid because rents are 0 or more, a price is
    at most `scale * weight * vacancy_metres`, and for every person and every seat that the person may take
    `scale * cost + rent >= price`. A pair costs the metres of the way, the person's load, serving away from one's
    own unit; a holder's own seat costs `move_metres` less, and every plan that much more for each holder who might
    stay. Plans cost whole metres, so the bound is rounded up to whole metres; where it then meets the objective, the
    plan is optimal over *all* pairs.
    """

    objective: int  # sum of score
    lower_bound: int
    score: dict[
        str, int
    ]  # objective by rule: "distance" (metres), "vacancy", "load", "away", "move" (their worth)
    filled: int
    vacant: int
    seat_price: NDArray[np.int64]  # what each seat would pay for a person, the way included
    person_rent: NDArray[np.int64]  # what is saved by having this person
    scale: int
    steps: int  # rounds; solving again with MaxSteps(steps) and this seed gives this plan
    seed: int
    seconds: float

    @property
    def is_optimal(self) -> bool:
        return self.objective == self.lower_bound

    @property
    def gap(self) -> float:
        """Share of the objective that is not proved necessary."""
        return 1 - self.lower_bound / self.objective if self.objective else 0.0


def total(values: NDArray[np.int64], scale: int) -> tuple[int, int]:
    """An exact sum as whole metres and parts of a metre: the sum itself may not fit 64 bits."""
    return int(np.sum(values // scale)), int(np.sum(values % scale))


def bound(seat_price: NDArray[np.int64], person_rent: NDArray[np.int64], scale: int) -> int:
    """Prices minus rents, in metres, rounded up."""
    price, price_rest = total(seat_price, scale)
    rent, rent_rest = total(person_rent, scale)
    return price - rent + -((rent_rest - price_rest) // scale)
