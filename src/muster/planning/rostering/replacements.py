"""Who could step in when somebody drops out of a shift: best first."""

from dataclasses import dataclass

import numpy as np

from muster.planning.compiled import compiled
from muster.planning.rostering.annealing import Desk, desk, price, tally, within_limits
from muster.planning.rostering.book import BANNED, Book, written
from muster.planning.rostering.draws import draw
from muster.planning.rostering.model import OFF, Instance, Rosters
from muster.planning.rostering.spans import MOST_COUNTS, Row, span
from muster.planning.rostering.sums import forward, weigh

CHANGE_PRICE = 10  # a day of the stand-in's own that moves for it is as bad as so many points


@dataclass(frozen=True, slots=True)
class Replacement:
    """One person who could take the shift, all rules kept."""

    person: int
    extra: int  # what the roster costs more than with the shift left empty; less than 0 = it gains
    changes: int  # further days of theirs that have to move
    row: tuple[int, ...]  # theirs then


def replacements(
    instance: Instance, roster: Rosters, *, person: int, day: int, change_price: int = CHANGE_PRICE
) -> list[Replacement]:
    """Everybody who is off that day and could take the shift, by cost and changes; nobody whose day is pinned."""
    shift = int(roster[person, day])
    if shift == OFF:
        return []
    without = (roster + 1).astype(np.int16)
    without[person, day] = 0
    book = written(instance)
    table = desk(book, without, 0)
    table.table.must[:] = True
    found = []
    for other in range(instance.people):
        if other == person or without[other, day] or book.own[other, day, shift + 1] >= BANNED:
            continue
        row = table.row
        row[:] = without[other]
        extra = int(step_in(book, table, other, day, shift + 1, change_price, row))
        if extra < BANNED:
            changes = int((row != without[other]).sum()) - 1
            found.append(Replacement(other, extra, changes, tuple((row - 1).tolist())))
    return sorted(found, key=lambda one: (one.extra + change_price * one.changes, one.person))


@compiled
def step_in(book: Book, desk: Desk, person: int, day: int, option: int, change_price: int, row: Row) -> int:
    """Write the best row of a person with this shift on this day; what it costs more, BANNED = there is none."""
    table = desk.table
    tally(book, person, desk, row, 0, book.days, -1)
    area = span(book, person, row, 0, book.days, table, True, MOST_COUNTS)  # noqa: FBT003 - loops take no keywords
    price(book, person, desk, area)
    tally(book, person, desk, row, 0, book.days, 1)
    before = 0
    for at in range(book.days):
        before += table.cost[at, row[at]]
        table.cost[at] += change_price
        table.cost[at, row[at]] -= change_price
    wanted = table.cost[day, option] - change_price
    table.cost[day] = BANNED
    table.cost[day, option] = wanted
    old = row.copy()
    weigh(book, area, table, 1.0)
    forward(book, area, table)
    if not draw(book, area, table, desk.chance, row) or not within_limits(book, person, row):
        return BANNED
    extra = -before
    for at in range(book.days):
        extra += table.cost[at, row[at]]
        if at != day and row[at] != old[at]:
            extra -= change_price
    return extra
