"""What is kept of a solved zoning: zones with names and numbers, how good they are, and what each is made of."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from muster.planning import zoning

from . import parts
from .atoms import Atoms


@dataclass(frozen=True, slots=True)
class Piece:
    """A zone as it will be; fields are named as the table's columns."""

    area_id: UUID
    unit_id: UUID
    number: int
    code: str
    name: str
    homes: int
    load: int
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Cut:
    pieces: list[Piece]
    homes: int
    certificate: dict[str, Any]
    communities: list[dict[str, Any]]
    parts: bytes


def cut(atoms: Atoms, solved: zoning.Plan) -> Cut:
    """Zones are numbered in each community from north to south, so that neighbours in a list are near on the ground."""
    latitude = _middle(atoms.latitude, atoms, solved)
    order = np.lexsort((-latitude, solved.zone_community))
    rank = np.empty(order.size, dtype=np.int64)
    rank[order] = np.arange(order.size)
    return Cut(
        pieces=_pieces(atoms, solved, order, latitude),
        homes=int(atoms.homes.sum()),
        certificate=_certificate(solved.certificate),
        communities=_communities(atoms, solved),
        parts=parts.packed(atoms, rank[solved.zone]),
    )


def _middle(values: NDArray[np.float64], atoms: Atoms, solved: zoning.Plan) -> NDArray[np.float64]:
    """The mean of the homes of each zone."""
    total = np.bincount(solved.zone, weights=values * atoms.homes, minlength=solved.zone_homes.size)
    return np.asarray(total / solved.zone_homes)


def _pieces(
    atoms: Atoms, solved: zoning.Plan, order: NDArray[np.int64], latitude: NDArray[np.float64]
) -> list[Piece]:
    longitude = _middle(atoms.longitude, atoms, solved)
    owner = solved.zone_community[order]
    within = np.arange(owner.size) - np.searchsorted(owner, owner) + 1
    columns = (
        owner,
        within,
        solved.zone_homes[order],
        solved.zone_load[order],
        longitude[order],
        latitude[order],
    )
    with translation.override(settings.LANGUAGE_CODE):  # a name is data: in the language of the installation
        called = _("{area} zone {number}")
    made = []
    rows = zip(*(column.tolist() for column in columns), strict=True)
    for number, (place, ordinal, homes, load, east, north) in enumerate(rows):
        community = atoms.communities[place]
        name = called.format(area=community.name, number=ordinal)
        code = f"{community.code}-{ordinal:02}"
        made.append(Piece(community.area_id, community.unit_id, number, code, name, homes, load, east, north))
    return made


def _certificate(found: zoning.Certificate) -> dict[str, Any]:
    names = ("objective", "lower_bound", "score", "p95_deviation", "worst_deviation", "city_p95_deviation")
    more = ("city_worst_deviation", "zones", "contiguous", "steps", "seed", "seconds", "gap")
    return {name: getattr(found, name) for name in (*names, *more)}


def _communities(atoms: Atoms, solved: zoning.Plan) -> list[dict[str, Any]]:
    found = solved.certificate
    zones = np.bincount(solved.zone_community, minlength=len(atoms.communities)).tolist()
    homes = np.bincount(atoms.community, weights=atoms.homes, minlength=len(zones)).astype(int).tolist()
    columns = (zones, homes, found.community_worst.round(4).tolist(), found.community_floor.round(4).tolist())
    return [
        {"area": str(community.area_id), "zones": count, "homes": doors, "worst": worst, "floor": floor}
        for community, count, doors, worst, floor in zip(atoms.communities, *columns, strict=True)
    ]
