"""Zones in files: written as CSV, JSON or GeoJSON, and read back."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muster.planning import zoning
from muster.planning.problems import PlanRejected
from muster.planning.tool import tables
from muster.planning.tool.homes import Place, read_place
from muster.planning.tool.tables import BadInput, Table
from muster.planning.zoning.certificate import certify

Write = Callable[[Path, Place, zoning.Plan], None]


def writer(out: Path) -> Write:
    writers: dict[str, Write] = {".csv": _write_csv, ".json": _write_json, ".geojson": _write_geojson}
    if tables.kind(out) not in writers:
        raise BadInput(out.name, f"a plan is written to {', '.join(writers)}")
    return writers[tables.kind(out)]


def _write_csv(out: Path, place: Place, solved: zoning.Plan) -> None:
    """One row an atom: what it is called, its community, its zone."""
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "community", "zone"))
        names = [place.communities[one] for one in place.instance.community.tolist()]
        writer.writerows(zip(place.ids, names, solved.zone.tolist(), strict=True))


def _write_json(out: Path, place: Place, solved: zoning.Plan) -> None:
    columns = zip(place.ids, solved.zone.tolist(), strict=True)
    kept = {"atoms": [{"id": atom, "zone": zone} for atom, zone in columns], "zones": _zones(place, solved)}
    out.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def _write_geojson(out: Path, place: Place, solved: zoning.Plan) -> None:
    """One feature a zone, made of the places of its atoms. Where the input had none on the globe, metres on a plane."""
    instance = place.instance
    x = instance.x if place.longitude is None else place.longitude
    y = instance.y if place.latitude is None else place.latitude
    order = np.argsort(solved.zone, kind="stable")
    cuts = np.searchsorted(solved.zone[order], np.arange(1, instance.total_zones))
    points = np.column_stack([x, y])
    features = [
        {
            "type": "Feature",
            "properties": properties | {"atoms": [place.ids[atom] for atom in atoms.tolist()]},
            "geometry": {"type": "MultiPoint", "coordinates": points[atoms].tolist()},
        }
        for properties, atoms in zip(_zones(place, solved), np.split(order, cuts), strict=True)
    ]
    kept = {"type": "FeatureCollection", "features": features}
    out.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def _zones(place: Place, solved: zoning.Plan) -> list[dict[str, Any]]:
    mean = place.instance.community_load / np.maximum(place.instance.zones, 1)
    off = solved.zone_load / mean[solved.zone_community] - 1
    columns = (solved.zone_community, solved.zone_load, solved.zone_homes, off.round(4))
    return [
        {
            "zone": zone,
            "community": place.communities[community],
            "load": load,
            "homes": homes,
            "deviation": share,
        }
        for zone, (community, load, homes, share) in enumerate(
            zip(*(column.tolist() for column in columns), strict=True)
        )
    ]


def read_zones(kept: Path, ids: list[str]) -> list[str]:
    """What zone each atom is in, by the names in a file."""
    table = _atoms_of_features(kept) if tables.kind(kept) == ".geojson" else tables.read(kept)
    names = table.renamed({"id": ("atom", "编号")}).text("id")
    zone_of = dict(zip(names, table.text("zone"), strict=True))
    if len(zone_of) < len(names):
        raise BadInput(kept.name, "has an atom twice", column="id")
    if missing := [name for name in ids if name not in zone_of]:
        raise BadInput(kept.name, f"has no zone for atom {missing[0]}")
    if more := zone_of.keys() - set(ids):
        raise BadInput(kept.name, f"has an atom {min(more)} that is not among the homes")
    return [zone_of[name] for name in ids]


def _atoms_of_features(kept: Path) -> Table:
    found = tables.read(kept)
    rows = list(zip(found.columns.get("atoms", ()), found.text("zone"), strict=True))
    if not all(isinstance(atoms, list) for atoms, _zone in rows):
        raise BadInput(kept.name, "has features without a list of atoms")
    pairs = [(atom, zone) for atoms, zone in rows for atom in atoms]
    return Table(kept.name, {"id": [atom for atom, _zone in pairs], "zone": [zone for _atom, zone in pairs]})


def read_back(source: Path, edges: Path | None, kept: Path) -> tuple[Place, zoning.Plan]:
    """The homes, cut into the zones of the file, whatever these are called; all else is counted from them."""
    place = read_place(source, edges, None, at_least_one=True)
    instance = place.instance
    zone, owner = numbered(read_zones(kept, place.ids), instance.community)
    counts = np.bincount(owner, minlength=instance.communities)
    if place.counts_are_asked and (wrong := np.flatnonzero(counts != instance.zones)).size:
        names = [(place.communities[one], counts[one], instance.zones[one]) for one in wrong.tolist()]
        raise PlanRejected(
            [f"community {name} has {found} zones, not {asked}" for name, found, asked in names]
        )
    return place.recounted(counts), _plan(place.recounted(counts).instance, zone, owner)


def numbered(labels: list[str], community: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Zones as numbers, community by community (a zone's is that of its first atom), in the order of their first atoms."""
    _, first, label = np.unique(np.array(labels), return_index=True, return_inverse=True)
    order = np.lexsort((first, community[first]))
    rank = np.empty(order.size, dtype=np.int32)
    rank[order] = np.arange(order.size)
    return rank[label.reshape(-1)], community[first][order].astype(np.int32)


def _plan(instance: zoning.Instance, zone: NDArray[np.int32], owner: NDArray[np.int32]) -> zoning.Plan:
    load, homes = (
        np.bincount(zone, weights=values, minlength=owner.size).astype(np.int64)
        for values in (instance.load, instance.homes)
    )
    certificate = certify(instance, zone, steps=0, seed=0, seconds=0.0)
    return zoning.Plan(zone, owner, load, homes, certificate)
