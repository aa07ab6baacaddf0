"""A stretch of one person's row to be filled anew, what the rest of the row leaves it, and room to work in."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.rostering.book import Book

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
Row = NDArray[np.int16]
NO_COUNTS, MOST_COUNTS = 1, 64
_SCARCE = 4  # a shift is counted exactly where its limit is less than a fourth of the days


class Span(NamedTuple):
    """The days from `first` up to `end` of one person's row, and what the rest of the row leaves them.

    States are rests of 1 … `rests` days, then runs of 1 … `runs` days of each kind.
    """

    person: int
    first: int
    end: int
    start: int  # the state before
    rests: int
    runs: int
    states: int
    weekends: int  # at most
    least: int  # units
    most: int
    counts: int  # combinations of counts of scarce shifts
    width: int  # cells for the units of one count: 0 … most, and as many as the longest shift to spill into
    weekend: int  # cells of one number of weekends
    cells: int  # of one state
    cold: bool  # least costs, not sums of chances


class Table(NamedTuple):
    """Room for one row's sums, to be used again and again."""

    sums: Floats  # (days + 1, states, cells) flat; a cell is a number of weekends, counts and units
    live: NDArray[np.bool_]  # (days + 1, states) flat
    group: Floats  # (days, groups) what one shift of it weighs: a chance, or cold a cost
    weight: Floats  # (days, options)
    cost: Longs  # (days, options)
    used: Longs  # (options,) in the row outside the span
    stride: Longs  # (groups,) in counts; 0 = not counted
    room: Longs  # (groups,) at most
    must: NDArray[np.bool_]  # (shifts,) count these even if they are not scarce
    pick: Floats  # weights to pick one of
    picked: Longs  # (any, 3) states, cells and groups to pick one of


@compiled
def before(book: Book, person: int, row: Row, first: int) -> int:
    """The state a row is in on the evening before a day."""
    run = rest = kind = 0
    rests, runs = book.min_rest[person], book.max_run[person]
    for back in range(1, first + book.history + 1):
        day = first - back
        option = row[day] if day >= 0 else book.before[person, book.history + day]
        if option > 0:
            if rest > 0:
                rested: int = min(rest, rests) - 1
                return rested
            if run == 0:
                kind = book.kind[option - 1]
            run += 1
        else:
            if run > 0:
                break
            rest += 1
    state: int = rests + kind * runs + min(run, runs) - 1 if run > 0 else rests - 1
    return state


@compiled
def may_end(book: Book, person: int, day: int, run: int) -> bool:
    """Whether so many days worked in a row may be followed by a day off; at either end they may be part of more."""
    may: bool = run >= book.min_run[person] or run == day + book.history
    return may or (day == 0 and book.may_rest[person])


@compiled
def _settled(book: Book, row: Row, last: int) -> int:
    """The day from which on a row's rules do not look back past `last`, and no weekend is cut."""
    end = last
    while end < book.days and (row[end] > 0) == (row[last] > 0):
        end += 1
    if end < book.days:
        end += 1
    while end < book.days and book.sunday[end]:
        end += 1
    return end


@compiled
def _outside(book: Book, row: Row, first: int, end: int, table: Table) -> tuple[int, int]:
    """Units and weekends worked outside a span; shifts by kind go to the table."""
    units = weekends = 0
    counted = -1
    table.used[:] = 0
    for day in range(book.days):
        if (day < first or day >= end) and row[day] > 0:
            table.used[row[day]] += 1
            units += book.units[row[day] - 1]
            weekend = book.weekend_start[day]
            if weekend >= 0 and weekend != counted:
                weekends += 1
                counted = weekend
    return units, weekends


@compiled
def span(
    book: Book,
    person: int,
    row: Row,
    first: int,
    last: int,
    table: Table,
    cold: bool,  # noqa: FBT001 - compiled loops take no keywords
    counts: int,
) -> Span:
    """A span to redraw days from first up to last: past last, the days till their rules are settled are kept.

    It has at most so many combinations of counts; of those that it does not count, a row may have too many.
    """
    end = _settled(book, row, last) if last < book.days else last
    units, weekends = _outside(book, row, first, end, table)
    most = min(book.most_units[person] - units, (end - first) * book.units.max())
    least = max(book.least_units[person] - units, 0)
    rests, runs = book.min_rest[person], book.max_run[person]
    states = rests + book.follows.shape[0] * runs
    weekends = book.max_weekends[person] - weekends
    width = most + 1 + book.units.max()
    size = (end - first + 1) * states * (weekends + 1) * width
    counts = _scarce(book, person, end - first, table, min(table.sums.size // size, counts))
    start = before(book, person, row, first)
    weekend = counts * width
    cells = (weekends + 1) * weekend
    return Span(
        person,
        first,
        end,
        start,
        rests,
        runs,
        states,
        weekends,
        least,
        most,
        counts,
        width,
        weekend,
        cells,
        cold,
    )


@compiled
def is_scarce(room: int, days: int, table: Table, shift: int) -> bool:
    """Whether a shift of which so many may come in so many days is worth counting."""
    scarce: bool = room <= days // _SCARCE or (table.must[shift] and room < days)
    return scarce


@compiled
def _scarce(book: Book, person: int, days: int, table: Table, most: int) -> int:
    """Choose the shifts to be counted, the scarcest first, as far as there is room."""
    counts = 1
    table.stride[:] = 0
    for room in range(1, days):
        for shift in range(book.shifts):
            limit = book.limit[person, shift]
            room_left = limit - table.used[shift + 1]
            if limit >= book.days or room_left != room or not is_scarce(room, days, table, shift):
                continue
            if counts * (room + 1) > most:
                return counts
            table.stride[book.group[shift]] = counts
            table.room[book.group[shift]] = room
            counts *= room + 1
    return counts


def room_for(book: Book, cells: int) -> Table:
    """A table with room for any row, and for some counts of scarce shifts: at least so many cells."""
    days, shifts, groups, kinds = book.days, book.shifts, book.group_kind.size, book.follows.shape[0]
    states = int((book.min_rest + kinds * book.max_run).max(initial=1))
    weekends, units = (
        book.max_weekends.max(initial=0) + 1,
        book.most_units.max(initial=0) + 1 + book.units.max(initial=1),
    )
    cells = max((days + 1) * states * int(weekends * units), cells)
    picks = max(int(weekends * units) * MOST_COUNTS, states, shifts, groups * kinds) + 1
    return Table(
        sums=np.zeros(cells),
        live=np.zeros((days + 1) * states, dtype=np.bool_),
        group=np.zeros((days, groups)),
        weight=np.zeros((days, shifts + 1)),
        cost=np.zeros((days, shifts + 1), dtype=np.int64),
        used=np.zeros(shifts + 1, dtype=np.int64),
        stride=np.zeros(groups, dtype=np.int64),
        room=np.zeros(groups, dtype=np.int64),
        must=np.zeros(shifts, dtype=np.bool_),
        pick=np.zeros(picks),
        picked=np.zeros((groups * kinds + 1, 3), dtype=np.int64),
    )
