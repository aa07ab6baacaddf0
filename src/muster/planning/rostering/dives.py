"""Whole rosters from a mix of rows: fix the row that is nearly chosen, mix and price again, until everybody has one.

Diving by column generation (C. Joncour, S. Michel, R. Sadykov, D. Sverdlov, F. Vanderbeck 2010).
"""

from collections.abc import Callable

import numpy as np

from muster.planning.rostering.bound import Flags, Pricer, Rows
from muster.planning.rostering.certificate import SCALE
from muster.planning.rostering.mix import Mix
from muster.planning.rostering.spans import Longs, Row

_WHOLE, _SOME = 0.999, 1e-6
_AT_ONCE = 0.03  # share of the open people whose likeliest rows are fixed at once


class Diver:
    """Dives again and again over the same rows."""

    def __init__(self, mix: Mix, pricer: Pricer, seed: int) -> None:
        self.mix, self.book, self.pricer = mix, mix.book, pricer
        self.chance = np.random.default_rng(seed)
        self.low, self.high = -self.book.line_under * SCALE, self.book.line_over * SCALE

    def dive(
        self, roster: Rows, free: Flags, rounds: int, noise: float, is_over: Callable[[], bool]
    ) -> Rows | None:
        """Choose rows anew for those who are free; None when there is no way or no time."""
        chosen = np.full(self.book.people, -1)
        for person in np.flatnonzero(~free).tolist():
            self._choose(chosen, person, roster[person])
        try:
            while not is_over():
                open_ = chosen < 0
                if not open_.any():
                    return np.array([self.mix.rows[at][1] for at in chosen])
                self._price(open_, rounds, is_over)
                if not self._fix(chosen, noise):
                    return None
            return None
        finally:
            for at in chosen[chosen >= 0].tolist():
                self.mix.free(at)

    def _choose(self, chosen: Longs, person: int, row: Row) -> None:
        self.mix.add(person, row)
        chosen[person] = self.mix.known[person, row.tobytes()]
        self.mix.fix(chosen[person])

    def _price(self, asked: Flags, rounds: int, is_over: Callable[[], bool]) -> None:
        """Look for better rows for those who have none yet."""
        _, (price, limit_price) = self.mix.solve()
        for _ in range(rounds):
            whole = np.clip(np.rint(price).astype(np.int64), self.low, self.high)
            limits = np.rint(np.maximum(limit_price, 0)).astype(np.int64)
            self.pricer.ask(whole, limits, asked)
            new = [
                self.mix.add(person, self.pricer.rows[person]) for person in np.flatnonzero(asked).tolist()
            ]
            if not any(new) or is_over():
                break
            _, (price, limit_price) = self.mix.solve()

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
