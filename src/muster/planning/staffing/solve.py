"""Filling seats: rounds of an auction with ever smaller raises, until the prices prove the plan optimal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muster.planning.staffing.auction import dismiss, idle_bid, posts_bid
from muster.planning.staffing.certificate import Certificate, bound
from muster.planning.staffing.forest import Forest, by_place, plant
from muster.planning.staffing.market import NOBODY, Market
from muster.planning.staffing.model import Instance, Plan
from muster.planning.staffing.needs import Needs, needs_of
from muster.planning.staffing.prices import price_posts
from muster.planning.staffing.vacancies import explained
from muster.planning.stop import Stop, Watch

Longs = NDArray[np.int64]
Progress = Callable[[float], None]

RAISES = 400  # the first round's raises reach the dearest vacancy in so many
FINER = 6  # each round's raises are so much smaller than the last one's
NO_LIMIT = 2**40  # metres


@dataclass(frozen=True, eq=False)
class _Hall:
    """Where the auction is held. People and posts are numbered by place, so that neighbours are near in memory."""

    market: Market
    people: Forest
    posts: Forest
    order: Longs  # in which posts bid first
    price: Longs  # of each post, as the last round left it
    person: Longs  # the instance's number of each of the market's people
    post_of_seat: Longs


@dataclass(frozen=True, eq=False)
class _Proof:
    """A plan with prices: what it costs, and what no plan can undercut."""

    person: NDArray[np.int32]
    seat_price: Longs
    rent: Longs
    objective: int
    bound: int


def solve(instance: Instance, *, stop: Stop, seed: int, progress: Progress | None = None) -> Plan:
    """A person for every seat that can be filled, at the least cost; the same seed and steps, the same plan.

    A step is one round. The first is always finished, however short the allowance.
    """
    watch = Watch(stop)
    needs = needs_of(instance)
    hall = _hall(instance, needs, seed)
    epsilon = max(int(hall.market.vacancy.max(initial=1)) // RAISES, 1)
    rounds = 1 + log(epsilon, FINER)
    best = None
    while True:
        best = _better(best, _round(instance, hall, epsilon))
        watch.steps += 1
        done = best.objective == best.bound or epsilon == 1 or watch.is_over
        if progress:
            progress(1.0 if done else max(watch.used, watch.steps / rounds))
        if done:
            return _plan(instance, needs, best, hall.market.scale, watch, seed)
        epsilon = max(epsilon // FINER, 1)


def _hall(instance: Instance, needs: Needs, seed: int) -> _Hall:
    person = by_place(instance.person_x, instance.person_y)
    rank = np.argsort(person)
    seat, post_of_seat, places = _posts(instance, needs)
    market = _market(instance, person, seat, needs.of_seat[seat], places)
    members = [np.flatnonzero(market.need == need) for need in range(needs.count)]
    start = np.random.default_rng(seed).integers(max(seat.size, 1))
    return _Hall(
        market=market,
        people=plant(market.person_x, market.person_y, [rank[who] for who in needs.qualified]),
        posts=plant(market.post_x, market.post_y, members),
        order=np.roll(np.arange(seat.size), start),
        price=np.zeros(seat.size, dtype=np.int64),
        person=person,
        post_of_seat=post_of_seat,
    )


def _market(instance: Instance, person: Longs, seat: Longs, need: Longs, places: Longs) -> Market:
    """Nobody placed, no rents. `seat` is one of the seats of each post."""
    scale = 2 ** (2 * instance.seats + 1).bit_length()
    reach = NO_LIMIT if instance.max_distance is None else int(min(instance.max_distance, NO_LIMIT))
    return Market(
        scale=scale,
        reach=reach,
        person_x=instance.person_x[person],
        person_y=instance.person_y[person],
        rent=np.zeros(person.size, dtype=np.int64),
        post=np.full(person.size, NOBODY, dtype=np.int64),
        next=np.full(person.size, NOBODY, dtype=np.int64),
        previous=np.full(person.size, NOBODY, dtype=np.int64),
        post_x=instance.seat_x[seat],
        post_y=instance.seat_y[seat],
        need=need,
        places=places,
        vacancy=instance.seat_weight[seat] * instance.vacancy_metres * scale,
        first=np.full(seat.size, NOBODY, dtype=np.int64),
        filled=np.zeros(seat.size, dtype=np.int64),
    )


def _posts(instance: Instance, needs: Needs) -> tuple[Longs, Longs, Longs]:
    """Seats that are alike, as posts numbered by place: a seat of each, the post of each seat, places of each."""
    x, y = instance.seat_x, instance.seat_y
    first, kind, places = _alike([needs.of_seat, x, y, instance.seat_weight])
    order = by_place(x[first], y[first])
    return first[order], np.argsort(order)[kind], places[order]


def _alike(columns: Sequence[NDArray[Any]]) -> tuple[Longs, Longs, Longs]:
    """Rows that are equal: the first of each kind, the kind of each row, how many there are of each kind."""
    order = np.lexsort(columns[::-1])
    new = np.zeros(order.size, dtype=np.bool_)
    new[:1] = True
    for column in columns:
        new[1:] |= column[order][1:] != column[order][:-1]
    kind = np.empty(order.size, dtype=np.int64)
    kind[order] = np.cumsum(new) - 1
    return order[new], kind, np.bincount(kind).astype(np.int64)


def _round(instance: Instance, hall: _Hall, epsilon: int) -> _Proof:
    """Whoever is not well placed at the rents of the round before bids anew; then the prices are settled."""
    market, price = hall.market, hall.price
    dismiss(market, price, epsilon)
    posts_bid(market, hall.people, hall.order, epsilon)
    idle_bid(market, hall.posts, hall.people, np.empty_like(price), epsilon)
    price_posts(market, hall.people, price)
    person = _seated(hall)
    distance, vacancy = _costs(instance, person)
    seat_price, rent = price[hall.post_of_seat], np.empty_like(market.rent)
    rent[hall.person] = market.rent
    return _Proof(person, seat_price, rent, distance + vacancy, bound(seat_price, rent, market.scale))


def _better(best: _Proof | None, found: _Proof) -> _Proof:
    """The cheaper plan, under the prices that prove more."""
    if best is None:
        return found
    if best.objective < found.objective:
        found = replace(found, person=best.person, objective=best.objective)
    if best.bound > found.bound:
        found = replace(found, seat_price=best.seat_price, rent=best.rent, bound=best.bound)
    return found


def _seated(hall: _Hall) -> NDArray[np.int32]:
    """The people of each post on its seats, in the order of both."""
    post = hall.market.post
    seats = np.argsort(hall.post_of_seat, kind="stable")
    starts = np.searchsorted(hall.post_of_seat[seats], np.arange(hall.market.places.size))
    placed = np.flatnonzero(post != NOBODY)
    placed = placed[np.lexsort((hall.person[placed], post[placed]))]
    held = post[placed]
    turn = np.arange(placed.size) - np.searchsorted(held, held)
    person = np.full(seats.size, NOBODY, dtype=np.int32)
    person[seats[starts[held] + turn]] = hall.person[placed]
    return person


def _costs(instance: Instance, person: NDArray[np.int32]) -> tuple[int, int]:
    """Metres walked, and what the vacant seats are worth."""
    seat = np.flatnonzero(person != NOBODY)
    who = person[seat]
    across, along = (
        instance.person_x[who] - instance.seat_x[seat],
        instance.person_y[who] - instance.seat_y[seat],
    )
    vacant = int(instance.seat_weight[person == NOBODY].sum())
    return int(np.rint(np.sqrt(across**2 + along**2)).sum()), vacant * instance.vacancy_metres


def _plan(instance: Instance, needs: Needs, best: _Proof, scale: int, watch: Watch, seed: int) -> Plan:
    distance, vacancy = _costs(instance, best.person)
    vacant = int(np.sum(best.person == NOBODY))
    certificate = Certificate(
        objective=best.objective,
        lower_bound=best.bound,
        score={"distance": distance, "vacancy": vacancy},
        filled=instance.seats - vacant,
        vacant=vacant,
        seat_price=best.seat_price,
        person_rent=best.rent,
        scale=scale,
        steps=watch.steps,
        seed=seed,
        seconds=watch.seconds,
    )
    return Plan(
        person=best.person, vacancies=explained(instance, needs, best.person), certificate=certificate
    )
