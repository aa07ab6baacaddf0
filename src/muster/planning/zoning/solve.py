"""Cutting communities into zones: trees, annealing, recombination, and again where it is bad."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from heapq import nsmallest

import numpy as np
from numpy.typing import NDArray

from muster.planning.stop import Stop, Watch
from muster.planning.zoning.annealing import MILD, anneal
from muster.planning.zoning.blocks import order_of
from muster.planning.zoning.certificate import TOLERANCE, WORST_WEIGHT, certify
from muster.planning.zoning.chance import seeded
from muster.planning.zoning.floors import Covered, cover, may_be_covered
from muster.planning.zoning.graph import Graph, Town, laid_out
from muster.planning.zoning.model import Instance, Plan
from muster.planning.zoning.pool import ROOM, Pool, forget, no_pool, room_for_pool, watch_zones
from muster.planning.zoning.recombination import fits_windows, recombine
from muster.planning.zoning.rezoning import carried_over, mended
from muster.planning.zoning.trees import Label, cut_by_trees

Progress = Callable[[float], None]
Floats = NDArray[np.float64]

TREES = 5
MOVES = 10_000  # of annealing, for each zone, in a first attempt …
FEWER_MOVES = 4_000  # … where windows follow
LONGEST = 10  # no attempt anneals longer than so many first attempts
WINDOWS = 8  # to recombine, for each zone
WIDTH = 4  # zones in a window
FULL = ROOM * 3 // 4  # zones kept of a community, until all are forgotten but the best
SMALL = 64  # atoms of a community whose floor is looked for, even when time is over
PATIENCE = 8  # attempts without a gain, until a community is left as it is
GAIN = 1e-3  # a smaller share of the score is no gain
BATCH = 16  # attempts between two looks at the stop rule; part of the result, so the same everywhere


@dataclass
class Best:
    """The best cut of a community so far."""

    label: Label
    imbalance: float  # the part of the score that more work may cure
    score: float = np.inf
    attempts: int = 0
    in_vain: int = 0
    work: int = 1
    floor: float = 0.0  # proved: the worst zone is at least so far off
    pool: Pool | None = None
    is_settled: bool = False  # proved: nothing better is to be found

    @property
    def urgency(self) -> tuple[bool, float]:
        """The untried first, then those where an attempt might cure most for its cost; least first."""
        return self.attempts > 0, -self.imbalance / self.work


def solve(
    instance: Instance, *, stop: Stop, seed: int, progress: Progress | None = None, threads: int = 2
) -> Plan:
    """A zone for every atom; the same seed and steps give the same plan, whatever the threads.

    A step is one attempt at one community.
    """
    watch = Watch(stop)
    goes_on, was = carried_over(instance)
    graph = laid_out(instance, was)
    with ThreadPoolExecutor(max_workers=threads) as pool:
        bests = _first_cuts(graph, seed, pool)
        while batch := _next_batch(graph, bests, watch):
            attempt = _again if instance.has_previous else _attempt
            tries = pool.map(lambda place: attempt(graph.towns[place], bests[place], seed, place), batch)  # noqa: B023 - mapped within its turn
            for place, outcome in zip(batch, list(tries), strict=True):
                _keep(graph.towns[place], bests[place], outcome)
            watch.steps += len(batch)
            if progress:
                progress(min(watch.used, 1.0))
        floor = [0.0] * len(bests) if instance.has_previous else list(pool.map(_prove, graph.towns, bests))
    return _plan(instance, graph, bests, np.array(floor), goes_on, watch, seed)


def _first_cuts(graph: Graph, seed: int, pool: ThreadPoolExecutor) -> list[Best]:
    """A valid plan before anything else."""

    def cut(place: int) -> Best:
        town = graph.towns[place]
        if town.zones <= 1:
            return Best(np.zeros(town.load.size, dtype=np.int32), imbalance=0.0)
        label = mended(town)
        if label is None:
            label = cut_by_trees(town, seeded(seed, place, 0), TREES)
        return Best(label, sum(_imbalance(town, label)))

    return list(pool.map(cut, range(len(graph.towns))))


def _imbalance(town: Town, label: Label) -> tuple[float, float]:
    """The score's balance, and its worst zone."""
    load = np.bincount(label, weights=town.load, minlength=town.zones)
    off = ((load / town.mean - 1) / TOLERANCE) ** 2
    return float(off.sum()), WORST_WEIGHT * float(off.max())


def _next_batch(graph: Graph, bests: list[Best], watch: Watch) -> list[int]:
    """The communities to try next; none when the stop rule says so, or when all are as good as they get."""
    room = 0
    while room < BATCH and watch.stop.used(seconds=watch.seconds, steps=watch.steps + room) < 1:
        room += 1
    worth = [
        place
        for place, best in enumerate(bests)
        if graph.towns[place].zones > 1 and best.in_vain < PATIENCE and not best.is_settled
    ]
    return nsmallest(room, worth, key=lambda place: (bests[place].urgency, place))


def _attempt(town: Town, best: Best, seed: int, place: int) -> Covered:
    """The second time cover the whole community exactly, where that can be done; else anneal, and join what was met."""
    if not best.attempts or not may_be_covered(town):
        return _anneal(town, best, seed, place, no_pool())
    if best.attempts == 1:
        outcome = cover(town, best.label, best.score)
        if outcome.is_best or outcome.score < best.score:
            return outcome
    if best.pool is None:
        best.pool = room_for_pool(np.argsort(order_of(town)), town.zones)
    if best.pool.counted[0] > FULL:
        forget(best.pool)
    fresh = _anneal(town, best, seed, place, best.pool)
    for label in (best.label, fresh.label):
        watch_zones(best.pool, label)
    better = fresh if fresh.score < best.score else Covered(best.label, best.score, 0.0, is_best=False)
    return cover(town, better.label, better.score, best.pool)


def _again(town: Town, best: Best, seed: int, place: int) -> Covered:
    """Near the zones in force: from the best so far, never hot."""
    label = best.label.copy()
    state = seeded(seed, place, best.attempts + 1)
    energy = anneal(town, label, state, MOVES * town.zones * min(best.attempts + 1, LONGEST), no_pool(), MILD)
    return Covered(label, energy + _imbalance(town, label)[1], floor=0.0, is_best=False)


def _anneal(town: Town, best: Best, seed: int, place: int, pool: Pool) -> Covered:
    """Anneal the first cut, later fresh cuts, each time longer; recombine where zones are of few atoms."""
    state = seeded(seed, place, best.attempts + 1)
    label = cut_by_trees(town, state, TREES) if best.attempts else best.label.copy()
    windows = fits_windows(town)
    moves = (FEWER_MOVES if windows else MOVES) * town.zones
    energy = anneal(town, label, state, moves * min(best.attempts + 1, LONGEST), pool)
    if windows:
        energy -= recombine(town, label, state, WINDOWS * town.zones, WIDTH)
    return Covered(label, energy + _imbalance(town, label)[1], floor=0.0, is_best=False)


def _keep(town: Town, best: Best, outcome: Covered) -> None:
    """Take an attempt's outcome if it is better."""
    best.attempts += 1
    best.work += min(best.attempts, LONGEST)
    best.in_vain = 0 if outcome.score < best.score * (1 - GAIN) else best.in_vain + 1
    best.floor = max(best.floor, outcome.floor)
    best.is_settled = outcome.is_best
    if outcome.score < best.score:
        best.label, best.score = outcome.label, outcome.score
        best.imbalance = sum(_imbalance(town, outcome.label))


def _prove(town: Town, best: Best) -> float:
    """The floor of a community that is far off; where it is small and was not covered yet, that is done now."""
    is_far = best.attempts > 0 and _imbalance(town, best.label)[1] > WORST_WEIGHT
    if is_far and not best.floor and town.load.size <= SMALL and may_be_covered(town):
        _keep(town, best, cover(town, best.label, best.score))
    return best.floor


def _plan(
    instance: Instance,
    graph: Graph,
    bests: list[Best],
    floor: Floats,
    goes_on: NDArray[np.int64],
    watch: Watch,
    seed: int,
) -> Plan:
    """Number the zones through, and count what was got."""
    offsets = np.concatenate([[0], np.cumsum(instance.zones)])
    zone = np.empty(instance.atoms, dtype=np.int32)
    for place, best in enumerate(bests):
        zone[graph.atoms[graph.start[place] : graph.start[place + 1]]] = best.label + offsets[place]
    owner = np.repeat(np.arange(instance.communities, dtype=np.int32), instance.zones)
    return Plan(
        zone=zone,
        zone_community=owner,
        zone_load=_total(zone, instance.load, owner.size),
        zone_homes=_total(zone, instance.homes, owner.size),
        certificate=certify(
            instance, zone, floor, goes_on, steps=watch.steps, seed=seed, seconds=watch.seconds
        ),
        goes_on=goes_on if instance.has_previous else np.empty(0, dtype=np.int64),
    )


def _total(zone: NDArray[np.int32], values: NDArray[np.int64], zones: int) -> NDArray[np.int64]:
    total = np.zeros(zones, dtype=np.int64)
    np.add.at(total, zone, values)
    return total
