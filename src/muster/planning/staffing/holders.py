"""Who holds each post, the dearest on top: a binary heap for every post, while idle people bid.

A place costs what its holder's way and rent come to; the rent of somebody who holds a place does not change meanwhile.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.staffing.market import NOBODY, Index, Market, way

Longs = NDArray[np.int64]


class Holders(NamedTuple):
    start: Longs  # where each post's heap begins: it has as much room as the post has places
    cost: Longs
    who: Longs


@compiled
def gather(market: Market, holders: Holders) -> None:
    """Everybody who holds a place, into the heap of their post."""
    for post in range(market.places.size):
        person = market.first[post]
        held = 0
        while person != NOBODY:
            _rise(holders, holders.start[post], held, way(market, person, post) + market.rent[person], person)
            held += 1
            person = market.next[person]


@compiled
def dearest(market: Market, holders: Holders, post: Index) -> tuple[np.int64, np.int64]:
    """What the post's dearest place costs, and whose it is; a vacant place is the dearest."""
    if market.filled[post] < market.places[post]:
        return market.vacancy[post], np.int64(NOBODY)
    top = holders.start[post]
    return holders.cost[top], holders.who[top]


@compiled
def succeed(market: Market, holders: Holders, post: Index, person: Index) -> None:
    """The person takes a vacant place or, where there is none, that of the dearest. Before `take`."""
    cost = np.int64(way(market, person, post) + market.rent[person])
    start, held = holders.start[post], market.filled[post]
    if held < market.places[post]:
        _rise(holders, start, held, cost, person)
    else:
        _sink(holders, start, held, cost, person)


@compiled
def _rise(holders: Holders, start: Index, at: Index, cost: np.int64, person: Index) -> None:
    """Put somebody at the end of a heap, and as far up as they are dearer."""
    while at > 0:
        above = (at - 1) >> 1
        if holders.cost[start + above] >= cost:
            break
        holders.cost[start + at], holders.who[start + at] = (
            holders.cost[start + above],
            holders.who[start + above],
        )
        at = above
    holders.cost[start + at], holders.who[start + at] = cost, person


@compiled
def _sink(holders: Holders, start: Index, held: Index, cost: np.int64, person: Index) -> None:
    """Put somebody in the place of the top, and as far down as others are dearer."""
    at = 0
    while True:
        below = 2 * at + 1
        if below >= held:
            break
        if below + 1 < held and holders.cost[start + below + 1] > holders.cost[start + below]:
            below += 1
        if holders.cost[start + below] <= cost:
            break
        holders.cost[start + at], holders.who[start + at] = (
            holders.cost[start + below],
            holders.who[start + below],
        )
        at = below
    holders.cost[start + at], holders.who[start + at] = cost, person
