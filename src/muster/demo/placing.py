"""Where buildings stand: in a spiral around a point of their plot, never outside it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from muster.demo.geometry import CENTRE, KM_PER_DEGREE, Polygon

_SPACING_KM = 0.034
_JITTER_KM = 0.006
_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
_MARGIN = 0.94  # of the way to the plot's border

Floats = NDArray[np.float64]


def place(
    plots: Sequence[Polygon], counts: NDArray[np.int64], rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Longitudes and latitudes of `counts[i]` buildings in each convex plot, plot after plot."""
    corners, real = _padded(plots)
    centres = _centres(corners, real, rng)
    normals, room = _half_planes(corners, centres)
    of = np.repeat(np.arange(len(plots)), counts)
    starts = np.cumsum(counts) - counts
    steps = np.arange(len(of)) - np.repeat(starts, counts) + 0.5
    turns = steps * _GOLDEN_ANGLE + rng.uniform(0, 2 * np.pi, len(plots))[of]
    offsets = (_SPACING_KM * np.sqrt(steps))[:, None] * np.column_stack([np.cos(turns), np.sin(turns)])
    offsets += rng.uniform(-_JITTER_KM, _JITTER_KM, offsets.shape)
    # A group that is too large for its plot shrinks as a whole, so that it keeps its form.
    reach = np.einsum("bed,bd->be", normals[of], offsets) / room[of]
    shrink = 1 / np.maximum(1, np.maximum.reduceat(reach.max(axis=1), starts) / _MARGIN)
    where = centres[of] + offsets * shrink[of][:, None]
    return (
        np.round(CENTRE[0] + where[:, 0] / KM_PER_DEGREE[0], 6),
        np.round(CENTRE[1] + where[:, 1] / KM_PER_DEGREE[1], 6),
    )


def _padded(plots: Sequence[Polygon]) -> tuple[Floats, NDArray[np.bool_]]:
    """Corners as one array, short polygons repeating their last corner; and which are real."""
    most = max(map(len, plots))
    corners = np.array([[*plot, *[plot[-1]] * (most - len(plot))] for plot in plots])
    real = np.arange(most) < np.array([len(plot) for plot in plots])[:, None]
    return corners, real


def _centres(corners: Floats, real: NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    """A point well inside each polygon: half its middle, half any mixture of its corners."""
    shares = np.where(real, rng.gamma(0.7, size=real.shape) + 1e-9, 0)
    mixed = np.einsum("pe,ped->pd", shares / shares.sum(axis=1, keepdims=True), corners)
    middle: Floats = (corners * real[:, :, None]).sum(axis=1) / real.sum(axis=1)[:, None]
    return np.asarray((mixed + middle) / 2)


def _half_planes(corners: Floats, centres: Floats) -> tuple[Floats, Floats]:
    """For every edge the outward normal, and how far the centre is from the edge (infinite for padding)."""
    edges = np.roll(corners, -1, axis=1) - corners
    length = np.hypot(edges[:, :, 0], edges[:, :, 1])
    is_edge = length > 1e-9  # noqa: PLR2004 (a micrometre)
    safe = np.where(is_edge, length, 1)[:, :, None]
    normals = np.stack([edges[:, :, 1], -edges[:, :, 0]], axis=2) / safe
    room = np.einsum("ped,ped->pe", normals, corners - centres[:, None, :])
    return np.where(is_edge[:, :, None], normals, 0), np.where(is_edge, room, np.inf)
