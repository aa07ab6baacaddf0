"""Staffing: the right people, near their homes. One person one role; zones' and teams' seats filled jointly.

    instance = Instance(
        person_x=..., person_y=...,  # (people,) float  metres on a plane
        person_skills=...,           # (people,) uint64 a bit a skill
        person_available=...,        # (people,) bool   the frail and the exempt stay home
        person_may_lead=...,         # (people,) bool
        seat_x=..., seat_y=...,      # (seats,) float   where the zone or team works
        seat_skills=...,             # (seats,) uint64  every one of these bits is needed; 0 = anybody
        seat_leads=...,              # (seats,) bool    only people who may lead
        seat_group=...,              # (seats,) int     its zone or team (any numbering)
        seat_weight=...,             # (seats,) int     1 … 1000: how bad it is left vacant
        vacancy_metres=1_000_000,    # a vacant seat of weight 1 is as bad as so many metres walked
        max_distance=None,           # metres; nobody is sent farther
    )
    plan = solve(instance, stop=MaxSeconds(30), seed=0, progress=None)
    plan.person       # (seats,) int32  who takes each seat, -1 = vacant
    plan.vacancies    # tuple[Vacancy, ...] by seat: the reason as an enum, with the numbers behind it
    plan.certificate  # Certificate: objective, lower_bound, gap, is_optimal (over *all* pairs), prices
    recount = verify(instance, plan)  # raises PlanRejected; shares no code with the solver

    why(instance, plan, seat=7)                 # what the person there costs by rule, and what nobody else could save
    why_not(instance, plan, seat=7, person=12)  # what that person there would cost at least, or why it cannot be
    clash(instance, plan, seat=9)               # of a vacant seat: the demands of which one must give way

    desk = Desk(instance, plan, move_metres=500)  # keeps the plan at hand …
    desk.drop_out([person]).moves                 # … and mends it exactly, as good as solving anew
    verify(desk.instance, desk.plan)

The objective is the sum of whole metres from home to seat, plus `weight * vacancy_metres` a vacant seat. What else
costs something has its price in metres, nothing if not given:

    person_load=..., load_metres=0     # fairness: who has carried more is called on less
    person_unit=..., seat_unit=..., away_metres=0  # neighbours together: serving outside one's own unit
    seat_holder=..., move_metres=0     # stability: who holds a seat and may stay is moved
"""

from muster.planning.problems import InvalidInstance, PlanRejected
from muster.planning.staffing.certificate import Certificate
from muster.planning.staffing.clash import Clash, Demand, clash
from muster.planning.staffing.explain import Alternative, Choice, Unfit, why, why_not
from muster.planning.staffing.model import Instance, Plan, Reason, Vacancy
from muster.planning.staffing.replan import Desk, Move, Repair
from muster.planning.staffing.solve import solve
from muster.planning.staffing.verify import Recount, verify

__all__ = [
    "Alternative",
    "Certificate",
    "Choice",
    "Clash",
    "Demand",
    "Desk",
    "Instance",
    "InvalidInstance",
    "Move",
    "Plan",
    "PlanRejected",
    "Reason",
    "Recount",
    "Repair",
    "Unfit",
    "Vacancy",
    "clash",
    "solve",
    "verify",
    "why",
    "why_not",
]
