"""A map of a staffing plan: who comes from where to which seat, and which seats are vacant."""

import numpy as np

from muster.planning import staffing
from muster.planning.staffing.model import NOBODY
from muster.planning.tool.pictures import COLOURS, MARGIN, SIDE, Drawing, Shape
from muster.planning.tool.placed import Solved

IDLE, VACANT, WAY = "#bbbbbb", "#cc3311", "#88ccee"
LEGEND = 110


def map_of_staff(instance: staffing.Instance, solved: Solved) -> Drawing:
    """Ways below, idle people as grey dots, filled seats in the colour of their zone or team, vacant ones red."""
    person = np.full(instance.seats, NOBODY, dtype=np.int64)
    for part, plan in solved:
        person[part.seats] = np.append(part.people, NOBODY)[plan.person]
    x = np.concatenate([instance.person_x, instance.seat_x])
    y = np.concatenate([instance.person_y, instance.seat_y])
    left, top = (
        float(x.min(initial=0 if not x.size else x[0])),
        float(y.max(initial=0 if not y.size else y[0])),
    )
    scale = (SIDE - 2 * MARGIN) / max(
        float(np.ptp(x)) if x.size else 0, float(np.ptp(y)) if y.size else 0, 1.0
    )
    home = _placed(instance.person_x, instance.person_y, left, top, scale)
    seat = _placed(instance.seat_x, instance.seat_y, left, top, scale)
    size = float(np.clip(np.sqrt(SIDE * SIDE / max(instance.seats, 1)) / 5, 1.5, 10))
    width, height = (
        (int(side) + 2 * MARGIN for side in (np.ptp(x) * scale, np.ptp(y) * scale))
        if x.size
        else (SIDE, SIDE)
    )
    drawing = Drawing(max(width, 4 * LEGEND + MARGIN), height + 2 * MARGIN)
    idle = np.ones(instance.people, dtype=np.bool_)
    idle[person[person != NOBODY]] = False
    drawing.shapes += [
        Shape("disc", *home[who], size / 2, size / 2, IDLE) for who in np.flatnonzero(idle).tolist()
    ]
    for at, who in enumerate(person.tolist()):
        if who != NOBODY:
            (from_x, from_y), (to_x, to_y) = home[who], seat[at]
            drawing.shapes.append(Shape("line", from_x, from_y, to_x - from_x, to_y - from_y, WAY))
    for at, who in enumerate(person.tolist()):
        colour = COLOURS[int(instance.seat_group[at]) % len(COLOURS)] if who != NOBODY else VACANT
        drawing.shapes.append(
            Shape("disc", *seat[at], size, size, colour, hint="vacant" if who == NOBODY else "")
        )
    words = (("way to a seat", WAY), ("vacant seat", VACANT), ("idle person", IDLE))
    for place, (text, colour) in enumerate(words):
        drawing.shapes.append(Shape("words", MARGIN + place * LEGEND, height, colour=colour, words=text))
    return drawing


def _placed(x: np.ndarray, y: np.ndarray, left: float, top: float, scale: float) -> list[tuple[float, float]]:
    columns = ((x - left) * scale + MARGIN, (top - y) * scale + MARGIN)
    return list(zip(*(column.tolist() for column in columns), strict=True))
