"""Sharing out a number of zones among communities (E. V. Huntington 1928, J. A. Hill 1911)."""

import heapq

import numpy as np
from numpy.typing import ArrayLike, NDArray

from muster.planning.arrays import column, require
from muster.planning.problems import InvalidInstance


def apportion(
    loads: ArrayLike, total: int, *, at_least: int = 1, at_most: ArrayLike | None = None
) -> NDArray[np.int64]:
    """Zones for each community, `total` in all, by equal proportions.

    Every community gets `at_least` zones and no more than its `at_most` (its atoms), where that is less. The
    next zone goes to the largest load / sqrt(n (n + 1)), so no transfer of a zone would bring two communities'
    loads per zone nearer to each other in proportion. Equal claims go to the lower index.
    """
    load = column("loads", loads, np.float64)
    require(load >= 0, "loads_negative", "a load must be 0 or more")
    most = np.full(load.size, total) if at_most is None else column("at_most", at_most, np.int64, load.size)
    require(most >= 0, "at_most_negative", "at_most must be 0 or more")
    zones: NDArray[np.int64] = np.minimum(at_least, most).astype(np.int64)
    if not zones.sum() <= total <= most.sum():
        raise InvalidInstance(
            "total_range", f"{total} zones asked; {zones.sum()} to {most.sum()} are possible"
        )
    claims = [_claim(load[i], int(zones[i]), i) for i in np.flatnonzero(zones < most).tolist()]
    heapq.heapify(claims)
    for _ in range(total - int(zones.sum())):
        i = claims[0][2]
        zones[i] += 1
        if zones[i] < most[i]:
            heapq.heapreplace(claims, _claim(load[i], int(zones[i]), i))
        else:
            heapq.heappop(claims)
    return zones


def _claim(load: float, zones: int, index: int) -> tuple[bool, float, int]:
    """A community without a zone comes first, then the largest load per geometric mean."""
    if zones == 0:
        return (False, -load, index)
    return (True, -load / float(np.sqrt(zones * (zones + 1.0))), index)
