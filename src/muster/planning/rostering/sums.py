"""One person's row, drawn at random, the cheaper the likelier; or, cold, the cheapest.

All hard rules are each person's own. So, the others' rows given, a row's chance under heat T is
exp(-cost / T), and forward sums over (day, run, weekends, counts of scarce shifts, minutes), then drawing backwards,
draw from exactly that distribution (S. Geman, D. Geman 1984; forward filtering, backward sampling: C. K. Carter,
R. Kohn 1994). With least costs in the place of sums the same walk finds the cheapest row (R. Bellman 1957).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.rostering.book import BANNED, Book
from muster.planning.rostering.spans import Floats, Span, Table, may_end

_TINY = 1e-200


class _Ways(NamedTuple):
    """What inner loops need of a table; more would cost more to hand over than to work on."""

    live: NDArray[np.bool_]
    sums: Floats
    cells: int  # of a state
    reach: int  # how many of them are in use: no more weekends than there were
    none: float  # no way
    cold: bool


@compiled
def weigh(book: Book, area: Span, table: Table, heat: float) -> None:
    """Turn costs into chances, the cheapest option of each day 1; or, cold, bar what may not be."""
    for at in range(area.end - area.first):
        for shift in range(book.shifts):
            if table.used[shift + 1] >= book.limit[area.person, shift]:
                table.cost[at, shift + 1] = BANNED
        least = table.cost[at].min()
        table.group[at] = np.inf if area.cold else 0.0
        for option in range(book.shifts + 1):
            cost = table.cost[at, option]
            barred = cost >= BANNED // 2
            if area.cold:
                table.weight[at, option] = np.inf if barred else cost
            else:
                table.weight[at, option] = 0.0 if barred else np.exp((least - cost) / heat)
            if option > 0:
                group, weight = book.group[option - 1], table.weight[at, option]
                gathered = table.group[at, group]
                table.group[at, group] = min(gathered, weight) if area.cold else gathered + weight


@compiled
def forward(book: Book, area: Span, table: Table) -> None:
    """Sum the chances of all ways into every state."""
    days = area.end - area.first
    table.live[: (days + 1) * area.states] = False
    reach = area.weekend
    ways = _Ways(table.live, table.sums, area.cells, reach, np.inf if area.cold else 0.0, area.cold)
    _open(ways, area.start)
    table.sums[area.start * area.cells] = 0.0 if area.cold else 1.0
    for at in range(days):
        ways = _Ways(ways.live, ways.sums, ways.cells, reach, ways.none, ways.cold)
        _from_rest(book, area, table, ways, at)
        _from_work(book, area, table, ways, at)
        _rescale(area, ways, at + 1)
        if book.saturday[area.first + at] or at == 0:
            reach = min(reach + area.weekend, area.cells)


@compiled
def _from_rest(book: Book, area: Span, table: Table, ways: _Ways, at: int) -> None:
    day = area.first + at
    for state in range(area.rests):
        source = at * area.states + state
        if not table.live[source]:
            continue
        _rest(ways, source, (at + 1) * area.states + min(state + 1, area.rests - 1), table.weight[at, 0])
        if state < area.rests - 1:
            continue
        weekend = area.weekend * (book.saturday[day] or book.sunday[day])
        for group in range(book.group_kind.size):
            target = (at + 1) * area.states + area.rests + book.group_kind[group] * area.runs
            stride = table.stride[group] * area.width
            step = weekend, book.group_units[group], stride, table.room[group]
            _work(ways, source, target, step, table.group[at, group])


@compiled
def _from_work(book: Book, area: Span, table: Table, ways: _Ways, at: int) -> None:
    day = area.first + at
    weekend = area.weekend * book.saturday[day]
    for kind in range(book.follows.shape[0]):
        for run in range(1, area.runs + 1):
            source = at * area.states + area.rests + kind * area.runs + run - 1
            if not table.live[source]:
                continue
            if may_end(book, area.person, day, run):
                _rest(ways, source, (at + 1) * area.states, table.weight[at, 0])
            if run == area.runs:
                continue
            for group in range(book.group_kind.size):
                if book.follows[kind, group]:
                    target = (at + 1) * area.states + area.rests + book.group_kind[group] * area.runs + run
                    stride = table.stride[group] * area.width
                    step = weekend, book.group_units[group], stride, table.room[group]
                    _work(ways, source, target, step, table.group[at, group])


@compiled
def _open(ways: _Ways, target: int) -> None:
    if not ways.live[target]:
        ways.live[target] = True
        ways.sums[target * ways.cells : (target + 1) * ways.cells] = ways.none


@compiled
def _rest(ways: _Ways, source: int, target: int, weight: float) -> None:
    if weight != ways.none:
        _open(ways, target)
        _add(ways.sums, target * ways.cells, source * ways.cells, ways.reach, weight, ways.cold)


@compiled
def _work(ways: _Ways, source: int, target: int, step: tuple[int, int, int, int], weight: float) -> None:
    """A shift adds units, a count if its kind is scarce, a weekend if it is the first of one."""
    weekend, units, stride, room = step
    shift = weekend + stride + units
    last = min(ways.cells - shift, ways.reach)
    if weight == ways.none or last <= 0:
        return  # it may not be, or is a weekend too many
    _open(ways, target)
    come, go = source * ways.cells, target * ways.cells + shift
    if stride == 0:
        _add(ways.sums, go, come, last, weight, ways.cold)
        return
    for first in range(0, min(ways.cells - weekend, ways.reach), stride * (room + 1)):
        size = min(first + stride * room, last) - first
        _add(ways.sums, go + first, come + first, size, weight, ways.cold)


@compiled
def _add(sums: Floats, into: int, source: int, size: int, weight: float, cold: bool) -> None:  # noqa: FBT001 - compiled loops take no keywords
    there, here = sums[into : into + size], sums[source : source + size]
    if cold:
        for cell in range(size):
            there[cell] = min(there[cell], here[cell] + weight)
    else:
        for cell in range(size):
            there[cell] += here[cell] * weight


@compiled
def _rescale(area: Span, ways: _Ways, at: int) -> None:
    """The likeliest cell becomes 1, lest the numbers run out; what spilled over is gone."""
    largest = 0.0
    for state in range(at * area.states, (at + 1) * area.states):
        if ways.live[state]:
            for start in range(state * area.cells, (state + 1) * area.cells, area.width):
                ways.sums[start + area.most + 1 : start + area.width] = ways.none
            if not area.cold:
                largest = max(largest, ways.sums[state * area.cells : (state + 1) * area.cells].max())
    if area.cold:
        return
    factor = 1.0 / largest if largest > 0.0 else 0.0
    for state in range(at * area.states, (at + 1) * area.states):
        if ways.live[state]:
            _scale(ways.sums[state * area.cells : (state + 1) * area.cells], factor)


@compiled
def _scale(cells: Floats, factor: float) -> None:
    for cell in range(cells.size):
        value = cells[cell] * factor
        cells[cell] = value if value > _TINY else 0.0
