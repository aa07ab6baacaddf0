"""Rostering: who stands where, when. Every hard rule is kept; what is left is weighed.

    instance = Instance(
        days=28, first_weekday=0,           # 0 = Monday
        shift_minutes=..., forbidden=...,   # (shifts,), (shifts, shifts): what may not follow the day after
        max_shifts=...,                     # (people, shifts) at most so many of a kind; 0 = never
        max_minutes=..., min_minutes=..., max_run=..., min_run=..., min_rest=..., max_weekends=...,  # (people,)
        pins=...,                           # (people, days) a shift, OFF or FREE: what is pinned never moves
        wish_person=..., wish_day=..., wish_shift=..., wish_wants=..., wish_weight=...,
        need_day=..., need_shift=..., need_people=..., under_weight=..., over_weight=..., need_skills=...,
    )
    plan = solve(instance, stop=MaxSeconds(5), seed=0, progress=None)
    plan.roster       # (people, days) a shift or OFF
    plan.certificate  # objective, lower_bound, gap, score by rule, prices
    recount = verify(instance, plan)  # raises PlanRejected; shares no code with the solver

If somebody cannot be rostered at all, `solve` returns `Infeasible` with, for each such person, a smallest set of demands that
clash. For a new roster near the one in force give `previous` and `change_price`; `replacements` says who could step in.
"""

from muster.planning.problems import InvalidInstance, PlanRejected
from muster.planning.rostering.certificate import Certificate
from muster.planning.rostering.model import FREE, OFF, Clash, Infeasible, Instance, Plan
from muster.planning.rostering.replacements import Replacement, replacements
from muster.planning.rostering.solve import solve
from muster.planning.rostering.verify import Recount, check, verify

__all__ = [
    "FREE",
    "OFF",
    "Certificate",
    "Clash",
    "Infeasible",
    "Instance",
    "InvalidInstance",
    "Plan",
    "PlanRejected",
    "Recount",
    "Replacement",
    "check",
    "replacements",
    "solve",
    "verify",
]
