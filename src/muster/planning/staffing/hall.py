"""Where people and seats meet: the market of an instance, and its trees. The auction and the re-plan are held here.

People and posts are numbered by place, so that neighbours are near in memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muster.planning.staffing.forest import Forest, by_place, plant
from muster.planning.staffing.market import NOBODY, Market
from muster.planning.staffing.model import Instance
from muster.planning.staffing.needs import Needs

Longs = NDArray[np.int64]

NO_LIMIT = 2**40  # metres


@dataclass(frozen=True, eq=False)
class Hall:
    market: Market
    people: Forest
    posts: Forest
    order: Longs  # in which posts bid first
    price: Longs  # of each post, as the last round left it
    person: Longs  # the instance's number of each of the market's people
    post_of_seat: Longs


@dataclass(frozen=True, eq=False)
class _Trees:
    """Who is looked for where: people and posts of the same tree may come together."""

    people: list[Longs]
    posts: list[Longs]
    need: Longs  # of each post
    local: Longs
    locals: int


def hold(instance: Instance, needs: Needs, *, scale: int, seed: int) -> Hall:
    """Nobody placed, everybody at the least rent."""
    person = by_place(instance.person_x, instance.person_y)
    seat, post_of_seat, places = _posts(instance, needs)
    trees = _trees(instance, needs, person, seat)
    market = _market(instance, person, seat, post_of_seat, trees, scale)
    market.places[:] = places
    start = np.random.default_rng(seed).integers(max(seat.size, 1))
    return Hall(
        market=market,
        people=plant(market.person_x, market.person_y, trees.people),
        posts=plant(market.post_x, market.post_y, trees.posts),
        order=np.roll(np.arange(seat.size), start),
        price=np.zeros(seat.size, dtype=np.int64),
        person=person,
        post_of_seat=post_of_seat,
    )


def fine_scale(instance: Instance) -> int:
    """So many parts to the metre that raises of one part come to less than a metre over all seats."""
    return int(2 ** (2 * instance.seats + 1).bit_length())


def seated(hall: Hall, instance: Instance) -> NDArray[np.int32]:
    """The people of each post on its seats: holders on their own, the rest in the order of both."""
    post, seats = hall.market.post, hall.post_of_seat.size
    person = np.full(seats, NOBODY, dtype=np.int32)
    kept = np.flatnonzero(instance.seat_holder != NOBODY)
    rank = np.empty(instance.people, dtype=np.int64)
    rank[hall.person] = np.arange(instance.people)
    holder = rank[instance.seat_holder[kept]]
    stays = post[holder] == hall.post_of_seat[kept]
    person[kept[stays]] = instance.seat_holder[kept[stays]]
    others = post != NOBODY
    others[holder[stays]] = False
    free = np.flatnonzero(person == NOBODY)
    free = free[np.argsort(hall.post_of_seat[free], kind="stable")]
    placed = np.flatnonzero(others)
    placed = placed[np.lexsort((hall.person[placed], post[placed]))]
    held = post[placed]
    turn = np.arange(placed.size) - np.searchsorted(held, held)
    person[free[np.searchsorted(hall.post_of_seat[free], held) + turn]] = hall.person[placed]
    return person


def _market(
    instance: Instance, person: Longs, seat: Longs, post_of_seat: Longs, trees: _Trees, scale: int
) -> Market:
    """`seat` is one of the seats of each post."""
    reach = NO_LIMIT if instance.max_distance is None else int(min(instance.max_distance, NO_LIMIT))
    home, held, holder = _holders(instance, person, post_of_seat, seat.size)
    floor = instance.person_load[person] * instance.load_metres * scale
    return Market(
        scale=scale,
        reach=reach,
        person_x=instance.person_x[person],
        person_y=instance.person_y[person],
        person_unit=instance.person_unit[person],
        floor=floor,
        home=home,
        bonus=np.where(home != NOBODY, instance.move_metres * scale, 0),
        rent=floor.copy(),
        post=np.full(person.size, NOBODY, dtype=np.int64),
        next=np.full(person.size, NOBODY, dtype=np.int64),
        previous=np.full(person.size, NOBODY, dtype=np.int64),
        post_x=instance.seat_x[seat],
        post_y=instance.seat_y[seat],
        post_unit=instance.seat_unit[seat],
        away=instance.away_metres * scale,
        locals=trees.locals,
        need=trees.need,
        local=trees.local,
        held=held,
        holder=holder,
        places=np.ones(seat.size, dtype=np.int64),
        vacancy=instance.seat_weight[seat] * instance.vacancy_metres * scale,
        first=np.full(seat.size, NOBODY, dtype=np.int64),
        filled=np.zeros(seat.size, dtype=np.int64),
    )


def _holders(
    instance: Instance, person: Longs, post_of_seat: Longs, posts: int
) -> tuple[Longs, Longs, Longs]:
    """The post that each may stay at, and for each post who may, as a list and where each post's part begins."""
    home = np.full(person.size, NOBODY, dtype=np.int64)
    seat = np.flatnonzero(instance.keeps)
    home[instance.seat_holder[seat]] = post_of_seat[seat]
    home = home[person]
    holder = np.flatnonzero(home != NOBODY)
    holder = holder[np.argsort(home[holder], kind="stable")]
    return home, np.searchsorted(home[holder], np.arange(posts + 1)).astype(np.int64), holder


def _trees(instance: Instance, needs: Needs, person: Longs, seat: Longs) -> _Trees:
    """A tree for each need; before them, where units matter, one for each need and unit."""
    rank = np.empty(person.size, dtype=np.int64)
    rank[person] = np.arange(person.size)
    need = needs.of_seat[seat]
    people = [rank[who] for who in needs.qualified]
    posts = [np.flatnonzero(need == one) for one in range(needs.count)]
    local = np.full(seat.size, NOBODY, dtype=np.int64)
    near: list[tuple[Longs, Longs]] = []
    if instance.away_metres:
        post_unit = instance.seat_unit[seat]
        for which in range(needs.count):
            units = _by_unit(instance.person_unit[person[people[which]]], people[which])
            for unit, members in _by_unit(post_unit[posts[which]], posts[which]).items():
                local[members] = len(near)
                near.append((units.get(unit, np.empty(0, dtype=np.int64)), members))
    return _Trees(
        people=[who for who, _ in near] + people,
        posts=[which for _, which in near] + posts,
        need=need + len(near),
        local=local,
        locals=len(near),
    )


def _by_unit(unit: Longs, members: Longs) -> dict[int, Longs]:
    order = np.argsort(unit, kind="stable")
    units, starts = np.unique(unit[order], return_index=True)
    return dict(zip(units.tolist(), np.split(members[order], starts[1:]), strict=True)) if unit.size else {}


def _posts(instance: Instance, needs: Needs) -> tuple[Longs, Longs, Longs]:
    """Seats that are alike, as posts numbered by place: a seat of each, the post of each seat, places of each."""
    x, y = instance.seat_x, instance.seat_y
    first, kind, places = _alike([needs.of_seat, x, y, instance.seat_weight, instance.seat_unit])
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
