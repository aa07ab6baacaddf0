"""From an instance to a roster with its certificate."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from muster.planning.rostering.annealing import desk, sweep, total
from muster.planning.rostering.book import Book, written
from muster.planning.rostering.bound import Bound, Flags, Pricer, Rows, prove
from muster.planning.rostering.certificate import Certificate
from muster.planning.rostering.clashes import clashes
from muster.planning.rostering.dives import Aim, Diver
from muster.planning.rostering.mix import Mix
from muster.planning.rostering.model import Infeasible, Instance, Plan
from muster.planning.rostering.score import score
from muster.planning.stop import Stop, Watch

DIVERS = 2  # dives in a round, on however many threads
_SWEEPS, _SWEEPS_MORE, _FEW, _MOST_MOVES = 60, 20, 20, 40_000
_HOT, _COLD, _WINDOW = 20.0, 0.7, 14
_NOISE = 0.05
_NEAR = 0.25  # share of the gap allowed that the bound may leave open
_LEAST_FREE, _MOST_FREE = 1 / 6, 2 / 3

Progress = Callable[[float], None]  # share of the allowance used


@dataclass
class _State:
    """The best roster and bound so far."""

    book: Book
    watch: Watch
    progress: Progress | None
    gap: float
    roster: Rows
    cost: int
    bound: Bound = field(default_factory=lambda: Bound(0, *np.zeros((3, 0), dtype=np.int64)))

    def take(self, roster: Rows | None) -> None:
        """Keep a roster that is as good: an equal one is a new way on."""
        if roster is not None and (cost := total(self.book, roster)) <= self.cost:
            self.roster, self.cost = roster, cost

    def take_enough(self, roster: Rows | None) -> None:
        """Keep a roster that is good enough."""
        if roster is not None and self._is_enough(total(self.book, roster)):
            self.take(roster)

    def step(self) -> None:
        self.watch.steps += 1
        if self.progress:
            self.progress(min(self.watch.used, 1.0))

    def _is_enough(self, cost: int) -> bool:
        return cost * (1 - self.gap) <= self.bound.cost

    @property
    def is_enough(self) -> bool:
        return self._is_enough(self.cost)

    @property
    def is_over(self) -> bool:
        return self.watch.is_over or self.is_enough

    @property
    def aim(self) -> Aim:
        return Aim(self.bound.cost / (1 - self.gap), self.cost, 0.0)


def solve(
    instance: Instance,
    *,
    stop: Stop,
    seed: int,
    gap: float = 0.0,
    progress: Progress | None = None,
    threads: int = DIVERS,
) -> Plan | Infeasible:
    """Anneal, bound by column generation, then dive again and again; or say who cannot be rostered, and why.

    `gap` is the share of the cost that need not be proved necessary. The same seed and steps give the same roster,
    whatever the threads.
    """
    watch = Watch(stop)
    book = written(instance)
    pricer = Pricer(book)
    first = pricer.any_rows()
    if first is None:
        return Infeasible(clashes(instance))
    state = _State(book, watch, progress, gap, first, total(book, first))
    _anneal(state, seed)
    mix = Mix(book)
    for rows in (first, state.roster):
        for person, row in enumerate(rows):
            mix.add(person, row)
    state.bound = prove(book, mix, pricer, state.cost * (1 - gap), gap * _NEAR, _counted(state))
    _dive(state, [(mix, pricer), *_more(mix, DIVERS - 1)], seed, threads)
    return _plan(instance, state, seed)


def _counted(state: _State) -> Callable[[], bool]:
    """Whether to stop; every question is a step."""

    def is_over() -> bool:
        over = state.is_over
        if not over:
            state.step()
        return over

    return is_over


def _sweeps(people: int) -> int:
    """Where few are to be rostered, dives are quick and find all; where there are many, a cold start is worth its time."""
    return max(_SWEEPS, min(_SWEEPS_MORE * (people - _FEW), _MOST_MOVES // max(people, 1)))


def _anneal(state: _State, seed: int) -> None:
    book = state.book
    table = desk(book, state.roster, seed)
    sweeps = _sweeps(book.people)
    for number in range(sweeps):
        if state.is_over:
            break
        sweep(book, table, _HOT * (_COLD / _HOT) ** (number / sweeps), _WINDOW)
        state.cost = int(table.cost[1])
        state.step()
    state.roster = table.best


def _more(mix: Mix, count: int) -> list[tuple[Mix, Pricer]]:
    """Other mixes with the same rows."""
    others = [(Mix(mix.book), Pricer(mix.book)) for _ in range(count)]
    for other, _ in others:
        for person, row in mix.rows:
            other.add(person, row)
    return others


def _dive(state: _State, mixes: list[tuple[Mix, Pricer]], seed: int, threads: int) -> None:
    """Rounds: every worker dives once from the best roster, then they compare."""
    divers = [Diver(mix, pricer, seed * len(mixes) + number) for number, (mix, pricer) in enumerate(mixes)]
    number = 0
    with ThreadPoolExecutor(threads) as pool:
        while not state.is_over:
            given = state.roster, state.aim
            jobs = [pool.submit(_one, state, diver, *given, number, who) for who, diver in enumerate(divers)]
            found = _found(state, jobs)
            if state.watch.is_over and not state.is_enough:
                break  # what the clock cut short could not be had again
            for roster in found:
                state.take(roster)
            number += 1
            state.step()


def _found(state: _State, jobs: list[Future[Rows | None]]) -> list[Rows | None]:
    """The rosters of a round, in their order, up to one that is good enough: that ends the dives after it."""
    found = []
    for job in jobs:
        found.append(job.result())
        state.take_enough(found[-1])
        if state.is_enough:
            break
    return found


def _one(state: _State, diver: Diver, roster: Rows, aim: Aim, number: int, who: int) -> Rows | None:
    people = state.book.people
    free: Flags = np.ones(people, dtype=np.bool_)
    noise = _NOISE * who
    if number:
        share = diver.chance.uniform(_LEAST_FREE, _MOST_FREE)
        free[diver.chance.permutation(people)[max(2, round(people * share)) :]] = False
        noise = _NOISE
    return diver.dive(roster, free, aim._replace(noise=noise), lambda: state.is_over)


def _plan(instance: Instance, state: _State, seed: int) -> Plan:
    book, bound = state.book, state.bound
    roster: NDArray[np.int16] = state.roster - 1
    roster.setflags(write=False)
    price = np.zeros(book.line_need.size, dtype=np.int64)
    price[book.line] = bound.price
    certificate = Certificate(
        objective=state.cost,
        lower_bound=bound.cost,
        score=score(instance, roster),
        price=price,
        limit_price=bound.limit_price,
        counted=bound.counted,
        steps=state.watch.steps,
        seed=seed,
        seconds=state.watch.seconds,
    )
    return Plan(roster=roster, certificate=certificate)
