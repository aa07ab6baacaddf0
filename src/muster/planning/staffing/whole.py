"""Whole metres out of fine prices: a proof with room to spare becomes one without.

Prices and rents of an optimal plan leave less than a metre of slack in all. Shift them all by the same part of a metre
and round down: no pair becomes cheaper than free, since costs are whole metres; and what is tight stays tight, but
for shifts that lie in somebody's slack. All slack together is less than a metre, so some shift lies in nobody's.
"""

import numpy as np
from numpy.typing import NDArray

from muster.planning.staffing.costs import pair_metres
from muster.planning.staffing.model import NOBODY, Instance, Plan

Longs = NDArray[np.int64]


def whole_prices(instance: Instance, plan: Plan) -> tuple[Longs, Longs]:
    """A price of each seat and a rent of each person, in metres; without slack, if the plan is proved optimal."""
    proof = plan.certificate
    shift = _outside(*_slack(instance, plan), proof.scale)
    return (proof.seat_price + shift) // proof.scale, (proof.person_rent + shift) // proof.scale


def _slack(instance: Instance, plan: Plan) -> tuple[Longs, Longs]:
    """Price and cost of every seat; nothing and rent of whoever has no seat: each pair would be equal if it were tight."""
    proof, seat = plan.certificate, np.flatnonzero(plan.person != NOBODY)
    who = plan.person[seat].astype(np.int64)
    cost = instance.seat_weight * instance.vacancy_metres * proof.scale
    cost[seat] = pair_metres(instance, who, seat) * proof.scale + proof.person_rent[who]
    idle = np.ones(instance.people, dtype=np.bool_)
    idle[who] = False
    asked = proof.person_rent[idle]
    return np.concatenate([proof.seat_price, np.zeros(asked.size, dtype=np.int64)]), np.concatenate(
        [cost, asked]
    )


def _outside(low: Longs, high: Longs, scale: int) -> int:
    """A shift below `scale` by which no multiple of `scale` comes to lie above a low end and not above its high end."""
    wide = high > low
    start = -high[wide] % scale
    end = start + (high - low)[wide]
    over = end > scale
    start, end = (
        np.concatenate([start, np.zeros(int(over.sum()), dtype=np.int64)]),
        np.concatenate([np.minimum(end, scale), end[over] - scale]),
    )
    order = np.argsort(start)
    covered = np.maximum.accumulate(np.concatenate([[0], end[order]]))
    gap = np.append(start[order], scale) > covered
    return int(covered[np.argmax(gap)])
