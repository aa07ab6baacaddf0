"""Exact prices for a plan that may be the best already (A. V. Goldberg and R. Kennedy 1995, price refinement).

From prices somewhat too high, each falls to the least that a person there costs, until none falls any more. Prices
that leave nobody below the least rent, and every vacant place at what a vacancy costs, prove the plan optimal.
"""

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.staffing.forest import Forest, lift, refresh
from muster.planning.staffing.market import NOBODY, Index, Market, way
from muster.planning.staffing.search import cheapest_person

Longs = NDArray[np.int64]

SWEEPS = 100  # a plan that is optimal needed some twenty, in a city


@compiled
def refine(market: Market, people: Forest, price: Longs, shift: int) -> bool:
    """Whether prices at most `shift` above these prove the plan optimal; they, and the rents, are then in place.

    Otherwise prices and rents are left in between, and are the caller's to put back.
    """
    if not _raise_all(market, price, shift):
        return False
    refresh(people, market.rent)
    posts = price.size
    for sweep in range(SWEEPS):
        fallen = 0
        for step in range(posts):  # there and back: what falls at one end reaches the other in one sweep
            post = step if sweep % 2 == 0 else posts - 1 - step
            least, who = cheapest_person(market, people, market.rent, post, price[post])
            if who == NOBODY:
                continue
            price[post] = least
            fallen += 1
            if not _follow(market, people, price, post):
                return False
        if fallen == 0:
            return True
    return False


@compiled
def _raise_all(market: Market, price: Longs, shift: int) -> bool:
    """Set out from higher prices; False where a vacant place would be worth less than its vacancy."""
    for person in range(market.rent.size):
        if market.post[person] == NOBODY:
            market.rent[person] = market.floor[person]
    for post in range(price.size):
        price[post] = min(market.vacancy[post], price[post] + shift)
        if market.filled[post] < market.places[post] and price[post] < market.vacancy[post]:
            return False
        person = market.first[post]
        while person != NOBODY:
            market.rent[person] = price[post] - way(market, person, post)
            person = market.next[person]
    return True


@compiled
def _follow(market: Market, people: Forest, price: Longs, post: Index) -> bool:
    """A price fell, and the rents of those at the post fall with it; False where that goes too far."""
    if market.filled[post] < market.places[post]:
        return False
    person = market.first[post]
    while person != NOBODY:
        market.rent[person] = price[post] - way(market, person, post)
        if market.rent[person] < market.floor[person]:
            return False
        lift(people, market.rent, person)
        person = market.next[person]
    return True
