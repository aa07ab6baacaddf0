"""Seats and people as a market: who holds what, and at which rent. Plain arrays for compiled loops.

Seats that are alike (one place, one need, one weight) are one post with as many places. All costs are whole
numbers, `scale` to the metre.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled

Longs = NDArray[np.int64]
Index = int | np.int64

NOBODY = -1


class Market(NamedTuple):
    scale: int
    reach: int  # whole metres that anybody may be sent
    person_x: NDArray[np.float64]
    person_y: NDArray[np.float64]
    person_unit: Longs
    floor: Longs  # the least rent: what calling on this person costs anyhow
    home: Longs  # the post that the person holds as things are, or NOBODY …
    bonus: Longs  # … and what is saved by staying there
    rent: Longs  # what having this person costs, besides the way
    post: Longs  # that the person holds, or NOBODY
    next: Longs  # person at the same post
    previous: Longs
    post_x: NDArray[np.float64]
    post_y: NDArray[np.float64]
    post_unit: Longs
    away: int  # what serving outside one's own unit costs
    locals: int  # so many trees are of one unit each; those of everybody follow
    need: Longs  # of each post: the tree of everybody who meets its need …
    local: Longs  # … and that of its own unit's people among them; NOBODY where units do not matter
    held: Longs  # where the holders of each post begin …
    holder: Longs  # … in this list
    places: Longs
    vacancy: Longs  # what a vacant place costs
    first: Longs  # person at the post, or NOBODY
    filled: Longs


@compiled
def metres(across: float, along: float) -> np.int64:
    """Whole metres between two points."""
    return np.int64(np.rint(np.sqrt(across * across + along * along)))


@compiled
def way(market: Market, person: Index, post: Index) -> np.int64:
    """What the pair costs, besides the rent: from home to the post, away from one's own unit, less the bonus."""
    whole = metres(
        market.person_x[person] - market.post_x[post], market.person_y[person] - market.post_y[post]
    )
    cost = np.int64(whole * market.scale)
    if market.person_unit[person] != market.post_unit[post]:
        cost += market.away
    if market.home[person] == post:
        cost -= market.bonus[person]
    return cost


@compiled
def take(market: Market, person: Index, post: Index) -> None:
    """Give a person a place at a post."""
    after = market.first[post]
    market.post[person] = post
    market.next[person] = after
    market.previous[person] = NOBODY
    if after != NOBODY:
        market.previous[after] = person
    market.first[post] = person
    market.filled[post] += 1


@compiled
def leave(market: Market, person: Index) -> None:
    """Free a person from the post held."""
    post, before, after = market.post[person], market.previous[person], market.next[person]
    if before == NOBODY:
        market.first[post] = after
    else:
        market.next[before] = after
    if after != NOBODY:
        market.previous[after] = before
    market.filled[post] -= 1
    market.post[person] = NOBODY
