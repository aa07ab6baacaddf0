"""Whole rosters from a mix of rows: fix the row that is nearly chosen, mix and price again, until everybody has one.

Diving by column generation (C. Joncour, S. Michel, R. Sadykov, D. Sverdlov, F. Vanderbeck 2010).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from muster.planning.rostering.bound import Flags, Pricer, Rows
from muster.planning.rostering.certificate import SCALE
from muster.planning.rostering.mix import Mix
from muster.planning.rostering.spans import Longs, Row

_WHOLE, _SOME = 0.999, 1e-6
_AT_ONCE = 0.15  # share of the open people whose likeliest rows are fixed at once
_ROUNDS, _MOST_ROUNDS = (
    120,
    40,
)  # of pricing after a fixing: the fewer are open, the more they need rows that fit


class Aim(NamedTuple):
    """What a dive is for."""

    least: float  # cost at which a mix is not to be bettered
    most: float  # cost above which a roster is of no use
    noise: float


class Diver:
    """Dives again and again over the same rows."""

    def __init__(self, mix: Mix, pricer: Pricer, seed: int) -> None:
        self.mix, self.book, self.pricer = mix, mix.book, pricer
        self.chance = np.random.default_rng(seed)
        self.low, self.high = -self.book.line_under * SCALE, self.book.line_over * SCALE

    def dive(self, roster: Rows, free: Flags, aim: Aim, is_over: Callable[[], bool]) -> Rows | None:
        """Choose rows anew for those who are free; None when there is no way, no use or no time."""
        chosen = np.full(self.book.people, -1)
        for person in np.flatnonzero(~free).tolist():
            self._choose(chosen, person, roster[person])
        try:
            while not is_over():
                open_ = chosen < 0
                if not open_.any():
                    return np.array([self.mix.rows[at][1] for at in chosen])
                if not self._price(open_, aim, is_over) or not self._fix(chosen, aim.noise):
                    return None
            return None
        finally:
            for person in np.flatnonzero(chosen >= 0).tolist():
                self.mix.free(person)

    def _choose(self, chosen: Longs, person: int, row: Row) -> None:
        self.mix.add(person, row)
        chosen[person] = self.mix.known[person, row.tobytes()]
        self.mix.fix(chosen[person])

    def _price(self, asked: Flags, aim: Aim, is_over: Callable[[], bool]) -> bool:
        """Look for better rows for those who have none yet; False when even a mix of all costs too much."""
        cost, (price, limit_price) = self.mix.solve()
        for _ in range(min(_ROUNDS // int(asked.sum()) + 1, _MOST_ROUNDS)):
            if cost <= aim.least + _SOME or is_over():
                break
            whole = np.clip(np.rint(price).astype(np.int64), self.low, self.high)
            limits = np.rint(np.maximum(limit_price, 0)).astype(np.int64)
            self.pricer.ask(whole, limits, asked)
            new = [
                self.mix.add(person, self.pricer.rows[person]) for person in np.flatnonzero(asked).tolist()
            ]
            if not any(new):
                return cost <= aim.most + _SOME
            cost, (price, limit_price) = self.mix.solve()
        return True

    def _fix(self, chosen: Longs, noise: float) -> bool:
        """Fix every row that is chosen as a whole, and the likeliest of the others."""
        shares = self.mix.shares
        leaning: dict[int, float] = {}
        for at in np.flatnonzero(shares > _SOME).tolist():
            person, _ = self.mix.rows[at]
            if chosen[person] >= 0 or not self.mix.within[at]:
                continue
            leaning[at] = shares[at] + noise * self.chance.random() * (shares[at] < _WHOLE)
        order = sorted(leaning, key=lambda at: -leaning[at])
        fixed = 0
        for at in order:
            person, _ = self.mix.rows[at]
            if chosen[person] >= 0 or (shares[at] < _WHOLE and fixed > (chosen < 0).sum() * _AT_ONCE):
                continue
            chosen[person] = at
            self.mix.fix(at)
            fixed += shares[at] < _WHOLE
        return bool(order)
