"""The files that zoning reads: atoms or homes, who neighbours whom, and how many zones there are to be."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from muster.planning import zoning
from muster.planning.problems import InvalidInstance
from muster.planning.tool import tables
from muster.planning.tool.tables import BadInput, Table

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ATOMS, EDGES, COMMUNITIES = ("atoms", "homes", "住户"), ("edges", "相邻"), ("communities", "社区")
ATOM_NAMES = {
    "id": ("atom", "编号"),
    "community": ("village", "社区", "村", "村社区"),
    "x": ("x_m",),
    "y": ("y_m",),
    "longitude": ("lon", "lng", "经度"),
    "latitude": ("lat", "纬度"),
    "homes": ("doors", "户数"),
    "load": ("work", "工作量"),
}
EDGE_NAMES = {"a": ("0", "from", "one"), "b": ("1", "to", "other")}
COMMUNITY_NAMES = {"community": ATOM_NAMES["community"], "zones": ("区数",)}
DEGREE = 111_320.0  # metres along a meridian


@dataclass(frozen=True)
class Place:
    """What is to be zoned, and what its rows and communities are called."""

    instance: zoning.Instance
    ids: list[str]
    communities: list[str]
    longitude: Floats | None
    latitude: Floats | None
    counts_are_asked: bool = (
        True  # not so where a plan is read back and nobody said how many zones it was to have
    )

    def recounted(self, zones: Ints) -> "Place":
        """The same place, to be cut into so many zones."""
        given = self.instance
        instance = zoning.Instance(
            community=given.community,
            x=given.x,
            y=given.y,
            homes=given.homes,
            load=given.load,
            edges=given.edges,
            zones=zones,
        )
        return replace(self, instance=instance)


def read_place(source: Path, edges: Path | None, zones: str | None, *, at_least_one: bool = False) -> Place:
    """From a folder of tables, a workbook or JSON with several, or one table; `edges` may stand apart.

    With `at_least_one`, one zone for each community will do where nothing else is said.
    """
    found = _tables(source)
    atoms = found["atoms"].renamed(ATOM_NAMES)
    links = tables.read(edges) if edges else found.get("edges")
    names, community = _communities(atoms, found.get("communities"))
    ids = atoms.text("id") if "id" in atoms else [str(row) for row in range(len(atoms))]
    x, y = _plane(atoms)
    homes = atoms.whole("homes", least=0) if "homes" in atoms else np.ones(len(atoms), dtype=np.int64)
    load = atoms.whole("load", least=1) if "load" in atoms else np.maximum(homes, 1)
    pairs = zoning.neighbours(community=community, x=x, y=y) if links is None else _pairs(links, ids, atoms)
    listed = found.get("communities")
    is_asked = not at_least_one or zones is not None or listed is not None
    counts = _zone_counts(zones if is_asked else str(len(names)), listed, community, load, names)
    try:
        instance = zoning.Instance(
            community=community, x=x, y=y, homes=homes, load=load, edges=pairs, zones=counts
        )
    except InvalidInstance as trouble:
        raise _in_words(trouble, source, links, names, community, counts) from trouble
    longitude, latitude = (
        atoms.number(name) if name in atoms else None for name in ("longitude", "latitude")
    )
    return Place(instance, ids, names, longitude, latitude, is_asked)


def _tables(source: Path) -> dict[str, Table]:
    """By what they hold: atoms, edges, communities."""
    wanted = {"atoms": ATOMS, "edges": EDGES, "communities": COMMUNITIES}
    if source.is_dir():
        files = {file.name.split(".")[0].lower(): file for file in sorted(source.iterdir())}
        found = {
            key: tables.read(files[name]) for key, names in wanted.items() for name in names if name in files
        }
        if "atoms" not in found:
            raise BadInput(source.name, f"holds no table {ATOMS[0]} or {ATOMS[1]}")
        return found
    inside = {name.lower(): name for name in tables.sheets(source)}
    found = {
        key: tables.read(source, inside[name])
        for key, names in wanted.items()
        for name in names
        if name in inside
    }
    return found if "atoms" in found else {"atoms": tables.read(source)}


def _communities(atoms: Table, listed: Table | None) -> tuple[list[str], Ints]:
    """Names in the order of the list, or as they first appear; and the place of each atom's community."""
    if not len(atoms):
        raise BadInput(atoms.source, "has no rows")
    of_atoms = atoms.text("community") if "community" in atoms else ["all"] * len(atoms)
    names = of_atoms if listed is None else listed.renamed(COMMUNITY_NAMES).text("community")
    place = {name: number for number, name in enumerate(dict.fromkeys(names))}
    unknown = [name not in place for name in of_atoms]
    atoms.refuse_if(unknown, "community", "must be in the list of communities")
    return list(place), np.array([place[name] for name in of_atoms], dtype=np.int64)


def _plane(atoms: Table) -> tuple[Floats, Floats]:
    """Metres on a plane; degrees are laid flat around their middle."""
    if "x" in atoms:
        return atoms.number("x"), atoms.number("y")
    longitude, latitude = atoms.number("longitude"), atoms.number("latitude")
    atoms.refuse_if(np.abs(longitude) > 180, "longitude", "must lie between -180 and 180")  # noqa: PLR2004 - degrees of the globe
    atoms.refuse_if(np.abs(latitude) > 90, "latitude", "must lie between -90 and 90")  # noqa: PLR2004 - degrees of the globe
    shrink = float(np.cos(np.radians(latitude.mean())))
    return (longitude - longitude.mean()) * DEGREE * shrink, (latitude - latitude.mean()) * DEGREE


def _pairs(links: Table, ids: list[str], atoms: Table) -> Ints:
    """Neighbours by the names of atoms."""
    links = links.renamed(EDGE_NAMES)
    place = {name: row for row, name in enumerate(ids)}
    if len(place) < len(ids):
        first = {name: row for row, name in reversed(list(enumerate(ids)))}
        atoms.refuse_if([first[name] != row for row, name in enumerate(ids)], "id", "must not stand twice")
    ends = []
    for name in ("a", "b"):
        cells = links.text(name)
        links.refuse_if([cell not in place for cell in cells], name, "must be the id of an atom")
        ends.append([place[cell] for cell in cells])
    return np.array(ends, dtype=np.int64).T.reshape(-1, 2)


def _zone_counts(
    zones: str | None, listed: Table | None, community: Ints, load: Ints, names: list[str]
) -> Ints:
    """As listed for each community, or a total shared out by load."""
    if zones is not None and zones.isdecimal():
        sizes = np.bincount(community, minlength=len(names))
        loads = np.bincount(community, weights=load, minlength=len(names))
        return zoning.apportion(loads, int(zones), at_least=1, at_most=sizes)
    table = listed if zones is None else tables.read(Path(zones))
    if table is None:
        raise BadInput(
            "--zones", "say how many zones there are to be, or name a file that lists them by community"
        )
    table = table.renamed(COMMUNITY_NAMES)
    return _listed(
        table, dict(zip(table.text("community"), table.whole("zones", least=0).tolist(), strict=True)), names
    )


def _listed(table: Table, by_name: Mapping[str, int], names: list[str]) -> Ints:
    if missing := [name for name in names if name not in by_name]:
        raise BadInput(table.source, f"has no row for community {missing[0]}")
    return np.array([by_name[name] for name in names], dtype=np.int64)


def _in_words(
    trouble: InvalidInstance,
    source: Path,
    links: Table | None,
    names: list[str],
    community: Ints,
    counts: Ints,
) -> BadInput:
    """Which row of which file, or which community, an instance was refused for."""
    row = trouble.index or 0
    if trouble.rule.startswith("edge") and links is not None:
        return links.wrong(row, None, str(trouble).rpartition(" (row")[0])
    atoms = int(np.count_nonzero(community == row))
    words = {
        "zones_too_many": f"has {atoms} atoms and cannot be cut into {counts[row]} zones",
        "zones_too_few": f"has {atoms} atoms and needs a zone",
        "community_not_connected": "is not in one piece: some of its atoms cannot be reached from the others by edges",
    }
    said = words.get(trouble.rule, str(trouble))
    return BadInput(source.name, f"community {names[row]} {said}" if trouble.rule in words else said)
