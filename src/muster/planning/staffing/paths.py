"""Filling one place exactly: the cheapest chain of moves that ends with somebody idle or with a cheaper vacancy.

E. W. Dijkstra 1959, "A note on two problems in connexion with graphs", on reduced costs (J. Edmonds and R. M. Karp
1972, "Theoretical improvements in algorithmic efficiency for network flow problems"). The graph is not listed: each
post reached asks its trees for the cheapest person not reached yet.
"""

from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.staffing.forest import FAR, Forest, lift
from muster.planning.staffing.market import NOBODY, Index, Market, leave, take
from muster.planning.staffing.search import cheapest_person

Longs = NDArray[np.int64]
Heap = list[tuple[np.int64, np.int64, np.int64]]


class Chains(NamedTuple):
    """Prices at which the plan is optimal, and room for a search."""

    price: Longs  # of each post
    asked: Longs  # each person's rent as the trees know it; FAR for who is out of the question
    reached: Longs  # what it costs to reach each post, or FAR
    via: Longs  # of each post reached: who would leave it
    taker: Longs  # of each person reached: the post that would take them
    found: Longs  # the posts reached, in their order
    touched: NDArray[np.bool_]  # posts where people came or went


@compiled
def drop(market: Market, people: Forest, chains: Chains, persons: Longs) -> None:
    """These people leave, one by one, and each place is filled again as well as can be."""
    for person in persons:
        post = market.post[person]
        market.rent[person] = market.floor[person]
        chains.asked[person] = FAR
        lift(people, chains.asked, person)
        if post != NOBODY:
            leave(market, person)
            chains.touched[post] = True
            _fill(market, people, chains, post)


@compiled
def _fill(market: Market, people: Forest, chains: Chains, start: Index) -> None:
    """Dijkstra from a post with a place to fill."""
    heap = [(np.int64(0), np.int64(start), np.int64(NOBODY))]
    heap.pop()
    end, last = FAR, np.int64(NOBODY)  # where the cheapest chain so far leaves a place vacant
    idle = np.int64(NOBODY)
    count = 0
    post, cost, leaver = np.int64(start), np.int64(0), np.int64(NOBODY)
    while True:
        chains.found[count] = post
        count += 1
        _reach(market, people, chains, post, cost, leaver)
        vacant = cost + market.vacancy[post] - chains.price[post]
        if vacant < end:
            end, last = vacant, post
        _ask(market, people, chains, heap, post, end)
        cost, taker, person = _next(market, people, chains, heap, end)
        if person == NOBODY:
            break
        chains.taker[person] = taker
        if market.post[person] == NOBODY:
            end, idle = cost, person
            break
        post, leaver = market.post[person], person
        heappush(
            heap, (cost, taker, np.int64(NOBODY))
        )  # whom it takes next, once this person is out of sight
    _raise(market, people, chains, count, end)
    _shift(market, chains, idle, last)


@compiled
def _next(
    market: Market, people: Forest, chains: Chains, heap: Heap, end: np.int64
) -> tuple[np.int64, np.int64, np.int64]:
    """The next person to be reached: at what cost, by which post; NOBODY where leaving a place vacant is no dearer."""
    while len(heap) > 0:
        cost, taker, person = heappop(heap)
        if cost >= end:
            break
        if person != NOBODY and chains.asked[person] != FAR:
            return cost, taker, person
        _ask(market, people, chains, heap, taker, end)
    return np.int64(0), np.int64(NOBODY), np.int64(NOBODY)


@compiled
def _reach(
    market: Market, people: Forest, chains: Chains, post: Index, cost: np.int64, leaver: np.int64
) -> None:
    """Nobody at this post need be asked any more: one of them goes at this cost already."""
    chains.reached[post] = cost
    chains.via[post] = leaver
    person = market.first[post]
    while person != NOBODY:
        chains.asked[person] = FAR
        lift(people, chains.asked, person)
        person = market.next[person]


@compiled
def _ask(market: Market, people: Forest, chains: Chains, heap: Heap, post: Index, end: np.int64) -> None:
    """Remember whom this post would take next, if that is worth while."""
    before = chains.reached[post] - chains.price[post]
    least, person = cheapest_person(market, people, chains.asked, post, end - before)
    if person != NOBODY:
        heappush(heap, (before + least, np.int64(post), np.int64(person)))


@compiled
def _raise(market: Market, people: Forest, chains: Chains, count: int, end: np.int64) -> None:
    """Prices and rents rise so far that the chain is as good as free, and no pair becomes cheaper than free."""
    for post in chains.found[:count]:
        rise = end - chains.reached[post]
        chains.price[post] += rise
        chains.reached[post] = FAR
        person = market.first[post]
        while person != NOBODY:
            market.rent[person] += rise
            chains.asked[person] = market.rent[person]
            lift(people, chains.asked, person)
            person = market.next[person]


@compiled
def _shift(market: Market, chains: Chains, idle: np.int64, last: np.int64) -> None:
    """Everybody along the chain moves up, from its end to its start."""
    person = idle if idle != NOBODY else chains.via[last]
    if idle == NOBODY and person != NOBODY:
        chains.touched[last] = True
    while person != NOBODY:
        if market.post[person] != NOBODY:
            leave(market, person)
        post = chains.taker[person]
        take(market, person, post)
        chains.touched[post] = True
        person = chains.via[post]
