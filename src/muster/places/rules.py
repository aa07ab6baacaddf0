"""What holds of places: pure functions on plain values."""

from collections.abc import Sequence
from typing import Any


def united(boundaries: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The outlines of several areas as one GeoJSON geometry; lines between them stay.

    >>> square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    >>> united([square, square])["type"], united([]), united([square]) == square
    ('MultiPolygon', None, True)
    """
    if len(boundaries) < 2:  # noqa: PLR2004 - nothing to unite
        return boundaries[0] if boundaries else None
    parts: list[Any] = []
    for shape in boundaries:
        parts += shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return {"type": "MultiPolygon", "coordinates": parts}
