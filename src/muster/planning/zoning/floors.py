"""Covering a whole community by the best zones there are: better cuts, and proofs that there are none."""

from typing import NamedTuple

import numpy as np

from muster.planning.compiled import compiled
from muster.planning.zoning.bitsets import Words, holds, words_for
from muster.planning.zoning.blocks import Ints, laid_in_order, order_of, room_for
from muster.planning.zoning.certificate import WORST_WEIGHT
from muster.planning.zoning.covers import cheapest_cover, chosen_shapes, room_for_memo
from muster.planning.zoning.graph import Town
from muster.planning.zoning.pool import Pool
from muster.planning.zoning.recombination import fits_windows
from muster.planning.zoning.shapes import Shapes, find_shapes, pick_shapes, room_for_shapes
from muster.planning.zoning.trees import Label
from muster.planning.zoning.windows import imbalance

MOST_ATOMS = 512
MOST_ZONES = 64
SHAPES = 20_000
GROWING_STEPS = 20_000  # until listing the shapes is given up
COVER_STEPS = 300_000
ROUNDS = 30
_LESS = 1e-6  # loads are whole numbers: nothing lies so near a worst one and is better
_GAIN = 1e-9


class Covered(NamedTuple):
    """`floor`: the worst deviation below which there is no plan, a share of the mean, or 0 if that was not proved.

    `is_best`: no plan whose worst zone is nearer than that of the first labels has a better score.
    """

    label: Label
    score: float
    floor: float
    is_best: bool


def may_be_covered(town: Town) -> bool:
    """Whether zones are of so few atoms that they can be listed, as a rule."""
    return bool(fits_windows(town)) and town.load.size <= MOST_ATOMS and town.zones <= MOST_ZONES


def cover(town: Town, label: Label, score: float, pool: Pool | None = None) -> Covered:
    """The best cover with no zone farther off than the worst is; then with none so far off, and so on.

    Of all shapes there are, or of those in a pool.
    """
    best = label.copy()
    met = None if pool is None else pool.sets[: pool.counted[0]]
    nothing = np.empty((0, words_for(label.size)), dtype=np.uint64)
    score, floor, is_best = _lower(town, order_of(town), best, score, nothing if met is None else met)
    return Covered(best, score, floor, is_best)


@compiled
def _lower(town: Town, order: Ints, label: Label, score: float, met: Words) -> tuple[float, float, bool]:
    off = _worst(town, label) + _LESS
    block = laid_in_order(town, order, off)
    room, shapes, memo = room_for(block), room_for_shapes(block, SHAPES), room_for_memo(block)
    for turn in range(ROUNDS):
        block = laid_in_order(town, order, off)
        are_listed, are_all = True, False
        if met.shape[0]:
            pick_shapes(block, room, shapes, met)
        else:
            are_listed, are_all = find_shapes(block, room, shapes, GROWING_STEPS)
        if not are_listed:
            return score, 0.0, False
        cost, is_whole = cheapest_cover(block, room, shapes, memo, COVER_STEPS)
        is_proved = are_all and is_whole
        if cost == np.inf:
            return score, (off + _LESS) / town.mean if is_proved and turn > 0 else 0.0, is_proved
        chosen = chosen_shapes(block, room, shapes, memo)
        worst = np.abs(shapes.load[chosen] - town.mean).max()
        found = cost + WORST_WEIGHT * imbalance(town.mean + worst, town.mean)
        if found < score - _GAIN:
            score = found
            _relabel(label, order, shapes, chosen)
        elif not is_proved:
            break
        off = worst - _LESS
        if off <= 0.0:
            return score, 0.0, is_proved
    return score, 0.0, False


@compiled
def _worst(town: Town, label: Label) -> float:
    load = np.zeros(town.zones)
    for atom in range(label.size):
        load[label[atom]] += town.load[atom]
    worst: float = np.abs(load - town.mean).max()
    return worst


@compiled
def _relabel(label: Label, order: Ints, shapes: Shapes, chosen: Ints) -> None:
    for zone in range(chosen.size):
        for place in range(order.size):
            if holds(shapes.bits[chosen[zone]], place):
                label[order[place]] = zone
