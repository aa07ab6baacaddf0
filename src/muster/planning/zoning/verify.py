"""Checks a zoning; shares no code with the solver, and counts everything for itself."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from muster.planning.problems import PlanRejected
from muster.planning.zoning.certificate import Certificate
from muster.planning.zoning.model import Instance, Plan


@dataclass(frozen=True, slots=True)
class Recount:
    """What the verifier counted for itself."""

    zones: int
    contiguous: int
    p95_deviation: float
    worst_deviation: float
    cut_edges: int
    objective: float
    moved_homes: int


def verify(instance: Instance, plan: Plan) -> Recount:
    """Raise PlanRejected with everything that is wrong, or return the recount."""
    _demand(_shape(instance, plan))
    _demand(_places(instance, plan))
    recount = _recount(instance, plan)
    _demand(_claims(instance, plan, recount))
    return recount


def _demand(findings: Iterator[str]) -> None:
    if wrong := list(findings):
        raise PlanRejected(wrong)


def _shape(instance: Instance, plan: Plan) -> Iterator[str]:
    """Every atom has a zone, and there are as many zones as were asked for."""
    if plan.zone.shape != (instance.atoms,) or plan.zone.dtype.kind != "i":
        yield f"zone: one whole number for each of {instance.atoms} atoms is needed"
    for name in ("zone_community", "zone_load", "zone_homes"):
        if getattr(plan, name).shape != (instance.total_zones,):
            yield f"{name}: one value for each of {instance.total_zones} zones is needed"
    zones = instance.total_zones if instance.has_previous else 0
    if plan.goes_on.shape != (zones,):
        yield f"goes_on: one value for each of {zones} zones is needed"
    for was, times in Counter(plan.goes_on.tolist()).items():
        if was >= 0 and times > 1:
            yield f"{times} zones go on from zone {was}"


def _places(instance: Instance, plan: Plan) -> Iterator[str]:
    """Zones are numbered community by community, lie in one community, and none is empty."""
    last = -1
    for community, count in enumerate(instance.zones.tolist()):
        for number in range(last + 1, last + 1 + count):
            if plan.zone_community[number] != community:
                yield f"zone {number} should belong to community {community}"
        last += count
    unknown = np.flatnonzero((plan.zone < 0) | (plan.zone > last))
    for atom in unknown:
        yield f"atom {atom} is in zone {plan.zone[atom]}, which does not exist"
    if unknown.size:
        return
    astray = np.flatnonzero(plan.zone_community[plan.zone] != instance.community)
    for atom in astray:
        yield f"atom {atom} of community {instance.community[atom]} is in zone {plan.zone[atom]} of another"
    for number in sorted(set(range(last + 1)) - set(plan.zone.tolist())):
        yield f"zone {number} is empty"


def _recount(instance: Instance, plan: Plan) -> Recount:
    load = _sum_by(plan.zone, instance.load, instance.total_zones)
    mean = _means(instance)[plan.zone_community]
    off = np.abs(load - mean) / mean
    ordered = np.sort(off)
    ends = plan.zone[instance.edges]
    cut = int(np.count_nonzero(ends[:, 0] - ends[:, 1]))
    moved = _moved_homes(instance, plan)
    return Recount(
        zones=load.size,
        contiguous=load.size - len(_broken(instance, plan)),
        p95_deviation=_quantile(ordered, 0.95),
        worst_deviation=float(ordered[-1]) if load.size else 0.0,
        cut_edges=cut,
        objective=float(np.sum((20 * off) ** 2))
        + _worst(plan, off)
        + 0.1 * cut
        + _spread(instance, plan)
        + instance.move_price * moved,
        moved_homes=moved,
    )


def _moved_homes(instance: Instance, plan: Plan) -> int:
    """Homes that were in a zone and are not in the one that goes on from it, one atom after the other."""
    moved = 0
    for homes, was, zone in zip(
        instance.homes.tolist(), instance.previous.tolist(), plan.zone.tolist(), strict=False
    ):
        if was >= 0 and plan.goes_on[zone] != was:
            moved += homes
    return moved


def _claims(instance: Instance, plan: Plan, recount: Recount) -> Iterator[str]:
    """What the plan says of itself is what was counted."""
    for zone in _broken(instance, plan):
        yield f"zone {zone} is not in one piece"
    for name, of in (("zone_load", instance.load), ("zone_homes", instance.homes)):
        counted = _sum_by(plan.zone, of, instance.total_zones)
        for zone in np.flatnonzero(counted != getattr(plan, name)).tolist():
            yield f"{name} of zone {zone} is {counted[zone]}, not {getattr(plan, name)[zone]}"
    yield from _certified(plan.certificate, recount)


def _certified(claimed: Certificate, recount: Recount) -> Iterator[str]:
    for name in ("zones", "contiguous", "p95_deviation", "worst_deviation", "objective", "moved_homes"):
        said, counted = getattr(claimed, name), getattr(recount, name)
        if not math.isclose(said, counted, rel_tol=1e-6, abs_tol=1e-9):
            yield f"the certificate says {name} {said}, counted {counted}"
    if not math.isclose(sum(claimed.score.values()), claimed.objective, rel_tol=1e-6, abs_tol=1e-9):
        yield "the certificate's scores do not add up to its objective"
    if claimed.lower_bound > claimed.objective:
        yield "the certificate's bound lies above its objective"
    for community in np.flatnonzero(claimed.community_floor > claimed.community_worst + 1e-9).tolist():
        yield f"community {community} claims to lie below its own floor"


def _broken(instance: Instance, plan: Plan) -> list[int]:
    """Zones in more than one piece: merge along edges inside zones, and count who is left standing."""
    leader = list(range(instance.atoms))

    def find(atom: int) -> int:
        while leader[atom] != atom:
            leader[atom] = leader[leader[atom]]
            atom = leader[atom]
        return atom

    zone = plan.zone.tolist()
    for one, other in instance.edges.tolist():
        if zone[one] == zone[other]:
            leader[find(one)] = find(other)
    heads = [zone[atom] for atom in range(instance.atoms) if leader[atom] == atom]
    return np.flatnonzero(np.bincount(heads, minlength=instance.total_zones) > 1).tolist() if heads else []


def _means(instance: Instance) -> NDArray[np.float64]:
    total = _sum_by(instance.community, instance.load, instance.communities)
    return total / np.maximum(instance.zones, 1)


def _sum_by(group: NDArray[np.signedinteger], values: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    """Exact sums of whole numbers, by sorting."""
    order = np.argsort(group, kind="stable")
    running = np.concatenate([[0], np.cumsum(values[order])])
    ends = np.searchsorted(group[order], np.arange(groups + 1))
    return np.diff(running[ends])


def _quantile(ordered: NDArray[np.float64], share: float) -> float:
    """With straight lines between neighbours."""
    if not ordered.size:
        return 0.0
    place = share * (ordered.size - 1)
    low = math.floor(place)
    high = min(low + 1, ordered.size - 1)
    return float(ordered[low] + (place - low) * (ordered[high] - ordered[low]))


def _worst(plan: Plan, off: NDArray[np.float64]) -> float:
    """The worst zone of each community, once more."""
    first = np.flatnonzero(np.diff(plan.zone_community, prepend=-1))
    return float(np.sum((20 * np.maximum.reduceat(off, first)) ** 2)) if off.size else 0.0


def _spread(instance: Instance, plan: Plan) -> float:
    """0.3 for a zone as wide as its equal share of its community."""
    whole = _width(instance, instance.community, instance.communities)
    share = np.maximum(whole / np.maximum(instance.zones, 1) ** 2, 1e-9)
    return float(np.sum(0.3 * _width(instance, plan.zone, instance.total_zones) / share[plan.zone_community]))


def _width(instance: Instance, group: NDArray[np.signedinteger], groups: int) -> NDArray[np.float64]:
    """Squared distances to the centre, by group."""
    order = np.argsort(group, kind="stable")
    cuts = np.searchsorted(group[order], np.arange(1, groups))
    width = np.zeros(groups)
    for number, atoms in enumerate(np.split(order, cuts) if groups else []):
        if atoms.size:
            x, y = instance.x[atoms], instance.y[atoms]
            width[number] = x.size * (x.var() + y.var())
    return width
