"""Re-planning exactly: somebody drops out, as few as possible move, and the plan stays proved optimal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from muster.planning.arrays import require
from muster.planning.compiled import compiled
from muster.planning.problems import InvalidInstance
from muster.planning.staffing.certificate import Certificate
from muster.planning.staffing.costs import score
from muster.planning.staffing.forest import FAR, refresh
from muster.planning.staffing.hall import Hall, hold
from muster.planning.staffing.market import NOBODY, Market, take
from muster.planning.staffing.model import Instance, Plan
from muster.planning.staffing.needs import needs_of
from muster.planning.staffing.paths import Chains, drop
from muster.planning.staffing.vacancies import explained
from muster.planning.staffing.whole import whole_prices

Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Move:
    """A seat whose person changed; None: vacant."""

    seat: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Repair:
    """What one change of the people did to the plan."""

    moves: tuple[Move, ...]
    objective: int  # of the best plan there is now; `Desk.plan` proves it


@dataclass(frozen=True, eq=False)
class _Seats:
    """Who sits where, in the market's numbers."""

    start: Longs  # where each post's seats begin …
    seat: Longs  # … in this list
    sitter: Longs  # of each seat
    at: Longs  # of each person: the seat taken last
    own: Longs  # of each person: the seat held from the beginning


class Desk:
    """Keeps a plan at hand while people drop out.

    Everybody's seat in the plan is theirs: moving one of them to another costs `move_metres`. After every change the
    plan is as good as a full solve of `instance`, which has those holders and this price.
    """

    def __init__(self, instance: Instance, plan: Plan, *, move_metres: int) -> None:
        """`plan` is one that `verify` accepts as optimal."""
        if not plan.certificate.is_optimal:
            raise InvalidInstance("plan_not_optimal", "only a plan that is proved optimal can be kept so")
        if move_metres < instance.move_metres:
            raise InvalidInstance("move_metres_range", f"moving cost {instance.move_metres} metres so far")
        stayed = instance.keeps & (instance.seat_holder == plan.person)
        self._instance = replace(instance, seat_holder=plan.person.astype(np.int64), move_metres=move_metres)
        self._available = instance.person_available.copy()
        self._certificate = plan.certificate
        self._hall = hold(self._instance, needs_of(instance), scale=1, seed=0)
        self._seats = _settle(self._hall, plan.person)
        self._kept = int(self._instance.keeps.sum())
        seat_price, rent = whole_prices(instance, plan)
        market, rank = self._hall.market, np.argsort(self._hall.person)
        self._hall.price[self._hall.post_of_seat] = seat_price
        market.rent[:] = market.floor + rent[self._hall.person]
        seat = np.flatnonzero(plan.person != NOBODY)
        market.rent[rank[plan.person[seat]]] += move_metres - stayed[seat] * instance.move_metres
        market.rent[market.post == NOBODY] = market.floor[market.post == NOBODY]
        self._rank = rank
        self._chains = _chains(self._hall)
        refresh(self._hall.people, self._chains.asked)

    @property
    def instance(self) -> Instance:
        """As things are now: a full solve of this comes to the same objective."""
        return replace(self._instance, person_available=self._available)

    @property
    def plan(self) -> Plan:
        """The plan as it is now, with its proof."""
        instance, hall, market = self.instance, self._hall, self._hall.market
        person = self._people()
        rent = np.empty_like(market.rent)
        rent[hall.person] = market.rent - market.floor
        vacant = int(np.sum(person == NOBODY))
        objective = self._objective()
        certificate = Certificate(
            objective=objective,
            lower_bound=objective,
            score=score(instance, person),
            filled=instance.seats - vacant,
            vacant=vacant,
            seat_price=hall.price[hall.post_of_seat],
            person_rent=rent,
            scale=1,
            steps=self._certificate.steps,
            seed=self._certificate.seed,
            seconds=self._certificate.seconds,
        )
        return Plan(
            person=person, vacancies=explained(instance, needs_of(instance), person), certificate=certificate
        )

    def drop_out(self, persons: Sequence[int] | ArrayLike) -> Repair:
        """These people can no longer come: free their seats, fill them again as well as can be."""
        gone = np.unique(np.asarray(persons, dtype=np.int64))
        known = (gone >= 0) & (gone < self._available.size)
        require(known, "person_range", "a person is a row of the instance")
        gone = gone[self._available[gone]]
        self._available[gone] = False
        before = self._people()
        gone = self._rank[gone]
        self._kept -= int(np.sum(self._hall.market.home[gone] != NOBODY))
        drop(self._hall.market, self._hall.people, self._chains, gone)
        seats = self._seats
        touched = np.flatnonzero(self._chains.touched)
        _seat_again(self._hall.market, touched, seats.start, seats.seat, seats.sitter, seats.at, seats.own)
        self._chains.touched[touched] = False
        return Repair(moves=_moves(before, self._people()), objective=self._objective())

    def _people(self) -> NDArray[np.int32]:
        sitter = self._seats.sitter
        return np.append(self._hall.person, NOBODY)[sitter].astype(np.int32)

    def _objective(self) -> int:
        """By strong duality: prices less rents, and what moving every holder would cost."""
        market = self._hall.market
        worth = int(np.sum(self._hall.price * market.places)) - int(np.sum(market.rent - market.floor))
        return worth + self._kept * self._instance.move_metres


def _settle(hall: Hall, person: NDArray[np.int32]) -> _Seats:
    """Everybody on the seat that the plan gives them."""
    market = hall.market
    rank = np.argsort(hall.person)
    sitter = np.append(rank, NOBODY)[person]
    at = np.full(hall.person.size, NOBODY, dtype=np.int64)
    filled = np.flatnonzero(sitter != NOBODY)
    at[sitter[filled]] = filled
    order = np.argsort(hall.post_of_seat, kind="stable")
    start = np.searchsorted(hall.post_of_seat[order], np.arange(market.places.size + 1))
    take_all(market, sitter, hall.post_of_seat)
    return _Seats(start=start.astype(np.int64), seat=order, sitter=sitter, at=at, own=at.copy())


def _chains(hall: Hall) -> Chains:
    posts, people = hall.market.places.size, hall.person.size
    asked = hall.market.rent.copy()
    return Chains(
        price=hall.price,
        asked=asked,
        reached=np.full(posts, FAR, dtype=np.int64),
        via=np.full(posts, NOBODY, dtype=np.int64),
        taker=np.full(people, NOBODY, dtype=np.int64),
        found=np.empty(posts, dtype=np.int64),
        touched=np.zeros(posts, dtype=np.bool_),
    )


def _moves(before: NDArray[np.int32], after: NDArray[np.int32]) -> tuple[Move, ...]:
    seats = np.flatnonzero(before != after).tolist()
    return tuple(
        Move(seat, *(int(who[seat]) if who[seat] != NOBODY else None for who in (before, after)))
        for seat in seats
    )


@compiled
def take_all(market: Market, sitter: Longs, post_of_seat: Longs) -> None:
    for seat in range(sitter.size):
        if sitter[seat] != NOBODY:
            take(market, sitter[seat], post_of_seat[seat])


@compiled
def _seat_again(
    market: Market, posts: Longs, start: Longs, seats: Longs, sitter: Longs, at: Longs, own: Longs
) -> None:
    """At the posts where people came or went: who left frees a seat, holders take their own, newcomers any other."""
    for post in posts:
        for seat in seats[start[post] : start[post + 1]]:
            if sitter[seat] != NOBODY and market.post[sitter[seat]] != post:
                sitter[seat] = NOBODY
    for post in posts:
        mine = seats[start[post] : start[post + 1]]
        person = market.first[post]
        while person != NOBODY:
            if at[person] == NOBODY or sitter[at[person]] != person:
                seat = own[person] if market.home[person] == post else _vacant(mine, sitter)
                turned_out = sitter[seat]
                sitter[seat], at[person] = person, seat
                if turned_out != NOBODY:
                    seat = _vacant(mine, sitter)
                    sitter[seat], at[turned_out] = turned_out, seat
            person = market.next[person]


@compiled
def _vacant(seats: Longs, sitter: Longs) -> np.int64:
    for seat in seats:
        if sitter[seat] == NOBODY:
            return np.int64(seat)
    return np.int64(NOBODY)
