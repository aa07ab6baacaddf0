"""Rosters by simulated annealing (S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi 1983), a whole row a move."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.rostering.book import BANNED, Book
from muster.planning.rostering.draws import draw
from muster.planning.rostering.spans import MOST_COUNTS, NO_COUNTS, Row, Span, Table, room_for, span
from muster.planning.rostering.sums import forward, weigh
from muster.planning.zoning.chance import State, below, seeded

Longs = NDArray[np.int64]
_ROOM = 1_000_000  # cells
_DRAWS = 8  # tries to meet the limits by kind of shift


class Desk(NamedTuple):
    """One annealing: the roster as it stands, and the best so far."""

    roster: NDArray[np.int16]  # (people, days) options
    best: NDArray[np.int16]
    there: Longs  # (lines,) people on each need
    cost: Longs  # of the roster, of the best
    chance: State
    table: Table
    row: Row


def desk(book: Book, roster: NDArray[np.int16], seed: int) -> Desk:
    """An annealing that begins at this roster."""
    count = np.zeros(book.line_need.size, dtype=np.int64)
    opened = Desk(
        roster=roster.copy(),
        best=roster.copy(),
        there=count,
        cost=np.full(2, total(book, roster)),
        chance=seeded(seed, 0, 0),
        table=room_for(book, _ROOM),
        row=np.zeros(book.days, dtype=np.int16),
    )
    for person in range(book.people):
        tally(book, person, opened, roster[person], 0, book.days, 1)
    return opened


@compiled
def price(book: Book, person: int, desk: Desk, area: Span) -> None:
    """What each option of each day costs a person whose row is not counted."""
    cost = desk.table.cost
    for at in range(area.end - area.first):
        day = area.first + at
        cost[at] = book.own[person, day]
        for shift in range(book.shifts):
            cell = day * book.shifts + shift
            for line in range(book.line_first[cell], book.line_first[cell + 1]):
                if book.serves[person, line]:
                    short = desk.there[line] < book.line_need[line]
                    cost[at, shift + 1] += -book.line_under[line] if short else book.line_over[line]
        for pair in range(book.friend_first[person], book.friend_first[person + 1]):
            cost[at] += book.friend_weight[pair]
            cost[at, desk.roster[book.friend[pair], day]] -= book.friend_weight[pair]


@compiled
def tally(book: Book, person: int, desk: Desk, row: Row, first: int, end: int, sign: int) -> None:
    for day in range(first, end):
        if row[day] > 0:
            cell = day * book.shifts + row[day] - 1
            for line in range(book.line_first[cell], book.line_first[cell + 1]):
                if book.serves[person, line]:
                    desk.there[line] += sign


@compiled
def within_limits(book: Book, person: int, row: Row) -> bool:
    for shift in range(book.shifts):
        limit = book.limit[person, shift]
        if limit < book.days and (row == shift + 1).sum() > limit:
            return False
    return True


@compiled
def _cost(table: Table, area: Span, row: Row) -> int:
    cost = 0
    for at in range(area.end - area.first):
        cost += table.cost[at, row[area.first + at]]
    return cost


@compiled
def _keep(table: Table, area: Span, last: int, row: Row) -> None:
    """From `last` on, the days of a span stay as they are."""
    for day in range(last, area.end):
        kept = table.cost[day - area.first, row[day]]
        table.cost[day - area.first] = BANNED
        table.cost[day - area.first, row[day]] = kept


@compiled
def _redrawn(book: Book, desk: Desk, person: int, first: int, last: int, heat: float, counts: int) -> bool:
    row = desk.row
    row[:] = desk.roster[person]
    table = desk.table
    area = span(book, person, row, first, last, table, False, counts)  # noqa: FBT003 - compiled loops take no keywords
    if area.counts == 1 and counts > 1:
        return False  # nothing to count: it was tried before
    tally(book, person, desk, row, area.first, area.end, -1)
    price(book, person, desk, area)
    before = _cost(table, area, row)
    _keep(table, area, last, row)
    weigh(book, area, table, heat)
    forward(book, area, table)
    found = False
    for _ in range(_DRAWS):
        if not draw(book, area, table, desk.chance, row):
            break
        if within_limits(book, person, row):
            found = True
            break
    if found:
        desk.cost[0] += _cost(table, area, row) - before
        desk.roster[person] = row
    tally(book, person, desk, desk.roster[person], area.first, area.end, 1)
    return found


@compiled
def redraw(book: Book, desk: Desk, person: int, first: int, last: int, heat: float) -> None:
    """Draw a person's days anew, the others' given: first as if no shift were scarce, which is quick."""
    if not _redrawn(book, desk, person, first, last, heat, NO_COUNTS):
        _redrawn(book, desk, person, first, last, heat, MOST_COUNTS)
    if desk.cost[0] < desk.cost[1]:
        desk.cost[1] = desk.cost[0]
        desk.best[:] = desk.roster


@compiled
def sweep(book: Book, desk: Desk, heat: float, days: int) -> None:
    """As many moves as there are people, each of somebody's whole weeks, so many days."""
    weeks = (book.days + 6) // 7
    for _ in range(book.people):
        person = int(below(desk.chance, book.people))
        first = 7 * int(below(desk.chance, weeks)) - days + 7
        last = min(first + days, book.days)
        redraw(book, desk, person, max(first, 0), last, heat)


@compiled
def total(book: Book, roster: NDArray[np.int16]) -> int:
    """The whole cost, counted anew."""
    cost = 0
    for person in range(book.people):
        for day in range(book.days):
            cost += book.own[person, day, roster[person, day]]
            for pair in range(book.friend_first[person], book.friend_first[person + 1]):
                other = book.friend[pair]
                if other > person and roster[other, day] != roster[person, day]:
                    cost += book.friend_weight[pair]
    count = np.zeros(book.line_need.size, dtype=np.int64)
    for cell in range(book.days * book.shifts):
        day, option = cell // book.shifts, cell % book.shifts + 1
        for line in range(book.line_first[cell], book.line_first[cell + 1]):
            for person in range(book.people):
                count[line] += roster[person, day] == option and book.serves[person, line]
            cost += book.line_under[line] * max(book.line_need[line] - count[line], 0)
            cost += book.line_over[line] * max(count[line] - book.line_need[line], 0)
    return cost
