"""The master program of column generation: everybody's rows, mixed."""

import highspy
import numpy as np

from muster.planning.rostering.book import Book
from muster.planning.rostering.certificate import SCALE
from muster.planning.rostering.spans import Floats, Longs, Row


class Mix:
    """The linear program: a mix of rows for everybody, and what the needs lack or have too many.

    Its rows: the needs, then the people, then the limits by kind of shift that some row was over.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.program = highspy.Highs()
        options: dict[str, bool | int] = {"output_flag": False, "threads": 1, "random_seed": 0}
        for option, value in options.items():
            self.program.setOptionValue(option, value)
        self.known: dict[tuple[int, bytes], int] = {}  # rows by what they are
        self.rows: list[tuple[int, Row]] = []  # of columns 2 * lines, …
        self.within: list[bool] = []  # whether they keep all limits
        self.limits: dict[tuple[int, int], int] = {}
        self.columns: list[list[int]] = [[] for _ in range(book.people)]  # everybody's
        self.lines = book.line_need.size
        for need in [*book.line_need.tolist(), *[1] * book.people]:
            self.program.addRow(float(need), float(need), 0, [], [])
        for line in range(self.lines):
            for sign, weight in ((1.0, book.line_under[line]), (-1.0, book.line_over[line])):
                self.program.addCol(float(weight), 0.0, highspy.kHighsInf, 1, [line], [sign])

    def add(self, person: int, row: Row) -> bool:
        """Take up a row; False when it is known."""
        key = person, row.tobytes()
        if key in self.known:
            return False
        self.known[key] = len(self.rows)
        count = np.bincount(row, minlength=self.book.shifts + 1)[1:]
        for shift in np.flatnonzero(count > self.book.limit[person]).tolist():
            self._limit(person, shift)
        self.rows.append((person, row.copy()))
        self.within.append(bool((count <= self.book.limit[person]).all()))
        limits = [
            (at, count[shift]) for (who, shift), at in self.limits.items() if who == person and count[shift]
        ]
        lines = lines_of(self.book, person, row)
        entries = [*lines.tolist(), self.lines + person, *(at for at, _ in limits)]
        values = [*[1.0] * (lines.size + 1), *(float(number) for _, number in limits)]
        cost = float(self.book.own[person, np.arange(self.book.days), row].sum())
        self.columns[person].append(self.program.getNumCol())
        self.program.addCol(cost, 0.0, highspy.kHighsInf, len(entries), entries, values)
        return True

    def _limit(self, person: int, shift: int) -> None:
        """Hold the mix of a person's rows to a limit."""
        if (person, shift) in self.limits:
            return
        mine = [(2 * self.lines + at, row) for at, (who, row) in enumerate(self.rows) if who == person]
        counts = [(column, float((row == shift + 1).sum())) for column, row in mine]
        counts = [(column, count) for column, count in counts if count]
        self.limits[person, shift] = self.program.getNumRow()
        limit = float(self.book.limit[person, shift])
        self.program.addRow(
            -highspy.kHighsInf, limit, len(counts), [c for c, _ in counts], [n for _, n in counts]
        )

    def solve(self) -> tuple[float, tuple[Floats, Floats]]:
        """The mix's cost, and the prices of needs and limits, in thousandths."""
        self.program.run()
        duals = np.array(self.program.getSolution().row_dual) * -SCALE
        limit_price = np.zeros(self.book.limit.shape)
        for (person, shift), at in self.limits.items():
            limit_price[person, shift] = duals[at]
        return self.program.getInfo().objective_function_value, (duals[: self.lines], limit_price)

    def fix(self, at: int) -> None:
        """Hold the mix to one row of a person; to bar the others spares the program much work."""
        person, _ = self.rows[at]
        self._bound(person, 0.0)
        self.program.changeColBounds(2 * self.lines + at, 1.0, 1.0)

    def free(self, person: int) -> None:
        self._bound(person, highspy.kHighsInf)

    def _bound(self, person: int, most: float) -> None:
        columns = np.array(self.columns[person], dtype=np.int32)
        low, high = np.zeros(columns.size), np.full(columns.size, most)
        self.program.changeColsBounds(columns.size, columns, low, high)

    @property
    def shares(self) -> Floats:
        """How much of each row is in the mix."""
        return np.array(self.program.getSolution().col_value[2 * self.lines :])


def lines_of(book: Book, person: int, row: Row) -> Longs:
    """The needs that a row serves."""
    days = np.flatnonzero(row)
    cells = days * book.shifts + row[days] - 1
    spans = [np.arange(book.line_first[cell], book.line_first[cell + 1]) for cell in cells]
    lines = np.concatenate([np.empty(0, dtype=np.int64), *spans])
    mine: Longs = lines[book.serves[person, lines]]
    return mine
