"""Why not that person: what the plan would cost with somebody else on a seat."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from muster.planning.staffing.model import Instance, Plan


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


def why_not(instance: Instance, plan: Plan, *, seat: int, person: int) -> Alternative:
    """Price the pair by the certificate: way and rent, less what the seat would pay."""
    proof = plan.certificate
    across = instance.person_x[person] - instance.seat_x[seat]
    along = instance.person_y[person] - instance.seat_y[seat]
    metres = int(np.rint(np.sqrt(across**2 + along**2)))
    held = np.flatnonzero(plan.person == person).tolist()
    above = metres * proof.scale + int(proof.person_rent[person]) - int(proof.seat_price[seat])
    extra = proof.lower_bound + -(-above // proof.scale) - proof.objective
    return Alternative(
        seat=seat,
        person=person,
        unfit=_unfit(instance, seat, person, metres),
        metres=metres,
        holds=held[0] if held else None,
        extra_metres=max(extra - 1, 0),  # the bound itself was rounded up
    )


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
