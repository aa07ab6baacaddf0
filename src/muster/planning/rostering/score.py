"""What a roster costs, rule by rule."""

import numpy as np

from muster.planning.rostering.certificate import RULES
from muster.planning.rostering.model import Instance, Rosters


def score(instance: Instance, roster: Rosters) -> dict[str, int]:
    """The objective by rule."""
    short = instance.need_people - served(instance, roster)
    asked = roster[instance.wish_person, instance.wish_day] == instance.wish_shift
    one, other = instance.buddies.T
    apart = (roster[one] != roster[other]).sum(axis=1)
    changed = int((roster != instance.previous).sum()) if instance.has_previous else 0
    costs = (
        (instance.under_weight * np.maximum(short, 0)).sum(),
        (instance.over_weight * np.maximum(-short, 0)).sum(),
        instance.wish_weight[asked != instance.wish_wants].sum(),
        (instance.buddy_weight * apart).sum(),
        changed * instance.change_price,
    )
    return {rule: int(cost) for rule, cost in zip(RULES, costs, strict=True)}


def served(instance: Instance, roster: Rosters) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How many people count towards each need."""
    there = roster[:, instance.need_day] == instance.need_shift
    fit = (instance.person_skills[:, None] & instance.need_skills) == instance.need_skills
    people: np.ndarray[tuple[int], np.dtype[np.int64]] = (there & fit).sum(axis=0)
    return people
