"""What is kept of a solved plan."""

from collections import Counter
from typing import Any

import numpy as np

from muster.planning import staffing

from .placements import REASONS, table
from .supply import Supply


def packed(supply: Supply, solved: staffing.Plan) -> bytes:
    """Who sits where, and why nobody does."""
    rows = table(supply.seats, supply.people, solved.person)
    for vacancy in solved.vacancies:
        place = rows[vacancy.seat]
        place["reason"], place["qualified"], place["rivals"] = (
            REASONS.index(vacancy.reason),
            vacancy.qualified,
            vacancy.seats,
        )
    return rows.tobytes()


def certificate(solved: staffing.Plan) -> dict[str, Any]:
    """What can be told of how good it is. The dual prices were checked and are not kept."""
    found = solved.certificate
    plain = ("objective", "lower_bound", "score", "filled", "vacant", "steps", "seed", "seconds")
    proved = {"is_optimal": found.is_optimal, "gap": found.gap}
    return {name: getattr(found, name) for name in plain} | proved


def parts(supply: Supply, solved: staffing.Plan) -> dict[str, Any]:
    """By kind of group and seat; vacancies by reason; how far people go."""
    seats = Counter(supply.kinds)
    filled = Counter(
        kind for kind, person in zip(supply.kinds, solved.person.tolist(), strict=True) if person >= 0
    )
    kinds = [
        {"group": group, "kind": kind, "seats": n, "filled": filled[group, kind]}
        for (group, kind), n in seats.items()
    ]
    taken = solved.person >= 0
    who = solved.person[taken]
    instance = supply.instance
    metres = np.hypot(
        instance.seat_x[taken] - instance.person_x[who], instance.seat_y[taken] - instance.person_y[who]
    )
    middle, far, most = np.percentile(metres, [50, 95, 100]).tolist() if metres.size else (0.0, 0.0, 0.0)
    return {
        "kinds": kinds,
        "reasons": Counter(str(vacancy.reason) for vacancy in solved.vacancies),
        "metres": {"p50": round(middle), "p95": round(far), "most": round(most)},
    }
