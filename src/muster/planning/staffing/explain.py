"""Why this person, and why not that one: what the plan would cost with somebody else on a seat.

Who asks for one person learns nothing of another: no answer names anybody but the person asked about.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from muster.planning.staffing.certificate import total
from muster.planning.staffing.costs import kept_metres, pair_metres
from muster.planning.staffing.model import NOBODY, Instance, Plan

Longs = NDArray[np.int64]


class Unfit(StrEnum):
    """Why a person cannot take a seat at all."""

    NOT_AVAILABLE = "not_available"
    LACKS_SKILL = "lacks_skill"
    MAY_NOT_LEAD = "may_not_lead"
    TOO_FAR = "too_far"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One person on one seat, held against the plan."""

    seat: int
    person: int
    unfit: Unfit | None  # None: the person may take the seat
    metres: int  # from home to the seat
    holds: int | None  # the seat that the plan gives the person
    extra_metres: int  # with this person on this seat, every plan costs at least so much more than this one


@dataclass(frozen=True, slots=True)
class Choice:
    """The person whom the plan puts on a seat: what that costs by rule, and what nobody else could save."""

    seat: int
    person: int
    costs: dict[str, int]  # metres' worth: "distance", "load", "away", "move"
    spare_metres: int  # without this person on this seat, every plan costs at least so much more


def why(instance: Instance, plan: Plan, *, seat: int) -> Choice | None:
    """Why the person on this seat; None where the seat is vacant."""
    person = int(plan.person[seat])
    if person == NOBODY:
        return None
    proof, others = plan.certificate, np.flatnonzero(np.arange(instance.people) != person)
    seats = np.full(others.size, seat)
    able = instance.fits(others, seats)
    dear = _above(instance, plan, others[able], seats[able])
    vacancy = int(instance.seat_weight[seat]) * instance.vacancy_metres * proof.scale
    least = min([vacancy - int(proof.seat_price[seat]), *dear.tolist()])
    who, at = np.array([person]), np.array([seat])
    stays = bool(instance.keeps[seat]) and int(instance.seat_holder[seat]) == person
    costs = {
        "distance": int(instance.metres(who, at)[0]),
        "load": int(instance.person_load[person]) * instance.load_metres,
        "away": int(instance.person_unit[person] != instance.seat_unit[seat]) * instance.away_metres,
        "move": -instance.move_metres if stays else 0,
    }
    return Choice(seat=seat, person=person, costs=costs, spare_metres=_extra(instance, plan, least))


def why_not(instance: Instance, plan: Plan, *, seat: int, person: int) -> Alternative:
    """Price the pair by the certificate: cost and rent, less what the seat would pay."""
    who, at = np.array([person]), np.array([seat])
    metres = int(instance.metres(who, at)[0])
    held = np.flatnonzero(plan.person == person).tolist()
    return Alternative(
        seat=seat,
        person=person,
        unfit=_unfit(instance, seat, person, metres),
        metres=metres,
        holds=held[0] if held else None,
        extra_metres=0 if held == [seat] else _extra(instance, plan, int(_above(instance, plan, who, at)[0])),
    )


def _above(instance: Instance, plan: Plan, person: Longs, seat: Longs) -> Longs:
    """Pair by pair: by how much cost and rent exceed what the seat would pay, in parts of a metre."""
    proof = plan.certificate
    above: Longs = pair_metres(instance, person, seat) * proof.scale
    return above + proof.person_rent[person] - proof.seat_price[seat]


def _extra(instance: Instance, plan: Plan, above: int) -> int:
    """What a plan with a pair (or a vacancy) so far above its price costs more, at least."""
    proof = plan.certificate
    prices, rents = (total(values, proof.scale) for values in (proof.seat_price, proof.person_rent))
    least = (prices[0] - rents[0]) * proof.scale + prices[1] - rents[1] + above
    return max(-(-least // proof.scale) + kept_metres(instance) - proof.objective, 0)


def _unfit(instance: Instance, seat: int, person: int, metres: int) -> Unfit | None:
    if not instance.person_available[person]:
        return Unfit.NOT_AVAILABLE
    if int(instance.seat_skills[seat]) & ~int(instance.person_skills[person]):
        return Unfit.LACKS_SKILL
    if instance.seat_leads[seat] and not instance.person_may_lead[person]:
        return Unfit.MAY_NOT_LEAD
    if instance.max_distance is not None and metres > instance.max_distance:
        return Unfit.TOO_FAR
    return None
