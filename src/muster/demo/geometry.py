"""A made-up map: cells within cells on an invented outline. It has nothing to do with real borders.

Sites are placed by slicing a convex outline into parts of the areas wanted, level after level; the Voronoi cells of the
sites are the communities, and unions of whole cells the townships and counties, so that neighbours share every
vertex of their border. Grids are slices of their community's (convex) cell. Lengths are kilometres until the end.
"""

import math
from bisect import bisect_left as bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Voronoi

from muster.demo.divisions import COUNTY, TOWNSHIP, VILLAGE, Division, at

Point = tuple[float, float]
Polygon = list[Point]
Ring = list[int]
Points = NDArray[np.float64]

CENTRE = (106.6, 30.5)
KM_PER_DEGREE = (111.32 * math.cos(math.radians(CENTRE[1])), 110.85)
_WEST_TO_EAST = ("511621", "511622", "511602", "511603", "511681", "511623")
_KM2_CORE, _KM2_TOWN, _KM2_VILLAGE = 0.9, 1.6, 4.4
_RING_GAP_KM, _RING_STEP_KM = 0.9, 1.1
_HALVINGS = 14  # of the interval in which a cut is searched
_REPAIRS = 12  # rounds of pulling the sites of a torn township together


def to_degrees(kilometres: Sequence[float]) -> Point:
    """Longitude and latitude, to 10 cm."""
    return (
        round(CENTRE[0] + kilometres[0] / KM_PER_DEGREE[0], 6),
        round(CENTRE[1] + kilometres[1] / KM_PER_DEGREE[1], 6),
    )


def area(polygon: Sequence[Point]) -> float:
    """Signed: positive when the polygon runs anticlockwise."""
    ends = zip(polygon, [*polygon[1:], polygon[0]], strict=True)
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in ends) / 2


def centroid(polygon: Sequence[Point]) -> Point:
    whole = area(polygon)
    x = y = 0.0
    for (ax, ay), (bx, by) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        cross = ax * by - bx * ay
        x += (ax + bx) * cross
        y += (ay + by) * cross
    return x / (6 * whole), y / (6 * whole)


def cut(polygon: Polygon, normal: Point, offset: float) -> tuple[Polygon, Polygon]:
    """A convex polygon's two sides of the line `normal · p = offset`; both hold the same new vertices."""
    below: Polygon = []
    above: Polygon = []
    heights = [normal[0] * x + normal[1] * y - offset for x, y in polygon]
    for index, (x, y) in enumerate(polygon):
        here, after = heights[index], heights[(index + 1) % len(polygon)]
        (below if here <= 0 else above).append((x, y))
        if (here <= 0) != (after <= 0):
            share = here / (here - after)
            nx, ny = polygon[(index + 1) % len(polygon)]
            crossing = (x + (nx - x) * share, y + (ny - y) * share)
            below.append(crossing)
            above.append(crossing)
    return below, above


def _long_axis(polygon: Polygon, tilt: float) -> Point:
    """The direction of the polygon's spread, turned by `tilt`; cutting across it keeps parts compact."""
    mx, my = centroid(polygon)
    sxx = sum((x - mx) ** 2 for x, _ in polygon)
    syy = sum((y - my) ** 2 for _, y in polygon)
    sxy = sum((x - mx) * (y - my) for x, y in polygon)
    angle = math.atan2(2 * sxy, sxx - syy) / 2 + tilt
    return math.cos(angle), math.sin(angle)


def slices(polygon: Polygon, weights: Sequence[float], rng: np.random.Generator) -> list[Polygon]:
    """The polygon cut into convex parts with areas as the weights."""
    if len(weights) == 1:
        return [polygon]
    half = len(weights) // 2
    share = sum(weights[:half]) / sum(weights)
    normal = _long_axis(polygon, rng.uniform(-0.35, 0.35))
    heights = [normal[0] * x + normal[1] * y for x, y in polygon]
    low, high = min(heights), max(heights)
    wanted = share * area(polygon)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below, above = cut(polygon, normal, middle)
        small = len(below) < 3 or area(below) < wanted  # noqa: PLR2004 (a polygon has three corners)
        low, high = (middle, high) if small else (low, middle)
    return [*slices(below, weights[:half], rng), *slices(above, weights[half:], rng)]


def _outline(square_km: float, rng: np.random.Generator) -> Polygon:
    """A convex polygon around the origin, wider than high."""
    turns = 2 * np.pi * (np.arange(24) + rng.uniform(-0.3, 0.3, 24)) / 24
    raw = [(1.15 * math.cos(turn), math.sin(turn) / 1.15) for turn in turns]
    scale = math.sqrt(square_km / area(raw))
    return [(x * scale, y * scale) for x, y in raw]


def _waves(square_km: float, rng: np.random.Generator) -> Callable[[Points], Points]:
    """A smooth bending of the plane, so that borders are not straight. It folds nothing: its slopes are below 1."""
    size = math.sqrt(square_km)
    phases = rng.uniform(0, 2 * np.pi, (2, 2))
    length = size * np.array([0.55, 1.2])
    height = 0.06 * length

    def bend(points: Points) -> Points:
        turns = 2 * np.pi * points[:, ::-1, None] / length + phases
        return np.asarray(points + (height * np.sin(turns)).sum(axis=2))

    return bend


def _ring(outline: Polygon) -> list[Point]:
    """Sites just outside, whose cells close those within."""
    points = []
    for (ax, ay), (bx, by) in zip(outline, [*outline[1:], outline[0]], strict=True):
        length = math.hypot(bx - ax, by - ay)
        out = ((by - ay) / length * _RING_GAP_KM, (ax - bx) / length * _RING_GAP_KM)
        steps = max(1, round(length / _RING_STEP_KM))
        for step in range(steps):
            share = (step + 0.5) / steps
            points.append((ax + (bx - ax) * share + out[0], ay + (by - ay) * share + out[1]))
    return points


def _square_km(community: Division) -> float:
    if community.is_core:
        return _KM2_CORE
    return _KM2_TOWN if community.is_community else _KM2_VILLAGE


class Map:
    """The cells of the communities of `divisions`, and their unions."""

    def __init__(self, divisions: Sequence[Division], rng: np.random.Generator) -> None:
        self._rng = rng
        self._divisions = divisions
        self.communities = at(VILLAGE, divisions)
        self._codes = [one.code for one in self.communities]
        spread = rng.lognormal(0, 0.25, len(self.communities))
        self._km2 = [_square_km(one) * float(by) for one, by in zip(self.communities, spread, strict=True)]
        outline, bend = _outline(sum(self._km2), rng), _waves(sum(self._km2), rng)
        self._sites = np.zeros((len(self.communities), 2))
        self._place(outline, at(COUNTY, divisions))
        self._sites, self._around = bend(self._sites), bend(np.array(_ring(outline)))
        self._cells: list[Ring] = []
        self._vertices: list[Point] = []
        self._mend()

    def _inside(self, division: Division) -> range:
        return range(bisect(self._codes, division.stem), bisect(self._codes, division.stem + "~"))

    def _place(self, polygon: Polygon, parts: list[Division]) -> None:
        """Slice for these divisions, then within each; communities get their site."""
        if parts[0].level == COUNTY:
            parts = sorted(parts, key=lambda one: _WEST_TO_EAST.index(one.stem))
        weights = [sum(self._km2[number] for number in self._inside(part)) for part in parts]
        for part, piece in zip(parts, slices(polygon, weights, self._rng), strict=True):
            if part.level == VILLAGE:
                self._sites[self._inside(part)[0]] = centroid(piece)
            else:
                self._place(piece, [one for one in self._divisions if one.parent == part.code])

    def _mend(self) -> None:
        """Draw the cells; while a township is in two pieces, pull its sites together and draw again."""
        towns = [self._inside(one) for one in at(TOWNSHIP, self._divisions)]
        for _ in range(_REPAIRS):
            self._draw()
            torn = [town for town in towns if self._pieces(town) > 1]
            if not torn:
                return
            for town in torn:
                middle = self._sites[town].mean(axis=0)
                self._sites[town] += (middle - self._sites[town]) * 0.15

    def _draw(self) -> None:
        diagram = Voronoi(np.vstack([self._sites, self._around]))
        self._vertices = [(float(x), float(y)) for x, y in diagram.vertices]
        self._cells = []
        for number, (x, y) in enumerate(self._sites):
            region = diagram.regions[diagram.point_region[number]]
            corners = [(math.atan2(self._vertices[v][1] - y, self._vertices[v][0] - x), v) for v in region]
            self._cells.append([vertex for _, vertex in sorted(corners)])

    def _pieces(self, cells: Iterable[int]) -> int:
        rings = self._rings(cells)
        return sum(area([self._vertices[vertex] for vertex in ring]) > 0 for ring in rings)

    def _rings(self, cells: Iterable[int]) -> list[Ring]:
        """The borders of a union of cells: the edges that no two of them share, chained."""
        edges: set[tuple[int, int]] = set()
        for cell in cells:
            ring = self._cells[cell]
            for edge in zip(ring, [*ring[1:], ring[0]], strict=True):
                if edge[::-1] in edges:
                    edges.remove(edge[::-1])
                else:
                    edges.add(edge)
        after: dict[int, list[int]] = defaultdict(list)
        for start, end in sorted(edges):
            after[start].append(end)
        rings = []
        while after:
            ring = [next(iter(after))]
            while (vertex := ring[-1]) in after:
                ring.append(after[vertex].pop())
                if not after[vertex]:
                    del after[vertex]
            rings.append(ring[:-1])
        return rings

    def cell(self, community: int) -> Polygon:
        return [self._vertices[vertex] for vertex in self._cells[community]]

    def boundary(self, division: Division) -> list[list[Polygon]]:
        """The division's polygons in degrees, each its border and then its holes."""
        rings = [[self._vertices[vertex] for vertex in ring] for ring in self._rings(self._inside(division))]
        borders = sorted((ring for ring in rings if area(ring) > 0), key=area, reverse=True)
        holes = [ring for ring in rings if area(ring) < 0]
        return [[closed(border), *(map(closed, holes) if border is borders[0] else ())] for border in borders]


def closed(polygon: Polygon) -> Polygon:
    """In degrees, ending where it began, no vertex twice in a row."""
    ring = [to_degrees(point) for point in polygon]
    kept = [point for index, point in enumerate(ring) if point != ring[index - 1]]
    return [*kept, kept[0]]
