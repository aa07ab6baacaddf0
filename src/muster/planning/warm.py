"""Compiles the planners' loops into their on-disk cache: `python -m muster.planning.warm`, once, at set-up."""

from dataclasses import replace

import numpy as np

from muster.planning import rostering, staffing, zoning
from muster.planning.compiled import forget_old
from muster.planning.stop import MaxSteps


def warm() -> None:
    """Solve something tiny of each kind."""
    forget_old()
    zone_something()
    staff_something()
    roster_something()


def zone_something() -> None:
    x, y = (axis.ravel().astype(np.float64) for axis in np.mgrid[0:6, 0:5])
    community = np.zeros(x.size, dtype=np.int64)
    instance = zoning.Instance(
        community=community,
        x=x,
        y=y,
        load=np.arange(x.size) % 4 + 1,
        homes=np.ones(x.size, dtype=np.int64),
        edges=zoning.neighbours(community=community, x=x, y=y),
        zones=np.array([4]),
    )
    plan = zoning.solve(instance, stop=MaxSteps(2), seed=0)
    zoning.verify(instance, plan)
    again = replace(instance, previous=plan.zone.astype(np.int64), move_price=0.1)
    zoning.verify(again, zoning.solve(again, stop=MaxSteps(1), seed=0))


def staff_something() -> None:
    places = np.arange(6.0)
    instance = staffing.Instance(
        person_x=places,
        person_y=places,
        person_skills=np.array([1, 0, 1, 0, 0, 3], dtype=np.uint64),
        person_available=np.ones(6, dtype=np.bool_),
        person_may_lead=places > 3,  # noqa: PLR2004 - some do, some do not
        seat_x=places[:4],
        seat_y=places[:4][::-1],
        seat_skills=np.array([0, 1, 2, 4], dtype=np.uint64),
        seat_leads=np.array([True, False, False, False]),
        seat_group=np.zeros(4, dtype=np.int64),
        seat_weight=np.ones(4, dtype=np.int64),
    )
    plan = staffing.solve(instance, stop=MaxSteps(10), seed=0)
    staffing.verify(instance, plan)
    staffing.Desk(instance, plan, move_metres=1).drop_out([0])


def roster_something() -> None:
    instance = rostering.Instance(
        days=14,
        shift_minutes=np.array([480, 600]),
        forbidden=np.array([[False, False], [True, False]]),
        max_shifts=np.array([[14, 2], [14, 14], [14, 3]]),
        max_minutes=np.array([4800] * 3),
        min_minutes=np.array([2400] * 3),
        max_run=np.array([5] * 3),
        min_run=np.array([1] * 3),
        min_rest=np.array([1, 2, 2]),
        max_weekends=np.array([1, 2, 2]),
        need_day=np.arange(28) % 14,
        need_shift=np.arange(28) // 14,
        need_people=np.ones(28, dtype=np.int64),
        under_weight=np.full(28, 100),
        over_weight=np.ones(28, dtype=np.int64),
    )
    plan = rostering.solve(instance, stop=MaxSteps(150), seed=0)
    assert isinstance(plan, rostering.Plan)
    rostering.verify(instance, plan)
    person, day = np.argwhere(plan.roster != rostering.OFF)[0].tolist()
    rostering.replacements(instance, plan.roster, person=person, day=day)


if __name__ == "__main__":
    warm()
