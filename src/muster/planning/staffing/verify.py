"""Checks a plan; shares no code with the solver."""

from dataclasses import dataclass

from muster.planning.staffing.model import Instance, Plan


@dataclass(frozen=True, slots=True)
class Recount:
    """What the verifier counted for itself."""

    filled: int
    vacant: int
    distance: int  # whole metres walked in all
    objective: int
    lower_bound: int  # from the certificate's dual prices, checked against every pair
    is_optimal: bool


def verify(instance: Instance, plan: Plan) -> Recount:
    """Raise PlanRejected with everything that is wrong, or return the recount."""
    raise NotImplementedError
