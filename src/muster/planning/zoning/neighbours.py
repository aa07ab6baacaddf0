"""Which atoms are neighbours, from their positions alone."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Delaunay, QhullError, cKDTree

from muster.planning.arrays import column

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def neighbours(*, community: ArrayLike, x: ArrayLike, y: ArrayLike) -> Ints:
    """Pairs of neighbouring atoms, each pair once, every community connected.

    Gabriel neighbours: nobody else stands in the circle between the two (K. R. Gabriel, R. R. Sokal 1969).
    Atoms at one place (floors of a stairwell) are neighbours in the order given.
    """
    groups = column("community", community, np.int64)
    xs, ys = column("x", x, np.float64, groups.size), column("y", y, np.float64, groups.size)
    order = np.argsort(groups, kind="stable")
    cuts = np.flatnonzero(np.diff(groups[order])) + 1
    edges = [_within(np.column_stack([xs[part], ys[part]]), part) for part in np.split(order, cuts)]
    return np.concatenate([np.empty((0, 2), dtype=np.int64), *edges])


def _within(points: Floats, atoms: Ints) -> Ints:
    """The neighbours in one community."""
    places, first, place = np.unique(points, axis=0, return_index=True, return_inverse=True)
    place = place.reshape(-1)
    stacked = np.argsort(place, kind="stable")
    same = place[stacked][1:] == place[stacked][:-1]
    stack = np.column_stack([stacked[:-1], stacked[1:]])[same]
    across = first[_joined(places, _gabriel(places))]
    return np.sort(atoms[np.concatenate([stack, across])], axis=1)


def _gabriel(places: Floats) -> Ints:
    """Pairs of places with nobody in the circle whose diameter they are."""
    pairs = _delaunay(places)
    if not len(pairs):
        return pairs
    one, other = places[pairs[:, 0]], places[pairs[:, 1]]
    radius = np.hypot(*(one - other).T) / 2
    nearest, _ = cKDTree(places).query((one + other) / 2)
    alone: Ints = pairs[nearest >= radius * (1 - 1e-9)]
    return alone


def _delaunay(places: Floats) -> Ints:
    """Edges of the Delaunay triangulation; a chain where all places lie on one line (or are too few)."""
    if len(places) > 3:  # noqa: PLR2004 - below, a chain says as much
        try:
            corners = Delaunay(places - places.mean(axis=0)).simplices
        except QhullError:
            pass
        else:
            sides = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]])
            pairs: Ints = np.unique(np.sort(sides, axis=1).astype(np.int64), axis=0)
            return pairs
    chain = np.arange(len(places), dtype=np.int64)
    return np.column_stack([chain[:-1], chain[1:]])


def _joined(places: Floats, pairs: Ints) -> Ints:
    """`pairs`, and the shortest links that join what they leave apart."""
    while True:
        graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(places),) * 2)
        count, part = connected_components(graph, directed=False)
        if count <= 1:
            return pairs
        inside, outside = np.flatnonzero(part == part[0]), np.flatnonzero(part != part[0])
        gap, nearest = cKDTree(places[inside]).query(places[outside])
        there = int(np.argmin(gap))
        pairs = np.concatenate([pairs, [[inside[nearest[there]], outside[there]]]])
