"""The whole synthetic city, made in memory from a size and a seed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from muster.demo import divisions
from muster.demo.divisions import Division
from muster.demo.geometry import Map
from muster.demo.homes import Stock, make_stock
from muster.demo.people import People, make_people
from muster.demo.sectors import add_sectors
from muster.demo.tree import Tree, Unit, add_places

Progress = Callable[[str, float], None]  # the stage, and how much of it is done, from 0 to 1


@dataclass(frozen=True)
class Size:
    """How much to make, and how much the demo then plans on it."""

    name: str
    prefix: str  # of the divisions' codes
    villages: int | None  # keep as many villages and communities; None: all
    homes: int
    compounds: int
    base_units: int
    members: int
    zones: int
    teams: int
    temporary_units: int

    @property
    def is_city(self) -> bool:
        return self.prefix == "5116"


SIZES: Mapping[str, Size] = {
    size.name: size
    for size in (
        Size("village", "511603106", 5, 4_000, 3, 90, 900, 25, 15, 2),
        Size("county", "511603", None, 129_446, 35, 646, 11_564, 795, 492, 8),
        Size("city", "5116", None, 1_500_000, 403, 7_479, 134_000, 9_210, 5_705, 97),
    )
}


@dataclass(frozen=True)
class City:
    size: Size
    divisions: list[Division]
    map: Map
    stock: Stock
    units: list[Unit]
    people: People


def make_city(size: Size, *, seed: int, progress: Progress) -> City:
    """The same size and seed make the same city."""
    lots = [np.random.default_rng(lot) for lot in np.random.SeedSequence(seed).spawn(4)]
    kept = divisions.load(prefix=size.prefix, villages=size.villages)
    progress("geometry", 0)
    plan = Map(kept, lots[0])
    progress("homes", 0)
    stock = make_stock(plan, homes=size.homes, compounds=size.compounds, rng=lots[1])
    progress("units", 0)
    tree = Tree(lots[2])
    add_places(tree, kept, stock.premises)
    add_sectors(tree, kept, total=size.base_units, with_city=size.is_city)
    progress("people", 0)
    people = make_people(tree.units, stock, total=size.members, rng=lots[3])
    return City(size, kept, plan, stock, tree.units, people)
