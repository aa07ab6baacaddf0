"""Filling seats: rounds of an auction with ever smaller raises, until the prices prove the plan optimal."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import log

import numpy as np
from numpy.typing import NDArray

from muster.planning.staffing.auction import dismiss, idle_bid, posts_bid
from muster.planning.staffing.certificate import Certificate, bound
from muster.planning.staffing.costs import kept_metres, score
from muster.planning.staffing.hall import Hall, fine_scale, hold, seated
from muster.planning.staffing.model import NOBODY, Instance, Plan
from muster.planning.staffing.needs import Needs, needs_of
from muster.planning.staffing.prices import price_posts
from muster.planning.staffing.refine import refine
from muster.planning.staffing.vacancies import explained
from muster.planning.stop import Stop, Watch

Longs = NDArray[np.int64]
Progress = Callable[[float], None]

RAISES = 400  # the first round's raises reach the dearest vacancy in so many
FINER = 6  # each round's raises are so much smaller than the last one's
NEAR = 1  # metre a seat between plan and bound: the plan may well be the best already
HIGHER = 30  # raises: so much above a round's prices are the exact ones looked for


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
    hall = hold(instance, needs, scale=fine_scale(instance), seed=seed)
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


def _round(instance: Instance, hall: Hall, epsilon: int) -> _Proof:
    """Whoever is not well placed at the rents of the round before bids anew; then the prices are settled."""
    market, price = hall.market, hall.price
    dismiss(market, price, epsilon)
    posts_bid(market, hall.people, hall.order, epsilon)
    idle_bid(market, hall.posts, hall.people, np.empty_like(price), epsilon)
    price_posts(market, hall.people, price)
    found = _proof(instance, hall)
    if 0 < found.objective - found.bound < NEAR * instance.seats and _is_refined(hall, epsilon):
        return _proof(instance, hall)
    return found


def _is_refined(hall: Hall, epsilon: int) -> bool:
    """Whether exact prices were found for the plan as it is; otherwise the prices are what they were."""
    rent, price = hall.market.rent.copy(), hall.price.copy()
    if refine(hall.market, hall.people, hall.price, HIGHER * epsilon):
        return True
    hall.market.rent[:], hall.price[:] = rent, price
    return False


def _proof(instance: Instance, hall: Hall) -> _Proof:
    market = hall.market
    person = seated(hall, instance)
    seat_price, rent = hall.price[hall.post_of_seat], np.empty_like(market.rent)
    rent[hall.person] = market.rent - market.floor
    proved = bound(seat_price, rent, market.scale) + kept_metres(instance)
    return _Proof(person, seat_price, rent, sum(score(instance, person).values()), proved)


def _better(best: _Proof | None, found: _Proof) -> _Proof:
    """The cheaper plan, under the prices that prove more."""
    if best is None:
        return found
    if best.objective < found.objective:
        found = replace(found, person=best.person, objective=best.objective)
    if best.bound > found.bound:
        found = replace(found, seat_price=best.seat_price, rent=best.rent, bound=best.bound)
    return found


def _plan(instance: Instance, needs: Needs, best: _Proof, scale: int, watch: Watch, seed: int) -> Plan:
    vacant = int(np.sum(best.person == NOBODY))
    certificate = Certificate(
        objective=best.objective,
        lower_bound=best.bound,
        score=score(instance, best.person),
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
