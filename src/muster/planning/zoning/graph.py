"""The instance laid out for compiled loops: communities in a row, neighbours as lists."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.planning.zoning.model import Instance

Index = int | np.int64


class Town(NamedTuple):
    """One community. Atoms are numbered 0, 1 … within it; atom i's neighbours stand at pointer[i] to [i + 1]."""

    pointer: NDArray[np.int64]
    neighbour: NDArray[np.int32]
    load: NDArray[np.float64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    zones: int
    mean: float  # load of a zone, if all were equal
    was: NDArray[np.int32]  # the zone that goes on from the one in force; -1 = none
    price: NDArray[np.float64]  # of not being there
    spread: float  # what a zone's spread would be, if all were equal and the community were one disc


@dataclass(frozen=True, eq=False)
class Graph:
    """Every community as a `Town`, and where its atoms came from."""

    atoms: NDArray[np.int64]  # the instance's atoms, community by community
    start: NDArray[np.int64]  # where each community begins in `atoms`
    towns: list[Town]


def laid_out(instance: Instance, was: NDArray[np.int32] | None = None) -> Graph:
    atoms = np.argsort(instance.community, kind="stable")
    start = np.concatenate([[0], np.cumsum(instance.community_atoms)])
    place = np.empty(instance.atoms, dtype=np.int64)
    place[atoms] = np.arange(instance.atoms) - start[instance.community[atoms]]
    pointer, neighbour = _neighbour_lists(instance, atoms, place)
    x, y, load = instance.x[atoms], instance.y[atoms], instance.load[atoms].astype(np.float64)
    was = np.full(instance.atoms, -1, dtype=np.int32) if was is None else was
    price = np.zeros(instance.atoms)
    if instance.has_previous:
        price[:] = instance.move_price * instance.homes * (instance.previous >= 0)
    was, price = was[atoms], price[atoms]
    towns = []
    for community, zones in enumerate(instance.zones.tolist()):
        low, high = int(start[community]), int(start[community + 1])
        first = pointer[low]
        towns.append(
            _town(
                pointer[low : high + 1] - first,
                neighbour[first : pointer[high]],
                load[low:high],
                x[low:high],
                y[low:high],
                zones,
                was[low:high],
                price[low:high],
            )
        )
    return Graph(atoms, start, towns)


def _neighbour_lists(
    instance: Instance, atoms: NDArray[np.int64], place: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Neighbours of the atoms in their new order, each numbered within its community."""
    rank = np.empty(instance.atoms, dtype=np.int64)
    rank[atoms] = np.arange(instance.atoms)
    one, other = instance.edges[:, 0], instance.edges[:, 1]
    source, target = np.concatenate([one, other]), np.concatenate([other, one])
    order = np.lexsort((place[target], rank[source]))
    pointer = np.searchsorted(rank[source][order], np.arange(instance.atoms + 1))
    return pointer.astype(np.int64), place[target][order].astype(np.int32)


def _town(
    pointer: NDArray[np.int64],
    neighbour: NDArray[np.int32],
    load: NDArray[np.float64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    zones: int,
    was: NDArray[np.int32],
    price: NDArray[np.float64],
) -> Town:
    cells = max(zones, 1)
    if x.size:
        x, y = x - x.mean(), y - y.mean()
    spread = float(np.sum(x * x + y * y)) / cells**2
    mean = float(load.sum()) / cells
    return Town(pointer, neighbour, load, x, y, zones, mean, was, price, max(spread, 1e-9))
