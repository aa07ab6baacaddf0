"""How good a zoning is, and how that is known."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from muster.planning.zoning.model import Instance

TOLERANCE = 0.05  # a deviation of so much costs 1; twice as much costs 4
WORST_WEIGHT = 1.0  # the worst zone of a community counts once more
CUT_WEIGHT = 0.1  # a pair of neighbours in different zones
SPREAD_WEIGHT = 0.3  # a zone as wide as its equal share of the community, were that one disc

Floats = NDArray[np.float64]
Labels = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Certificate:
    """Deviations are shares: 0.08 = a zone carries 8 % more or less than the mean it is held against.

    The objective, community by community, with d a zone's deviation from the community's mean over 5 %:
    "balance" sum of d squared, "worst" the largest d squared, "cut" 0.1 a pair of neighbours in different zones,
    "spread" 0.3 times each zone's squared distances to its centre over those of an equal share of the community;
    where zones are in force, "moved" the price of the homes that change their zone.
    """

    objective: float  # sum of score
    lower_bound: float  # no plan has a lower objective
    score: dict[str, float]  # objective by rule: "balance", "worst", "cut", "spread"
    p95_deviation: float  # over zones, against the community's mean
    worst_deviation: float
    city_p95_deviation: float  # over zones, against the whole city's mean
    city_worst_deviation: float
    zones: int
    contiguous: int  # zones whose atoms hang together
    community_objective: Floats
    community_worst: Floats  # worst deviation in each community
    community_floor: Floats  # proved: no plan has a lower worst deviation there
    steps: int  # solving again with MaxSteps(steps) and this seed gives this plan
    seed: int
    seconds: float
    moved_homes: int = 0  # not in the zone that goes on from the one they were in

    @property
    def gap(self) -> float:
        """Share of the objective that is not proved necessary."""
        return 1 - self.lower_bound / self.objective if self.objective else 0.0


def certify(
    instance: "Instance",
    zone: Labels,
    proved: Floats | None = None,
    goes_on: NDArray[np.int64] | None = None,
    *,
    steps: int,
    seed: int,
    seconds: float,
) -> Certificate:
    """Count everything anew from the labels. `proved` holds the floors of worst deviations that a search found."""
    owner = np.repeat(np.arange(instance.communities), instance.zones)
    load = np.bincount(zone, weights=instance.load, minlength=owner.size).astype(np.float64)
    mean = instance.community_load / np.maximum(instance.zones, 1)
    deviation = np.abs(load - mean[owner]) / mean[owner]
    worst = np.zeros(instance.communities)
    np.maximum.at(worst, owner, deviation)
    parts = {
        "balance": np.bincount(owner, weights=(deviation / TOLERANCE) ** 2, minlength=instance.communities),
        "worst": WORST_WEIGHT * (worst / TOLERANCE) ** 2,
        "cut": CUT_WEIGHT * _cuts(instance, zone),
        "spread": SPREAD_WEIGHT * _spread(instance, zone, owner),
    }
    moved = _moved(instance, zone, goes_on)
    if instance.has_previous:
        parts["moved"] = instance.move_price * np.bincount(
            instance.community, weights=moved, minlength=instance.communities
        )
    city = np.abs(load / max(load.mean(), 1e-9) - 1) if load.size else np.zeros(0)
    floor, bound = floors(instance, proved)
    by_community = np.sum(list(parts.values()), axis=0)
    return Certificate(
        objective=float(by_community.sum()),
        lower_bound=min(float(bound.sum()), float(by_community.sum())),
        score={rule: float(part.sum()) for rule, part in parts.items()},
        p95_deviation=_p95(deviation),
        worst_deviation=float(deviation.max(initial=0.0)),
        city_p95_deviation=_p95(city),
        city_worst_deviation=float(city.max(initial=0.0)),
        zones=owner.size,
        contiguous=_contiguous(instance, zone, owner.size),
        community_objective=by_community,
        community_worst=worst,
        community_floor=floor,
        steps=steps,
        seed=seed,
        seconds=seconds,
        moved_homes=int(moved.sum()),
    )


def _moved(instance: "Instance", zone: Labels, goes_on: NDArray[np.int64] | None) -> NDArray[np.int64]:
    """The homes of each atom that is not in the zone that goes on from its own."""
    if goes_on is None or not instance.has_previous:
        return np.zeros(instance.atoms, dtype=np.int64)
    stays = (instance.previous < 0) | (goes_on[zone] == instance.previous)
    moved: NDArray[np.int64] = instance.homes * ~stays
    return moved


def floors(instance: "Instance", proved: Floats | None = None) -> tuple[Floats, Floats]:
    """Two bounds for each community that hold for every plan: on its worst deviation and on its objective.

    Loads are whole numbers, so equal shares may not exist; some zone must hold the heaviest atom, and the others
    share what is left, as they do when one zone is known to be far off; cutting a connected community into k zones
    cuts at least k - 1 pairs of neighbours.
    """
    zones = np.maximum(instance.zones, 1)
    mean = instance.community_load / zones
    mean = np.where(mean > 0, mean, 1.0)
    low, left = np.divmod(instance.community_load, zones)
    over, under = (low + 1 - mean) * (left > 0), (mean - low) * (left > 0)
    heaviest = np.zeros(instance.communities)
    np.maximum.at(heaviest, instance.community, instance.load)
    excess = np.maximum(heaviest - mean, 0.0 if proved is None else proved * mean) * (zones > 1)
    others = np.maximum(zones - 1, 1)
    worst = np.maximum(np.maximum(over, under), excess) / mean
    whole = left * over**2 + (zones - left) * under**2
    squares = np.maximum(whole, excess**2 + excess**2 / others) / mean**2
    cut = CUT_WEIGHT * np.maximum(instance.zones - 1, 0)
    return worst, (squares + WORST_WEIGHT * worst**2) / TOLERANCE**2 + cut


def _p95(deviation: Floats) -> float:
    return float(np.percentile(deviation, 95)) if deviation.size else 0.0


def _cuts(instance: "Instance", zone: Labels) -> Floats:
    one, other = instance.edges[:, 0], instance.edges[:, 1]
    cut = zone[one] != zone[other]
    return np.bincount(instance.community[one[cut]], minlength=instance.communities).astype(np.float64)


def _spread(instance: "Instance", zone: Labels, owner: NDArray[np.int64]) -> Floats:
    """Squared distances to the centres of zones, over those of an equal share of the community."""
    whole = _scatter(instance, instance.community, instance.communities)
    share = np.maximum(whole / np.maximum(instance.zones, 1) ** 2, 1e-9)
    zones = _scatter(instance, zone, owner.size)
    spread = np.bincount(owner, weights=zones / share[owner], minlength=instance.communities)
    return spread.astype(np.float64)


def _scatter(instance: "Instance", group: NDArray[np.signedinteger], count: int) -> Floats:
    """Sum of squared distances to the centre of each group."""
    size = np.maximum(np.bincount(group, minlength=count), 1)
    scatter = np.zeros(count)
    for axis in (instance.x, instance.y):
        centre = np.bincount(group, weights=axis, minlength=count) / size
        scatter += np.bincount(group, weights=(axis - centre[group]) ** 2, minlength=count)
    return scatter


def _contiguous(instance: "Instance", zone: Labels, zones: int) -> int:
    """Zones in one piece."""
    inside = zone[instance.edges[:, 0]] == zone[instance.edges[:, 1]]
    one, other = instance.edges[inside].T
    graph = coo_array((np.ones(one.size, dtype=np.int8), (one, other)), shape=(instance.atoms,) * 2)
    _, piece = connected_components(graph, directed=False)
    pieces = np.unique(np.column_stack([zone, piece]), axis=0)
    return int(np.sum(np.bincount(pieces[:, 0], minlength=zones) == 1))
