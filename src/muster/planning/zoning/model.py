"""What zoning is asked, and what it answers."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from muster.planning.arrays import column, require, settle
from muster.planning.problems import InvalidInstance
from muster.planning.zoning.certificate import Certificate

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Instance:
    """Atoms, who neighbours whom, and how many zones each community is cut into. Checked once, here."""

    community: Ints
    x: Floats
    y: Floats
    load: Ints
    homes: Ints
    edges: Ints
    zones: Ints
    previous: Ints = ()  # type: ignore[assignment]  # (atoms,) the zone in force of each, any number; -1 = new
    move_price: float = (
        0.0  # of the objective, for each home that is not in the zone that goes on from its own
    )

    def __post_init__(self) -> None:
        atoms = np.asarray(self.community).size
        pairs = np.asarray(self.edges)
        if pairs.size and (pairs.ndim != 2 or pairs.shape[1] != 2):  # noqa: PLR2004 - a pair
            raise InvalidInstance("edges_shape", "edges must have two columns")
        settle(self, "community", "load", "homes", dtype=np.int64, length=atoms)
        settle(self, "x", "y", dtype=np.float64, length=atoms)
        settle(self, "zones", dtype=np.int64)
        edges = column("edges", pairs.reshape(-1), np.int64).reshape(-1, 2)
        object.__setattr__(self, "edges", edges)
        settle(self, "previous", dtype=np.int64, length=atoms if np.asarray(self.previous).size else 0)
        self._check_atoms()
        self._check_edges()
        self._check_zones()

    @property
    def atoms(self) -> int:
        return self.community.size

    @property
    def communities(self) -> int:
        return self.zones.size

    @property
    def has_previous(self) -> bool:
        return self.previous.size > 0

    @property
    def total_zones(self) -> int:
        return int(self.zones.sum())

    @cached_property
    def community_atoms(self) -> Ints:
        """How many atoms each community has."""
        return np.bincount(self.community, minlength=self.communities).astype(np.int64)

    @cached_property
    def community_load(self) -> Ints:
        loads = np.zeros(self.communities, dtype=np.int64)
        np.add.at(loads, self.community, self.load)
        return loads

    def _check_atoms(self) -> None:
        known = (self.community >= 0) & (self.community < self.communities)
        require(known, "community_unknown", f"communities are numbered 0 to {self.communities - 1}")
        require(self.load > 0, "load_positive", "an atom's load must be more than 0")
        require(self.homes >= 0, "homes_negative", "an atom's homes must be 0 or more")
        require(self.previous >= -1, "previous_range", "a zone in force is 0 or more, or -1 for none")
        if not 0 <= self.move_price < np.inf:
            raise InvalidInstance("move_price_range", "the price of a home moved is 0 or more")

    def _check_edges(self) -> None:
        known = (self.edges >= 0) & (self.edges < self.atoms)
        require(known[:, 0] & known[:, 1], "edge_unknown_atom", f"atoms are numbered 0 to {self.atoms - 1}")
        one, other = self.edges[:, 0], self.edges[:, 1]
        require(one != other, "edge_loop", "an atom is not its own neighbour")
        within = self.community[one] == self.community[other]
        require(within, "edge_between_communities", "neighbours must lie in one community")
        keys = np.minimum(one, other) * max(self.atoms, 1) + np.maximum(one, other)
        first = np.zeros(keys.size, dtype=np.bool_)
        first[np.unique(keys, return_index=True)[1]] = True
        require(first, "edge_twice", "each pair of neighbours is given once")

    def _check_zones(self) -> None:
        atoms = self.community_atoms
        require(self.zones <= atoms, "zones_too_many", "a community cannot have more zones than atoms")
        require((self.zones >= 1) | (atoms == 0), "zones_too_few", "a community with atoms needs a zone")
        ones = np.ones(len(self.edges), dtype=np.int8)
        graph = coo_array((ones, (self.edges[:, 0], self.edges[:, 1])), shape=(self.atoms, self.atoms))
        _, part = connected_components(graph, directed=False)
        first = np.full(self.communities, -1, dtype=np.int64)
        first[self.community[::-1]] = part[::-1]
        apart = np.ones(self.communities, dtype=np.bool_)
        apart[self.community[part != first[self.community]]] = False
        require(apart, "community_not_connected", "a community's atoms must be connected by edges")


@dataclass(frozen=True, eq=False)
class Plan:
    """A zone for every atom. Zones are numbered 0, 1 … community by community."""

    zone: NDArray[np.int32]
    zone_community: NDArray[np.int32]
    zone_load: NDArray[np.int64]
    zone_homes: NDArray[np.int64]
    certificate: Certificate
    goes_on: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    # (total,) the zone in force that each goes on from, -1 = a new zone; empty where none were in force
