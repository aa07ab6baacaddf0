"""One person's row, drawn at random, the cheaper the likelier; or, cold, the cheapest.

All hard rules are each person's own. So, the others' rows given, a row's chance under heat T is
exp(-cost / T), and forward sums over (day, run, weekends, counts of scarce shifts, minutes), then drawing backwards,
draw from exactly that distribution (S. Geman, D. Geman 1984; forward filtering, backward sampling: C. K. Carter,
R. Kohn 1994). With least costs in the place of sums the same walk finds the cheapest row (R. Bellman 1957).
"""

import numpy as np

from muster.planning.compiled import compiled
from muster.planning.rostering.book import BANNED, Book
from muster.planning.rostering.spans import Floats, Span, Table, may_end

_TINY = 1e-200


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
    _open(area, table, area.start)
    table.sums[area.start * area.cells] = 0.0 if area.cold else 1.0
    for at in range(days):
        _from_rest(book, area, table, at)
        _from_work(book, area, table, at)
        _rescale(area, table, at + 1)


@compiled
def _from_rest(book: Book, area: Span, table: Table, at: int) -> None:
    day = area.first + at
    for state in range(area.rests):
        source = at * area.states + state
        if not table.live[source]:
            continue
        _rest(
            area, table, source, (at + 1) * area.states + min(state + 1, area.rests - 1), table.weight[at, 0]
        )
        if state == area.rests - 1:
            weekend = area.weekend * (book.saturday[day] or book.sunday[day])
            for group in range(book.group_kind.size):
                target = (at + 1) * area.states + area.rests + book.group_kind[group] * area.runs
                _work(book, area, table, source, target, weekend, group, table.group[at, group])


@compiled
def _from_work(book: Book, area: Span, table: Table, at: int) -> None:
    day = area.first + at
    weekend = area.weekend * book.saturday[day]
    for kind in range(book.follows.shape[0]):
        for run in range(1, area.runs + 1):
            source = at * area.states + area.rests + kind * area.runs + run - 1
            if not table.live[source]:
                continue
            if may_end(book, area.person, day, run):
                _rest(area, table, source, (at + 1) * area.states, table.weight[at, 0])
            if run == area.runs:
                continue
            for group in range(book.group_kind.size):
                if book.follows[kind, group]:
                    target = (at + 1) * area.states + area.rests + book.group_kind[group] * area.runs + run
                    _work(book, area, table, source, target, weekend, group, table.group[at, group])


@compiled
def _open(area: Span, table: Table, target: int) -> None:
    if not table.live[target]:
        table.live[target] = True
        table.sums[target * area.cells : (target + 1) * area.cells] = np.inf if area.cold else 0.0


@compiled
def _rest(area: Span, table: Table, source: int, target: int, weight: float) -> None:
    if weight == (np.inf if area.cold else 0.0):
        return
    _open(area, table, target)
    come, go = source * area.cells, target * area.cells
    _add(table.sums[go : go + area.cells], table.sums[come : come + area.cells], weight, area.cold)


@compiled
def _work(
    book: Book, area: Span, table: Table, source: int, target: int, weekend: int, group: int, weight: float
) -> None:
    """A shift adds units, a count if its kind is scarce, a weekend if it is the first of one."""
    if weight == (np.inf if area.cold else 0.0):
        return
    _open(area, table, target)
    stride = table.stride[group] * area.width
    shift = weekend + stride + book.group_units[group]
    come, go = source * area.cells, target * area.cells + shift
    last = area.cells - shift
    if last <= 0:
        return  # a weekend too many
    if stride == 0:
        _add(table.sums[go : go + last], table.sums[come : come + last], weight, area.cold)
        return
    room = table.room[group]
    for first in range(0, area.cells - weekend, stride * (room + 1)):
        end = min(first + stride * room, last)
        _add(table.sums[go + first : go + end], table.sums[come + first : come + end], weight, area.cold)


@compiled
def _add(into: Floats, source: Floats, weight: float, cold: bool) -> None:  # noqa: FBT001
    if cold:
        for cell in range(source.size):
            into[cell] = min(into[cell], source[cell] + weight)
    else:
        for cell in range(source.size):
            into[cell] += source[cell] * weight


@compiled
def _rescale(area: Span, table: Table, at: int) -> None:
    """The likeliest cell becomes 1, lest the numbers run out; what spilled over is gone."""
    largest = 0.0
    for state in range(at * area.states, (at + 1) * area.states):
        if table.live[state]:
            cells = table.sums[state * area.cells : (state + 1) * area.cells]
            for start in range(0, area.cells, area.width):
                cells[start + area.most + 1 : start + area.width] = np.inf if area.cold else 0.0
            if not area.cold:
                largest = max(largest, cells.max())
    if area.cold:
        return
    factor = 1.0 / largest if largest > 0.0 else 0.0
    for state in range(at * area.states, (at + 1) * area.states):
        if table.live[state]:
            _scale(table.sums[state * area.cells : (state + 1) * area.cells], factor)


@compiled
def _scale(cells: Floats, factor: float) -> None:
    for cell in range(cells.size):
        value = cells[cell] * factor
        cells[cell] = value if value > _TINY else 0.0
