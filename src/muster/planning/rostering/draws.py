"""Walking back through a row's sums: a row drawn by chance, or the cheapest."""

import numpy as np

from muster.planning.compiled import compiled
from muster.planning.rostering.book import Book
from muster.planning.rostering.spans import Row, Span, Table, may_end
from muster.planning.zoning.chance import State, share


@compiled
def draw(book: Book, area: Span, table: Table, chance: State, row: Row) -> bool:
    """Write a row drawn from the sums, or, cold, the cheapest; False when there is none."""
    at = area.end - area.first
    state, cell = _end(area, table, at, chance)
    if state < 0:
        return False
    while at > 0:
        at -= 1
        if state < area.rests:
            row[area.first + at] = 0
            state = _before_rest(book, area, table, at, state, cell, chance)
        else:
            state, cell, group = _before_work(book, area, table, at, state, cell, chance)
            if state >= 0:
                row[area.first + at] = _option(book, area, table, at, group, chance)
        if state < 0:
            return False  # what is left of the chances is too small to be told from none
    return True


@compiled
def _pick(table: Table, count: int, chance: State, cold: bool) -> int:  # noqa: FBT001 - compiled loops take no keywords
    """One of the first so many weights, by chance, or, cold, the least; -1 = none."""
    found = -1
    if cold:
        least = np.inf
        for number in range(count):
            if table.pick[number] < least:
                found, least = number, table.pick[number]
        return found
    total = 0.0
    for number in range(count):
        total += table.pick[number]
    aim = share(chance) * total
    for number in range(count):
        if table.pick[number] > 0.0 and (found < 0 or aim >= 0.0):
            found = number
            aim -= table.pick[number]
    return found


@compiled
def _end(area: Span, table: Table, at: int, chance: State) -> tuple[int, int]:
    """A state on the last day, then one of its cells."""
    for state in range(area.states):
        place = at * area.states + state
        table.pick[state] = np.inf if area.cold else 0.0
        for start in range(
            place * area.cells, (place + 1) * area.cells if table.live[place] else 0, area.width
        ):
            for cell in range(start + area.least, start + area.most + 1):
                weight, sofar = table.sums[cell], table.pick[state]
                table.pick[state] = min(sofar, weight) if area.cold else sofar + weight
    state = _pick(table, area.states, chance, area.cold)
    if state < 0:
        return -1, 0
    first = (at * area.states + state) * area.cells
    for cell in range(area.cells):
        fits = area.least <= cell % area.width <= area.most
        table.pick[cell] = table.sums[first + cell] if fits else (np.inf if area.cold else 0.0)
    return state, _pick(table, area.cells, chance, area.cold)


@compiled
def _before_rest(book: Book, area: Span, table: Table, at: int, state: int, cell: int, chance: State) -> int:
    """The state of the day before a day off."""
    day = area.first + at
    for back in range(area.states):
        if back < area.rests:
            fits = min(back + 1, area.rests - 1) == state
        else:
            run = (back - area.rests) % area.runs + 1
            fits = state == 0 and (may_end(book, area.person, day, run))
        place = at * area.states + back
        table.pick[back] = np.inf if area.cold else 0.0
        if fits and table.live[place]:
            table.pick[back] = table.sums[place * area.cells + cell]
    return _pick(table, area.states, chance, area.cold)


@compiled
def _source(book: Book, area: Span, table: Table, day: int, group: int, run: int, cell: int) -> int:
    """The cell from which a shift of a group led to this one, -1 = none did."""
    stride = table.stride[group]
    if stride > 0 and (cell // area.width // stride) % (table.room[group] + 1) == 0:
        return -1
    if cell % area.width < book.group_units[group]:
        return -1
    weekend = area.weekend * (book.saturday[day] or (book.sunday[day] and run == 1))
    source: int = max(cell - book.group_units[group] - stride * area.width - weekend, -1)
    return source


@compiled
def _before_work(
    book: Book, area: Span, table: Table, at: int, state: int, cell: int, chance: State
) -> tuple[int, int, int]:
    """The state and cell of the day before a day worked, and the group of its shift."""
    kind, run = (state - area.rests) // area.runs, (state - area.rests) % area.runs + 1
    count = 0
    for group in range(book.group_kind.size):
        source = _source(book, area, table, area.first + at, group, run, cell)
        if book.group_kind[group] != kind or source < 0:
            continue
        for last in range(-1 if run == 1 else 0, 0 if run == 1 else book.follows.shape[0]):
            back = area.rests - 1 if last < 0 else area.rests + last * area.runs + run - 2
            place = at * area.states + back
            if table.live[place] and (last < 0 or book.follows[last, group]):
                sofar, weight = table.sums[place * area.cells + source], table.group[at, group]
                table.pick[count] = sofar + weight if area.cold else sofar * weight
                table.picked[count] = back, source, group
                count += 1
    found = _pick(table, count, chance, area.cold)
    if found < 0:
        return -1, -1, -1
    back, source, group = table.picked[found]
    return back, source, group


@compiled
def _option(book: Book, area: Span, table: Table, at: int, group: int, chance: State) -> int:
    """A shift of the group."""
    table.pick[0] = np.inf if area.cold else 0.0
    for shift in range(book.shifts):
        mine = book.group[shift] == group
        table.pick[shift + 1] = table.weight[at, shift + 1] if mine else table.pick[0]
    return _pick(table, book.shifts + 1, chance, area.cold)
