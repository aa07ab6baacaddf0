"""A lower bound by column generation (G. B. Dantzig, P. Wolfe 1960; for rosters: B. Jaumard, F. Semet, T. Vovor 1998).

A linear program mixes rows; its prices ask everybody for a cheaper row, found exactly; at any prices those rows give a
Lagrangian bound (L. S. Lasdon 1970). The prices asked at are drawn towards the best so far, which calms them
(P. Wentges 1997).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.problems import PlanningFailed
from muster.planning.rostering.book import Book
from muster.planning.rostering.certificate import SCALE
from muster.planning.rostering.draws import draw
from muster.planning.rostering.mix import Mix
from muster.planning.rostering.spans import (
    MOST_COUNTS,
    NO_COUNTS,
    Floats,
    Longs,
    Row,
    Table,
    is_scarce,
    room_for,
    span,
)
from muster.planning.rostering.sums import forward, weigh
from muster.planning.zoning.chance import State

_CALM = 0.7  # share of the best prices so far in those asked at
_ROOM = 4_000_000
_RAISES, _RAISE = 200, 10
Rows = NDArray[np.int16]
Flags = NDArray[np.bool_]


class Bound(NamedTuple):
    """What any roster costs at least, and the prices that prove it."""

    cost: int
    price: Longs  # (lines,) thousandths
    limit_price: Longs  # (people, shifts)
    counted: Flags  # (people, shifts)


class Pricer:
    """Everybody's cheapest row at given prices."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.table = room_for(book, _ROOM)
        self.counted = np.zeros((book.people, book.shifts), dtype=np.bool_)
        self.rows = np.zeros((book.people, book.days), dtype=np.int16)

    def any_rows(self) -> Rows | None:
        """A row that breaks no rule for everybody, the kindest to them; None where somebody has none."""
        self.table.must[:] = True
        try:
            found = all([self._any_row(person) for person in range(self.book.people)])  # noqa: C419 - every one
        finally:
            self.table.must[:] = False
        return self.rows.copy() if found else None

    def _any_row(self, person: int) -> bool:
        """Limits for which the table has no room are kept by prices that rise while a row is over them."""
        book, row = self.book, self.rows[person]
        chance, nothing = np.zeros(1, dtype=np.uint64), np.zeros_like(book.line_need)
        price = np.zeros(book.shifts, dtype=np.int64)
        for _ in range(_RAISES):
            value(book, person, nothing, price, 1, self.table)
            if not cheapest(book, person, self.table, chance, row, MOST_COUNTS):
                return False
            over = np.bincount(row, minlength=book.shifts + 1)[1:] - book.limit[person]
            if (over <= 0).all():
                return True
            price += np.maximum(over, 0) * _RAISE
        raise PlanningFailed(
            f"no row was found for person {person + 1} that keeps all limits by kind of shift"
        )

    def ask(self, price: Longs, limit_price: Longs, asked: Flags) -> int:
        """The bound at these prices, in thousandths; leaves the rows of those asked in `rows`."""
        total = ask_all(self.book, price, limit_price, asked, self.table, self.rows, self.counted)
        return (
            int(total) - int(np.dot(price, self.book.line_need)) - int((limit_price * self.book.limit).sum())
        )


@compiled
def ask_all(
    book: Book, price: Longs, limit_price: Longs, asked: Flags, table: Table, rows: Rows, counted: Flags
) -> int:
    total = 0
    chance = np.zeros(1, dtype=np.uint64)
    for person in range(book.people):
        if not asked[person]:
            continue
        value(book, person, price, limit_price[person], SCALE, table)
        row = rows[person]
        is_over = counted[person].any()  # it was before: once over, always counted
        if not is_over:
            cheapest(book, person, table, chance, row, NO_COUNTS)
            is_over = _is_over(book, person, table, row)
        if is_over:
            cheapest(book, person, table, chance, row, MOST_COUNTS)
        for at in range(book.days):
            total += table.cost[at, rows[person, at]]
        for shift in range(book.shifts):
            counted[person, shift] = table.stride[book.group[shift]] > 0
    return total


@compiled
def _is_over(book: Book, person: int, table: Table, row: Row) -> bool:
    """Whether a row has too many of shifts that can be counted."""
    for shift in range(book.shifts):
        limit = book.limit[person, shift]
        if is_scarce(limit, book.days, table, shift) and (row == shift + 1).sum() > limit:
            return True
    return False


@compiled
def cheapest(book: Book, person: int, table: Table, chance: State, row: Row, counts: int) -> bool:
    """Write a person's cheapest row at the costs in the table; False when there is none."""
    area = span(book, person, row, 0, book.days, table, True, counts)  # noqa: FBT003 - loops take no keywords
    weigh(book, area, table, 1.0)
    forward(book, area, table)
    return draw(book, area, table, chance, row)


@compiled
def value(book: Book, person: int, price: Longs, limit_price: Longs, scale: int, table: Table) -> None:
    """What each option of each day costs a person when needs and limits have prices."""
    for day in range(book.days):
        table.cost[day] = book.own[person, day] * scale
        for shift in range(book.shifts):
            table.cost[day, shift + 1] += limit_price[shift]
            cell = day * book.shifts + shift
            for line in range(book.line_first[cell], book.line_first[cell + 1]):
                if book.serves[person, line]:
                    table.cost[day, shift + 1] += price[line]


def prove(
    book: Book, mix: Mix, pricer: Pricer, goal: float, near: float, is_over: Callable[[], bool]
) -> Bound:
    """Raise the bound until it meets the goal, or nearly the mix, or the stop rule says so."""
    low, high = -book.line_under * SCALE, book.line_over * SCALE
    everybody = np.ones(book.people, dtype=np.bool_)
    nothing = np.zeros_like(book.line_need), np.zeros_like(book.limit)
    best, most, calm = Bound(0, *nothing, np.zeros_like(pricer.counted)), -np.inf, _CALM
    anchor: tuple[Floats, Floats] = (nothing[0].astype(np.float64), nothing[1].astype(np.float64))
    while not is_over():
        cost, wanted = mix.solve()
        price = np.clip(np.rint(calm * anchor[0] + (1 - calm) * wanted[0]).astype(np.int64), low, high)
        limit_price = np.rint(np.maximum(calm * anchor[1] + (1 - calm) * wanted[1], 0)).astype(np.int64)
        found = pricer.ask(price, limit_price, everybody)
        if found > most:
            most, anchor = found, (price.astype(np.float64), limit_price.astype(np.float64))
            if -(-found // SCALE) > best.cost:
                best = Bound(-(-found // SCALE), price, limit_price, pricer.counted.copy())
        if best.cost >= goal or cost * SCALE - most < max(book.line_need.size, near * cost * SCALE):
            break
        new = [mix.add(person, row) for person, row in enumerate(pricer.rows)]
        if not any(new) and calm == 0.0:
            break
        calm = _CALM if any(new) else 0.0
    return best
