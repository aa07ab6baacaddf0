"""What is valid in staffing, and how the planner's answers are counted."""

from collections.abc import Set as AbstractSet

FEW = 5  # smaller numbers of people are not told exactly
WEIGHTS = {"leader": 20, "skilled": 5, "general": 1}  # how bad a seat of this kind is left vacant
VACANCY_METRES = 1_000_000  # for a weight of 1: a seat is filled however far, within the limit
MOST_METRES = 50_000
FAR_ENOUGH = 10_000  # metres: unless another limit is set, nobody is sent farther
MOST_SECONDS = 600


def may_lead(*, membership: str) -> bool:
    """Whether a member may answer for a zone or lead a team: full members may."""
    return membership == "full"


def told(count: int) -> int | None:
    """A number of people as others may know it; None is "fewer than five".

    >>> told(12), told(4), told(0)
    (12, None, 0)
    """
    return None if 0 < count < FEW else count


def is_fit(*, skill: str | None, skills: AbstractSet[str], leads: bool, may_lead: bool) -> bool:
    """Whether somebody with these skills may take a seat that needs this one, or that leads."""
    return (skill is None or skill in skills) and (may_lead or not leads)
