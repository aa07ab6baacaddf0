"""Cutting anew near the zones in force: what is moved costs a price, so a zone changes only where that is worth it.

The zones in force may be in pieces, too many, too few, or unknown to new atoms: here they become a valid first cut.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from muster.planning.zoning.graph import Town
from muster.planning.zoning.model import Instance
from muster.planning.zoning.trees import Label

NOWHERE = -1


def carried_over(instance: Instance) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Which zone in force each new zone goes on from, the larger first; and each atom's zone in its community then."""
    goes_on = np.full(instance.total_zones, NOWHERE, dtype=np.int64)
    was = np.full(instance.atoms, NOWHERE, dtype=np.int32)
    if not instance.has_previous:
        return goes_on, was
    homes: dict[tuple[int, int], int] = {}
    for place, zone, doors in zip(
        instance.community.tolist(), instance.previous.tolist(), instance.homes.tolist(), strict=True
    ):
        homes[place, zone] = homes.get((place, zone), 0) + doors
    first = np.concatenate([[0], np.cumsum(instance.zones)])
    number: dict[tuple[int, int], int] = {}
    used, taken = np.zeros(instance.communities, dtype=np.int64), {NOWHERE}
    for place, zone in sorted(homes, key=lambda key: (-homes[key], key)):
        if zone not in taken and used[place] < instance.zones[place]:
            taken.add(zone)
            number[place, zone] = int(used[place])
            goes_on[first[place] + used[place]] = zone
            used[place] += 1
    pairs = zip(instance.community.tolist(), instance.previous.tolist(), strict=True)
    was[:] = [number.get(pair, NOWHERE) for pair in pairs]
    return goes_on, was


def mended(town: Town) -> Label | None:
    """The zones in force made whole, each of a community's zones with an atom at least; None where nothing is known."""
    label = town.was.copy()
    if (label == NOWHERE).all():
        return None
    for zone in range(town.zones):
        pieces = list(_pieces(town, label, zone))
        for piece in sorted(pieces, key=lambda piece: -town.load[piece].sum())[1:]:
            label[piece] = NOWHERE
    for zone in range(town.zones):
        if not (label == zone).any():
            label[_seed(town, label)] = zone
    _grow(town, label)
    return label


def _pieces(town: Town, label: Label, zone: int) -> Iterable[list[int]]:
    """The connected parts of a zone, each in the order of a walk."""
    left = set(np.flatnonzero(label == zone).tolist())
    while left:
        piece = [min(left)]
        left.discard(piece[0])
        for atom in piece:
            near = [other for other in _neighbours(town, atom) if other in left]
            left.difference_update(near)
            piece += near
        yield piece


def _neighbours(town: Town, atom: int) -> list[int]:
    found: list[int] = town.neighbour[town.pointer[atom] : town.pointer[atom + 1]].tolist()
    return found


def _seed(town: Town, label: Label) -> int:
    """Where a new zone begins: with an atom that has none, or the last that a walk over the heaviest zone meets."""
    free = np.flatnonzero(label == NOWHERE)
    if free.size:
        return int(free[np.argmax(town.load[free])])
    size = np.bincount(label, minlength=town.zones)
    load = np.bincount(label, weights=town.load, minlength=town.zones)
    heaviest = int(np.argmax(np.where(size > 1, load, -1.0)))
    return next(iter(_pieces(town, label, heaviest)))[-1]


def _grow(town: Town, label: Label) -> None:
    """Atoms without a zone join the lightest beside them."""
    load = np.bincount(label[label >= 0], weights=town.load[label >= 0], minlength=town.zones)
    waiting = np.flatnonzero(label == NOWHERE).tolist()
    while waiting:
        later = []
        for atom in waiting:
            near = {int(label[other]) for other in _neighbours(town, atom)} - {NOWHERE}
            if near:
                label[atom] = min(near, key=lambda zone: (load[zone], zone))
                load[label[atom]] += town.load[atom]
            else:
                later.append(atom)
        waiting = later
