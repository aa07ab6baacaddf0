"""Premises, buildings and homes of the demo city, all invented.

Every community is filled exactly: towers and slabs in compounds, slabs in older yards, and what is left in houses along the
street; villages in courtyards of one to eight homes that lie together in hamlets.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from muster.demo import names
from muster.demo.apportion import apportion
from muster.demo.divisions import Division
from muster.demo.geometry import Map, Polygon, slices
from muster.demo.placing import place

COMPOUND, YARD, HAMLET, STREET = "小区", "院落", "村落", "其他"
BAND = 48  # homes: a stairwell with more is cut into bands of whole floors

Shape = tuple[int, int, int]  # stairwells, floors, homes on a floor
_CORE_HOMES, _TOWN_HOMES, _VILLAGE_HOMES = 3.2, 1.3, 0.62  # relative to one another
_SPREAD = {_CORE_HOMES: 0.40, _TOWN_HOMES: 0.35, _VILLAGE_HOMES: 0.45}
_TOWER_FLOORS = (11, 18, 24, 26, 28, 30, 32, 33)
_SLABS: tuple[Shape, ...] = tuple((stairs, 6, doors) for stairs in range(2, 6) for doors in (2, 3, 4))
_SMALLEST_SLAB = 24
_COURTYARD = 8  # homes at most
_HOMES_A_GRID = 180
_GRIDS = (3, 8)


@dataclass(frozen=True)
class Grid:
    code: str
    name: str
    community: int
    polygon: Polygon


@dataclass(frozen=True)
class Premises:
    code: str
    name: str
    kind: str
    community: int
    grid: int
    shapes: NDArray[np.int64]  # one row a building: stairwells, floors, homes on a floor
    plot: Polygon

    @property
    def homes(self) -> int:
        return int(self.shapes.prod(axis=1).sum())


@dataclass(frozen=True)
class Stock:
    """Everything that people live in. Buildings are rows of the arrays, in the order of their codes."""

    grids: list[Grid]
    premises: list[Premises]
    codes: list[str]
    premises_of: NDArray[np.int64]
    number: NDArray[np.int64]
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    shapes: NDArray[np.int64]

    @property
    def homes(self) -> NDArray[np.int64]:
        return np.asarray(self.shapes.prod(axis=1))

    @property
    def atoms(self) -> int:
        """Stairwells, floor bands of at most 48 homes, and courtyards."""
        stairwells, floors, doors = self.shapes.T
        return int((stairwells * -(-floors // (BAND // doors))).sum())


def make_stock(plan: Map, *, homes: int, compounds: int, rng: np.random.Generator) -> Stock:
    """Exactly `homes` homes, and `compounds` compounds, in the communities of the map."""
    communities = plan.communities
    relative = np.array([_relative(one) for one in communities])
    spread = np.array([_SPREAD[value] for value in relative])
    targets = apportion(homes, relative * rng.lognormal(0, spread), low=3 * _COURTYARD)
    urban = np.array([one.is_community for one in communities])
    gates = apportion(compounds, np.where(urban, targets, 0) ** 1.5)
    filled = [
        _fill_community(int(target), int(gate), core=one.is_core, rng=rng)
        if one.is_community
        else _fill_village(int(target), rng)
        for one, target, gate in zip(communities, targets, gates, strict=True)
    ]
    grids, premises = _lay_out(plan, filled, rng)
    return _assemble(grids, _named(premises, communities, rng), rng)


def _relative(community: Division) -> float:
    if community.is_core:
        return _CORE_HOMES
    return _TOWN_HOMES if community.is_community else _VILLAGE_HOMES


Filled = list[tuple[str, list[Shape]]]  # kind of premises, its buildings


def _homes(shape: Shape) -> int:
    return shape[0] * shape[1] * shape[2]


def _fill_community(target: int, compounds: int, *, core: bool, rng: np.random.Generator) -> Filled:
    filled: Filled = []
    left = target
    for _ in range(compounds):
        aim = min(float(np.clip(0.7 * target / compounds * rng.lognormal(0, 0.3), 240, 2600)), left - 100)
        shapes = _compound(aim, towers=bool(rng.random() < (0.5 if core else 0.12)), rng=rng)
        left -= sum(map(_homes, shapes))
        filled.append((COMPOUND, shapes))
    while left >= _SMALLEST_SLAB:
        shapes = list(_slabs(min(left, float(rng.uniform(100, 360))), rng))
        left -= sum(map(_homes, shapes))
        filled.append((YARD, shapes))
    if left:
        filled.append((STREET, [(1, 1, size) for size in _courtyards(left, rng)]))
    return filled


def _compound(aim: float, *, towers: bool, rng: np.random.Generator) -> list[Shape]:
    """Towers of one height, or slabs; at least one building."""
    if not towers:
        return list(_slabs(max(aim, _SMALLEST_SLAB), rng))
    floors = int(rng.choice(_TOWER_FLOORS))
    tower = (int(rng.integers(1, 3)), floors, int(rng.integers(2, 5)))
    return [tower] * max(1, int(aim) // _homes(tower)) if aim >= _homes(tower) else list(_slabs(aim, rng))


def _slabs(aim: float, rng: np.random.Generator) -> Iterator[Shape]:
    """Slabs drawn one after another as long as one fits."""
    left = max(aim, _SMALLEST_SLAB)
    while fitting := [shape for shape in _SLABS if _homes(shape) <= left]:
        shape = fitting[int(rng.integers(len(fitting)))]
        left -= _homes(shape)
        yield shape


def _courtyards(homes: int, rng: np.random.Generator) -> list[int]:
    """Sizes from one to eight that add up to `homes`."""
    sizes = rng.integers(1, _COURTYARD + 1, homes)
    upto = np.cumsum(sizes)
    count = int(np.searchsorted(upto, homes)) + 1
    sizes[count - 1] -= upto[count - 1] - homes
    return [int(size) for size in sizes[:count]]


def _fill_village(target: int, rng: np.random.Generator) -> Filled:
    sizes = _courtyards(target, rng)
    hamlets = max(_GRIDS[0], round(len(sizes) / 13))
    weights = rng.uniform(0.5, 1.5, hamlets)
    ends = np.cumsum(apportion(len(sizes), weights, low=1))
    return [
        (HAMLET, [(1, 1, size) for size in sizes[start:end]])
        for start, end in zip([0, *ends[:-1]], ends, strict=True)
    ]


def _lay_out(
    plan: Map, filled: Sequence[Filled], rng: np.random.Generator
) -> tuple[list[Grid], list[Premises]]:
    """Cut each community into grids, and each grid into one plot for each of its premises."""
    grids: list[Grid] = []
    premises: list[Premises] = []
    for number, (community, groups) in enumerate(zip(plan.communities, filled, strict=True)):
        homes = sum(_homes(shape) for _, shapes in groups for shape in shapes)
        count = min(len(groups), int(np.clip(round(homes / _HOMES_A_GRID), *_GRIDS)))
        lots = np.array_split(np.arange(len(groups)), count)
        pieces = slices(plan.cell(number), [_room(groups, lot) for lot in lots], rng)
        for part, (lot, piece) in enumerate(zip(lots, pieces, strict=True), start=1):
            grids.append(Grid(f"{community.code}{part:03}", f"{community.short}第{part}网格", number, piece))
            plots = slices(piece, [_room(groups, [group]) for group in lot], rng)
            for group, plot in zip(lot, plots, strict=True):
                kind, shapes = groups[group]
                code = f"{community.code}-{group + 1:03}"
                premises.append(
                    Premises(code, "", kind, number, len(grids) - 1, np.array(shapes, dtype=np.int64), plot)
                )
    return grids, premises


def _room(groups: Filled, chosen: Sequence[int] | NDArray[np.int64]) -> float:
    """How much land premises want: by their buildings, and some for the fields or streets around."""
    return sum(len(groups[group][1]) + 6.0 for group in chosen)


def _named(
    premises: list[Premises], communities: Sequence[Division], rng: np.random.Generator
) -> list[Premises]:
    hamlets = names.natural_villages((one.name for one in communities), rng)
    compounds = names.compounds(rng)
    named = []
    for one in premises:
        street = communities[one.community].short.removesuffix("社区")
        if one.kind == HAMLET:
            name = next(hamlets)
        elif one.kind == COMPOUND:
            name = next(compounds)
        else:
            name = f"{street}{int(one.code[-3:])}号院" if one.kind == YARD else f"{street}沿街民居"
        named.append(replace(one, name=name))
    return named


def _assemble(grids: list[Grid], premises: list[Premises], rng: np.random.Generator) -> Stock:
    counts = np.array([len(one.shapes) for one in premises])
    of = np.repeat(np.arange(len(premises)), counts)
    number = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    longitude, latitude = place([one.plot for one in premises], counts, rng)
    stems = [one.code for one in premises]
    codes = [f"{stems[of_one]}-{at:03}" for of_one, at in zip(of.tolist(), number.tolist(), strict=True)]
    shapes = np.concatenate([one.shapes for one in premises])
    return Stock(grids, premises, codes, of, number, longitude, latitude, shapes)
