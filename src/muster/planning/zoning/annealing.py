"""Improving zones atom by atom, by simulated annealing (S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi 1983)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.zoning.certificate import CUT_WEIGHT, SPREAD_WEIGHT, TOLERANCE
from muster.planning.zoning.chance import State, below, share
from muster.planning.zoning.graph import Index, Town
from muster.planning.zoning.pool import Pool, keep_zone, move_atom, watch_zones
from muster.planning.zoning.trees import Label
from muster.planning.zoning.windows import imbalance

_COOLING_STRIDE = 64
_COLD = 0.05
_COOL = 0.4
MILD = 0.4  # where to begin near the zones in force


class Zones(NamedTuple):
    """Running sums of each zone, so that a move is judged without a recount."""

    load: NDArray[np.float64]
    size: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    square: NDArray[np.float64]


class Search(NamedTuple):
    """Room for walks over a zone: who was seen in which walk."""

    seen: NDArray[np.int64]
    queue: NDArray[np.int32]
    walk: NDArray[np.int64]


@compiled
def anneal(town: Town, label: Label, state: State, moves: int, pool: Pool, heat: float = 0.0) -> float:
    """Move atoms across borders, zones whole, from hot to cold; zones met late are pooled; leave the best; its energy."""
    zones = _sums(town, label)
    atoms = label.size
    search = Search(
        np.zeros(atoms, dtype=np.int64), np.empty(atoms, dtype=np.int32), np.zeros(1, dtype=np.int64)
    )
    energy: float = _energy(town, label, zones)
    least = energy
    best = label.copy()
    watch_zones(pool, label)
    heat = _first_heat(town, heat)
    cooling = (_COLD / heat) ** (_COOLING_STRIDE / max(moves, 1))
    for move in range(moves):
        if move % _COOLING_STRIDE == 0:
            heat *= cooling
        atom = below(state, atoms)
        first = town.pointer[atom]
        other = town.neighbour[first + below(state, town.pointer[atom + 1] - first)]
        old, new = label[atom], label[other]
        if old == new or zones.size[old] == 1:
            continue
        change = _change(town, label, zones, atom, new)
        if change > 0.0 and share(state) >= np.exp(-change / heat):
            continue
        if _holds_without(town, label, atom, search):
            label[atom] = new
            _shift(town, zones, atom, old, -1)
            _shift(town, zones, atom, new, 1)
            energy += change
            move_atom(pool, atom, old, new)
            if heat < _COOL:
                keep_zone(pool, old)
                keep_zone(pool, new)
            if energy < least - 1e-9:
                least = energy
                best[:] = label
    label[:] = best
    return least


@compiled
def _first_heat(town: Town, given: float) -> float:
    """As given, or hot enough to pass the heaviest atom on."""
    if given > 0.0:
        return given
    heaviest = town.load.max() / town.mean / TOLERANCE
    heat: float = min(max(heaviest * heaviest, 1.0), 10.0)
    return heat


@compiled
def _sums(town: Town, label: Label) -> Zones:
    count = town.zones
    zones = Zones(
        np.zeros(count), np.zeros(count, dtype=np.int64), np.zeros(count), np.zeros(count), np.zeros(count)
    )
    for atom in range(label.size):
        _shift(town, zones, atom, label[atom], 1)
    return zones


@compiled
def _shift(town: Town, zones: Zones, atom: Index, zone: Index, sign: int) -> None:
    """Add an atom to a zone's sums, or take it away."""
    x, y = town.x[atom], town.y[atom]
    zones.load[zone] += sign * town.load[atom]
    zones.size[zone] += sign
    zones.x[zone] += sign * x
    zones.y[zone] += sign * y
    zones.square[zone] += sign * (x * x + y * y)


@compiled
def _spread(size: int, x: float, y: float, square: float) -> float:
    """Sum of squared distances to the zone's centre."""
    spread: float = square - (x * x + y * y) / size
    return spread


@compiled
def _energy(town: Town, label: Label, zones: Zones) -> float:
    energy = 0.0
    for zone in range(town.zones):
        energy += imbalance(zones.load[zone], town.mean)
        spread = _spread(zones.size[zone], zones.x[zone], zones.y[zone], zones.square[zone])
        energy += SPREAD_WEIGHT * spread / town.spread
    for atom in range(label.size):
        for other in town.neighbour[town.pointer[atom] : town.pointer[atom + 1]]:
            if label[other] != label[atom]:
                energy += CUT_WEIGHT / 2  # each cut is met from both ends
        energy += town.price[atom] * (label[atom] != town.was[atom])
    return energy


@compiled
def _change(town: Town, label: Label, zones: Zones, atom: Index, new: Index) -> float:
    """What the energy would change by, were the atom to go over to zone `new`."""
    old = label[atom]
    cut = 0
    for other in town.neighbour[town.pointer[atom] : town.pointer[atom + 1]]:
        if label[other] == old:
            cut += 1
        elif label[other] == new:
            cut -= 1
    load, mean, before, after = town.load[atom], town.mean, zones.load[old], zones.load[new]
    change: float = CUT_WEIGHT * cut
    change += imbalance(before - load, mean) - imbalance(before, mean)
    change += imbalance(after + load, mean) - imbalance(after, mean)
    change += SPREAD_WEIGHT / town.spread * _spread_change(town, zones, atom, old, new)
    was = town.was[atom]
    change += town.price[atom] * (int(new != was) - int(old != was))
    return change


@compiled
def _spread_change(town: Town, zones: Zones, atom: Index, old: Index, new: Index) -> float:
    """Taking a point from a cloud, or giving it one, by its distance to the cloud's centre."""
    less, more = zones.size[old], zones.size[new]
    x, y = town.x[atom] - zones.x[old] / less, town.y[atom] - zones.y[old] / less
    loss = (x * x + y * y) * less / (less - 1)
    x, y = town.x[atom] - zones.x[new] / more, town.y[atom] - zones.y[new] / more
    change: float = (x * x + y * y) * more / (more + 1) - loss
    return change


@compiled
def _holds_without(town: Town, label: Label, atom: Index, search: Search) -> bool:
    """Whether the atom's zone hangs together without it: can its neighbours there all reach one another?"""
    zone = label[atom]
    wanted = search.walk[0] + 1
    passed = wanted + 1
    search.walk[0] = passed
    sought, start = 0, -1
    for other in town.neighbour[town.pointer[atom] : town.pointer[atom + 1]]:
        if label[other] == zone:
            search.seen[other] = wanted
            start = other
            sought += 1
    if sought <= 1:
        return True
    search.seen[atom] = search.seen[start] = passed
    search.queue[0] = start
    return _reaches(town, label, search, sought - 1)


@compiled
def _reaches(town: Town, label: Label, search: Search, sought: int) -> bool:
    """Walk from the queue's first atom through its zone until all that are sought are met."""
    passed = search.walk[0]
    zone = label[search.queue[0]]
    head, tail = 0, 1
    while head < tail:
        atom = search.queue[head]
        head += 1
        for other in town.neighbour[town.pointer[atom] : town.pointer[atom + 1]]:
            if label[other] != zone or search.seen[other] == passed:
                continue
            sought -= search.seen[other] == passed - 1
            if sought == 0:
                return True
            search.seen[other] = passed
            search.queue[tail] = other
            tail += 1
    return False
