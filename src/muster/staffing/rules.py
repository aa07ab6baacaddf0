"""What is valid in staffing, and how the planner's answers are counted."""

FEW = 5  # smaller numbers of people are not told exactly
WEIGHTS = {"leader": 20, "skilled": 5, "general": 1}  # how bad a seat of this kind is left vacant
VACANCY_METRES = 1_000_000  # for a weight of 1: a seat is filled however far, within the limit
MOST_METRES = 50_000
MOST_SECONDS = 600


def may_lead(*, membership: str) -> bool:
    """Whether a member may answer for a zone or lead a team: full members may."""
    return membership == "full"


def is_free(*, is_available: bool, is_spared: bool, has_role: bool) -> bool:
    """Whether a person can be given a role. Which of the three it is stays with the person."""
    return is_available and not is_spared and not has_role


def told(count: int) -> int | None:
    """A number of people as others may know it; None is "fewer than five".

    >>> told(12), told(4), told(0)
    (12, None, 0)
    """
    return None if 0 < count < FEW else count


def can_take(*, needs: int, has: int, leads: bool, may_lead: bool) -> bool:
    """Whether somebody with these skills (bits) may take a seat that needs those."""
    return needs & has == needs and (may_lead or not leads)
