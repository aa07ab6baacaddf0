"""Dual prices out of a market: the proof that a plan cannot be much worse than the best."""

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.staffing.forest import Forest, refresh
from muster.planning.staffing.market import NOBODY, Market, way
from muster.planning.staffing.search import cheapest_people

Longs = NDArray[np.int64]

_NO_POST = -2


@compiled
def price_posts(market: Market, people: Forest, price: Longs) -> None:
    """Set each post's price so that no price exceeds way and rent of anybody who may take it, nor a vacancy.

    First the rents of those in place rise to what their posts would pay for the next best: a rent that is too low
    makes the bound weak, one that is too high makes it weak as well.
    """
    refresh(people, market.rent)
    for post in range(price.size):
        ceiling = cheapest_people(market, people, post, post)[0]
        person = market.first[post]
        while person != NOBODY:
            market.rent[person] = max(market.rent[person], ceiling - way(market, person, post))
            person = market.next[person]
    refresh(people, market.rent)
    for post in range(price.size):
        price[post] = cheapest_people(market, people, post, _NO_POST)[0]
