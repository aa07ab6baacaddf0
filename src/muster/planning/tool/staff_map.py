"""A map of a staffing plan: who comes from where to which seat, and which seats are vacant."""

import numpy as np
from numpy.typing import NDArray

from muster.planning import staffing
from muster.planning.staffing.model import NOBODY
from muster.planning.tool.pictures import COLOURS, MARGIN, SIDE, Drawing, Shape
from muster.planning.tool.placed import Solved

IDLE, VACANT, WAY = "#bbbbbb", "#cc3311", "#88ccee"
LEGEND = 110  # pixels for each entry

Points = list[tuple[float, float]]


def map_of_staff(instance: staffing.Instance, solved: Solved) -> Drawing:
    """Ways below, idle people as grey dots, filled seats in the colour of their zone or team, vacant ones red."""
    person = np.full(instance.seats, NOBODY, dtype=np.int64)
    for part, plan in solved:
        person[part.seats] = np.append(part.people, NOBODY)[plan.person]
    places, width, height = _placed(
        np.concatenate([instance.person_x, instance.seat_x]),
        np.concatenate([instance.person_y, instance.seat_y]),
    )
    home, seat = places[: instance.people], places[instance.people :]
    size = float(np.clip(np.sqrt(SIDE * SIDE / max(instance.seats, 1)) / 5, 1.5, 10))
    filled, vacant = (np.flatnonzero(one).tolist() for one in (person != NOBODY, person == NOBODY))
    idle = sorted(set(range(instance.people)) - set(person.tolist()))
    group = instance.seat_group.tolist()
    shapes = [Shape("disc", *home[who], size / 2, size / 2, IDLE) for who in idle]
    shapes += [_way(home[person[at]], seat[at]) for at in filled]
    shapes += [Shape("disc", *seat[at], size, size, COLOURS[group[at] % len(COLOURS)]) for at in filled]
    shapes += [Shape("disc", *seat[at], 1.5 * size, 1.5 * size, VACANT, hint="vacant") for at in vacant]
    words = (("way to a seat", WAY), ("vacant seat", VACANT), ("idle person", IDLE))
    shapes += [
        Shape("words", MARGIN + place * LEGEND, height, colour=colour, words=text)
        for place, (text, colour) in enumerate(words)
    ]
    return Drawing(max(width, len(words) * LEGEND + MARGIN), height + 2 * MARGIN, shapes)


def _way(home: tuple[float, float], seat: tuple[float, float]) -> Shape:
    return Shape("line", *home, seat[0] - home[0], seat[1] - home[1], WAY)


def _placed(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[Points, int, int]:
    """In pixels, north up; and how wide and high the map is."""
    if not x.size:
        return [], SIDE, SIDE
    scale = (SIDE - 2 * MARGIN) / max(float(np.ptp(x)), float(np.ptp(y)), 1.0)
    columns = ((x - x.min()) * scale + MARGIN, (y.max() - y) * scale + MARGIN)
    width, height = (int(np.ptp(axis) * scale) + 2 * MARGIN for axis in (x, y))
    return list(zip(*(column.tolist() for column in columns), strict=True)), width, height
