"""What a plan starts from: who is free and where they live, which seats are vacant and what they need."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from muster.kernel.statements import fetch, statement
from muster.planning import staffing

from . import rules
from .bulk import without_loops
from .placements import ids
from .plane import Plane
from .positions import unit_positions


@dataclass(frozen=True, eq=False)
class Supply:
    """People and seats as the database has them, and the same as the planner wants them. Rows stand in one order."""

    people: NDArray[np.void]
    seats: NDArray[np.void]
    kinds: list[tuple[str, str]]  # of each seat: of what kind its group and it are
    instance: staffing.Instance


def read_supply(*, operation_id: UUID, path: str, day: date, max_metres: int) -> Supply:
    """Free people whose roll lies under this path, and vacant seats there."""
    values = {"operation": operation_id, "path": path, "day": day}
    with without_loops():
        people = fetch(statement("staffing", "people"), values)
        seats = fetch(statement("staffing", "seats"), values)
    seat_ids, group_kinds, group_ids, seat_kinds, bits, seat_longitude, seat_latitude = _columns(seats, 7)
    person_ids, units, longitude, latitude, skills, kinds = _columns(people, 6)
    longitude, latitude = _at_home(units, longitude, latitude)
    seat_at = np.array(seat_longitude, dtype=np.float64), np.array(seat_latitude, dtype=np.float64)
    plane = Plane.around(*seat_at)
    person_x, person_y = plane.metres(longitude, latitude)
    seat_x, seat_y = plane.metres(*seat_at)
    return Supply(
        people=ids(person_ids),
        seats=ids(seat_ids),
        kinds=list(zip(group_kinds, seat_kinds, strict=True)),
        instance=staffing.Instance(
            person_x=person_x,
            person_y=person_y,
            person_skills=np.array(skills, dtype=np.uint64),
            person_available=np.ones(len(people), dtype=np.bool_),
            person_may_lead=np.array([rules.may_lead(membership=kind) for kind in kinds], dtype=np.bool_),
            seat_x=seat_x,
            seat_y=seat_y,
            seat_skills=np.array([0 if bit is None else 1 << bit for bit in bits], dtype=np.uint64),
            seat_leads=np.array([kind == "leader" for kind in seat_kinds], dtype=np.bool_),
            seat_group=_numbered(group_ids),
            seat_weight=np.array([rules.WEIGHTS[kind] for kind in seat_kinds], dtype=np.int64),
            vacancy_metres=rules.VACANCY_METRES,
            max_distance=max_metres,
        ),
    )


def _columns(rows: list[tuple[Any, ...]], count: int) -> list[Any]:
    return list(zip(*rows, strict=True)) if rows else [()] * count


def _at_home(units: Any, longitude: Any, latitude: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where each person lives; where their unit works, for those whose home is not known."""
    east, north = np.array(longitude, dtype=np.float64), np.array(latitude, dtype=np.float64)
    if homeless := np.flatnonzero(np.isnan(east)).tolist():
        positions = unit_positions()
        east[homeless], north[homeless] = np.array([positions[units[row]] for row in homeless]).T
    return east, north


def _numbered(group_ids: Any) -> NDArray[np.int64]:
    numbers = {group_id: number for number, group_id in enumerate(dict.fromkeys(group_ids))}
    return np.array([numbers[group_id] for group_id in group_ids], dtype=np.int64)
