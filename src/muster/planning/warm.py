"""Compiles the planners' loops into their on-disk cache: `python -m muster.planning.warm`, once, at set-up."""

import numpy as np

from muster.planning import staffing, zoning
from muster.planning.compiled import forget_old
from muster.planning.stop import MaxSteps


def warm() -> None:
    """Solve something tiny of each kind."""
    forget_old()
    zone_something()
    staff_something()


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
    zoning.verify(instance, zoning.solve(instance, stop=MaxSteps(2), seed=0))


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


if __name__ == "__main__":
    warm()
