"""Planning without a web or a database: zones, staffing, rosters.

Each problem is a package with the same rooms: `model` (what goes in and comes out), `solve`, `certificate`
(how good the plan is, and how that is known) and `verify` (a checker that shares no code with the solver).

    from muster.planning import rostering, staffing, zoning
    from muster.planning.stop import MaxSeconds, MaxSteps

    plan = zoning.solve(zoning.Instance(...), stop=MaxSeconds(5), seed=0)
    zoning.verify(instance, plan)
"""
