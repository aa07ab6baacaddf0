"""Checks a plan; shares no code with the solver."""

from dataclasses import dataclass

from muster.planning.zoning.model import Instance, Plan


@dataclass(frozen=True, slots=True)
class Recount:
    """What the verifier counted for itself."""

    zones: int
    contiguous: int
    p95_deviation: float
    worst_deviation: float
    cut_edges: int


def verify(instance: Instance, plan: Plan) -> Recount:
    """Raise PlanRejected with everything that is wrong, or return the recount."""
    raise NotImplementedError
