"""Posts bid for people, idle people bid for posts (D. P. Bertsekas 1988; with D. A. Castanon 1992), over all pairs.

A round with the smallest raise `epsilon` ends with every place filled or given up, every idle person at the least
rent, and nobody's choice more than epsilon from the best at these rents: at most epsilon a place above the optimum.
"""

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.staffing.forest import Forest, lift, refresh
from muster.planning.staffing.holders import Holders, dearest, gather, succeed
from muster.planning.staffing.market import NOBODY, Index, Market, leave, take, way
from muster.planning.staffing.search import cheapest_people, cheapest_posts

Longs = NDArray[np.int64]

_GIVEN_UP = -2


@compiled
def dismiss(market: Market, price: Longs, epsilon: int) -> None:
    """Free everybody who costs a post more than epsilon above its price: it might find better."""
    for person in range(market.rent.size):
        post = market.post[person]
        if post != NOBODY and way(market, person, post) + market.rent[person] > price[post] + epsilon:
            leave(market, person)


@compiled
def posts_bid(market: Market, people: Forest, order: Longs, epsilon: int) -> int:
    """Every post with a vacant place takes whom it finds cheapest, and raises that rent as far as it would go."""
    refresh(people, market.rent)
    posts = order.size
    wanted = market.places - market.filled
    queue = np.empty(posts, dtype=np.int64)
    queue[:] = order
    head, waiting, bids = 0, posts, 0
    while waiting > 0:
        post = queue[head]
        head = (head + 1) % posts
        waiting -= 1
        while wanted[post] > 0:
            loser = _bid(market, people, post, epsilon)
            bids += 1
            wanted[post] -= 1
            if loser == _GIVEN_UP:
                wanted[post] = 0
            elif loser != NOBODY:
                if wanted[loser] == 0:
                    queue[(head + waiting) % posts] = loser
                    waiting += 1
                wanted[loser] += 1
    return bids


@compiled
def _bid(market: Market, people: Forest, post: Index, epsilon: int) -> np.int64:
    """Fill one place; the post that loses its person, NOBODY, or _GIVEN_UP where a vacancy is cheaper."""
    least, second, person = cheapest_people(market, people, post, post)
    if person == NOBODY:
        return np.int64(_GIVEN_UP)
    market.rent[person] += second - least + epsilon
    lift(people, market.rent, person)
    loser = market.post[person]
    if loser != NOBODY:
        leave(market, person)
    take(market, person, post)
    return np.int64(loser)


@compiled
def idle_bid(market: Market, posts: Forest, people: Forest, worth: Longs, epsilon: int) -> int:
    """Every idle person who asks more than need be goes where most is saved, asking just enough less.

    `worth` is minus what each post's dearest place costs: a post's price in the eyes of the idle.
    """
    seats = market.places.cumsum()
    room = np.int64(seats[-1]) if seats.size else np.int64(0)
    holders = Holders(seats - market.places, np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64))
    gather(market, holders)
    for post in range(worth.size):
        worth[post] = -dearest(market, holders, post)[0]
    refresh(posts, worth)
    idle = np.flatnonzero((market.post == NOBODY) & (market.rent > market.floor))
    stack = np.empty(market.rent.size, dtype=np.int64)
    stack[: idle.size] = idle
    waiting: int = idle.size
    bids = 0
    while waiting > 0:
        person = stack[waiting - 1]
        waiting -= 1
        bids += 1
        loser = _offer(market, holders, posts, people, worth, person, epsilon)
        if loser != NOBODY and market.rent[loser] > market.floor[loser]:
            stack[waiting] = loser
            waiting += 1
    return bids


@compiled
def _offer(
    market: Market, holders: Holders, posts: Forest, people: Forest, worth: Longs, person: Index, epsilon: int
) -> np.int64:
    """Place one idle person, or have the least rent asked; who loses a place by it, or NOBODY."""
    enough = np.int64(-market.floor[person] - epsilon)
    _least, second, post = cheapest_posts(market, posts, people, worth, person, enough)
    if post == NOBODY:
        market.rent[person] = market.floor[person]
        return np.int64(NOBODY)
    market.rent[person] = -second - epsilon
    loser = dearest(market, holders, post)[1]
    succeed(market, holders, post, person)
    if loser != NOBODY:
        leave(market, loser)
    take(market, person, post)
    worth[post] = -dearest(market, holders, post)[0]
    lift(posts, worth, post)
    return loser
