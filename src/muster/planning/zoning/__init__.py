"""Zoning: every home in exactly one zone; zones connected, within one community, of equal load, compact.

    instance = Instance(
        community=...,  # (atoms,) int   which community each atom lies in, 0 … communities - 1
        x=..., y=...,   # (atoms,) float metres on a plane
        load=...,       # (atoms,) int   work in the atom (> 0), any unit of measure
        homes=...,      # (atoms,) int   doors in the atom (>= 0)
        edges=...,      # (m, 2) int     neighbouring atoms, each pair once, both in one community
        zones=...,      # (communities,) int  zones for each community, 1 … its atoms (0 if it has none)
    )
    plan = solve(instance, stop=MaxSeconds(5), seed=0, progress=None, threads=2)
    plan.zone              # (atoms,) int32   zone of each atom, 0 … total - 1, community by community
    plan.zone_community    # (total,) int32   community of each zone
    plan.certificate       # Certificate: objective, bound, deviations, steps, score by rule
    plan.goes_on           # (total,) the zone in force that each goes on from, if `previous` was given; -1 = new
    recount = verify(instance, plan)  # raises PlanRejected; shares no code with the solver

An atom is what is never divided (a stairwell, a floor band of at most some 48 homes, a courtyard).
Helpers to prepare an instance: `neighbours(community=, x=, y=)` makes the edges from positions alone, every
community connected; `apportion(loads, total, at_least=1, at_most=atoms)` shares out zones by Huntington-Hill.
When homes or people change, `previous` (the zone in force of each atom, any numbers, -1 = new) and `move_price` (of the
objective, for each home that changes its zone) ask for zones near those in force.
`progress` is called with the share of the allowance used, 0 … 1, always from the calling thread.
"""

from muster.planning.problems import InvalidInstance, PlanRejected
from muster.planning.zoning.apportion import apportion
from muster.planning.zoning.certificate import Certificate
from muster.planning.zoning.model import Instance, Plan
from muster.planning.zoning.neighbours import neighbours
from muster.planning.zoning.solve import solve
from muster.planning.zoning.verify import Recount, verify

__all__ = [
    "Certificate",
    "Instance",
    "InvalidInstance",
    "Plan",
    "PlanRejected",
    "Recount",
    "apportion",
    "neighbours",
    "solve",
    "verify",
]
