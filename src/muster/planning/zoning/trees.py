"""Cutting a community along random spanning trees (after D. DeFord, M. Duchin, J. Solomon 2021, "Recombination")."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.zoning.chance import State, below
from muster.planning.zoning.graph import Town

Label = NDArray[np.int32]


class Tree(NamedTuple):
    """Room for a spanning tree of a part, and for the best cut of any tree so far."""

    order: NDArray[np.int32]  # atoms from the root outwards
    parent: NDArray[np.int32]
    load: NDArray[np.float64]  # of an atom and all that hangs on it
    grown: NDArray[np.bool_]
    child: NDArray[np.int32]  # the frontier: who could join …
    anchor: NDArray[np.int32]  # … and on whom it would hang
    side: NDArray[np.bool_]  # the best cut: who is cut off


@compiled
def cut_by_trees(town: Town, state: State, trees: int) -> Label:
    """Connected zones of roughly equal load: halve, and halve again, each time along the best of some trees."""
    atoms = town.load.size
    label = np.zeros(atoms, dtype=np.int32)
    members = np.empty(atoms, dtype=np.int32)
    tree = _room(atoms, town.neighbour.size)
    wanted = np.zeros(town.zones, dtype=np.int64)
    wanted[0] = town.zones
    made = 1
    for zone in range(town.zones):
        while wanted[zone] > 1:
            count = 0
            for atom in range(atoms):
                if label[atom] == zone:
                    members[count] = atom
                    count += 1
            cut_off = _best_cut(town, label, members[:count], wanted[zone], state, trees, tree)
            for atom in members[:count]:
                if tree.side[atom]:
                    label[atom] = made
            wanted[zone] -= cut_off
            wanted[made] = cut_off
            made += 1
    return label


@compiled
def _room(atoms: int, links: int) -> Tree:
    return Tree(
        np.empty(atoms, dtype=np.int32),
        np.empty(atoms, dtype=np.int32),
        np.empty(atoms, dtype=np.float64),
        np.empty(atoms, dtype=np.bool_),
        np.empty(links, dtype=np.int32),
        np.empty(links, dtype=np.int32),
        np.empty(atoms, dtype=np.bool_),
    )


@compiled
def _best_cut(
    town: Town, label: Label, members: Label, zones: int, state: State, trees: int, tree: Tree
) -> int:
    """Mark in `tree.side` whom to cut off from a part that is to become `zones` zones; how many zones they become."""
    least = np.inf
    kept = 1
    for _ in range(trees):
        _grow(town, label, members, state, tree)
        miss, top, cut_off = _lightest_cut(town, members, zones, tree)
        if miss < least:
            least, kept = miss, cut_off
            for atom in members:
                tree.side[atom] = False
            tree.side[top] = True
            for atom in tree.order[1 : members.size]:
                if tree.side[tree.parent[atom]]:
                    tree.side[atom] = True
    return kept


@compiled
def _grow(town: Town, label: Label, members: Label, state: State, tree: Tree) -> None:
    """A random spanning tree of the members, by taking a random link of the frontier again and again."""
    for atom in members:
        tree.grown[atom] = False
    atom = members[below(state, members.size)]
    zone = label[atom]
    tree.grown[atom] = True
    tree.parent[atom] = -1
    tree.order[0] = atom
    frontier, count = 0, 1
    while count < members.size:
        for other in town.neighbour[town.pointer[atom] : town.pointer[atom + 1]]:
            if label[other] == zone and not tree.grown[other]:
                tree.child[frontier] = other
                tree.anchor[frontier] = atom
                frontier += 1
        while True:
            link = below(state, frontier)
            atom, anchor = tree.child[link], tree.anchor[link]
            frontier -= 1
            tree.child[link], tree.anchor[link] = tree.child[frontier], tree.anchor[frontier]
            if not tree.grown[atom]:
                break
        tree.grown[atom] = True
        tree.parent[atom] = anchor
        tree.order[count] = atom
        count += 1


@compiled
def _lightest_cut(town: Town, members: Label, zones: int, tree: Tree) -> tuple[float, int, int]:
    """The link whose two sides come nearest to whole numbers of zones: miss per zone, the atom below it, its zones.

    Each side must keep an atom for every zone that it is to become; there are at least as many atoms as zones, so
    every link has a number of zones to cut off.
    """
    total = 0.0
    size = np.ones(town.load.size, dtype=np.int32)
    for atom in members:
        tree.load[atom] = town.load[atom]
        total += town.load[atom]
    each = total / zones
    least, top, kept = np.inf, -1, 1
    for step in range(members.size - 1, 0, -1):
        atom = tree.order[step]
        load = tree.load[atom]
        tree.load[tree.parent[atom]] += load
        size[tree.parent[atom]] += size[atom]
        fewest = max(1, zones - (members.size - size[atom]))
        most = min(zones - 1, size[atom])
        cut_off = min(max(round(load / each), fewest), most)
        miss = abs(load - cut_off * each) * (1.0 / cut_off + 1.0 / (zones - cut_off))
        if miss < least:
            least, top, kept = miss, atom, cut_off
    return least, top, kept
