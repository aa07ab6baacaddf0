"""Whole shares of a whole number."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Shares = NDArray[np.int64]


def apportion(total: int, weights: ArrayLike, *, low: int = 0, high: int | None = None) -> Shares:
    """Whole shares that add up to `total`, as near to the weights as `low` and `high` allow (largest remainders)."""
    wanted = np.asarray(weights, dtype=float)
    top = total if high is None else high
    if not low * len(wanted) <= total <= top * len(wanted):
        raise ValueError(f"{total} cannot be shared among {len(wanted)} with {low} to {top} each")
    exact = _bounded(total, wanted, low=float(low), high=float(top))
    shares = np.floor(exact + 1e-9).astype(np.int64)
    room = np.where(shares < top, exact - shares, -1.0)
    order = np.argsort(-room, kind="stable")
    shares[order[: total - int(shares.sum())]] += 1
    return shares


def _bounded(total: int, weights: NDArray[np.float64], *, low: float, high: float) -> NDArray[np.float64]:
    """`clip(weights × λ)` for the λ that makes it add up to `total`."""
    small, large = 0.0, 1.0
    while np.clip(weights * large, low, high).sum() < total:
        large *= 2
    for _ in range(80):
        middle = (small + large) / 2
        if np.clip(weights * middle, low, high).sum() < total:
            small = middle
        else:
            large = middle
    return np.clip(weights * large, low, high)
