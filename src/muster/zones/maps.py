"""Maps as GeoJSON, small enough to be fetched at once: areas coloured by a number, or the zones of one community."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import QuerySet

from muster.kernel.actor import Actor
from muster.kernel.statements import fetch, statement
from muster.operations import access as operations
from muster.places.models import Area, AreaLevel
from muster.units import access as units
from muster.units.models import Unit

from . import access, queries
from .models import Zone, ZonePlan
from .outlines import Spot, outlines
from .parts import unpacked

MOST_AREAS = 150
MOST_BYTES = 250_000  # of outlines; names and numbers come on top

GeoJson = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AreaState:
    """An area and the zones in it. `worst` is a zone's largest deviation from the mean of its community, as a share."""

    area_id: UUID
    unit_id: UUID
    name: str
    zones: int
    homes: int
    worst: float | None
    vacant: int
    unkept: int
    boundary: str | None

    @property
    def percent(self) -> float | None:
        return None if self.worst is None else round(100 * self.worst, 1)

    def value(self, measure: str) -> float | None:
        return {
            "zones": self.zones,
            "homes": round(self.homes / self.zones) if self.zones else None,
            "deviation": self.percent,
            "vacant": self.vacant,
            "unkept": self.unkept,
        }[measure]


COMPACT = {"ensure_ascii": False, "separators": (",", ":")}
MEASURES = ("vacant", "unkept", "zones", "homes", "deviation")


def areas(
    actor: Actor, *, operation_id: UUID, unit: Unit, plan: ZonePlan | None = None, drawn: bool = False
) -> list[AreaState]:
    """The areas under a unit, as fine as can be listed; with their outlines if they are to be drawn."""
    operations.operation_to_see(actor, operation_id)
    values = {
        "operation": operation_id,
        "path": units.unit_to_see(actor, unit.pk).path,
        "plan": plan.pk if plan else None,
        "drawn": drawn,
        "most_areas": MOST_AREAS,
        "most_bytes": MOST_BYTES,
    }
    rows = fetch(statement("zones", "areas"), values)
    return [AreaState(*row) for row in rows]


def one_community(actor: Actor, *, unit: Unit) -> Area | None:
    """The community, if a unit answers for just one: then its zones are drawn, not areas."""
    path = units.unit_to_see(actor, unit.pk).path
    found = list(Area.objects.filter(level=AreaLevel.VILLAGE, successor=None, unit__path__within=[path])[:2])
    return found[0] if len(found) == 1 else None


def drawn(
    actor: Actor, *, operation_id: UUID, unit: Unit, measure: str, plan: ZonePlan | None = None
) -> GeoJson:
    """What a map of this unit shows: the zones of its one community, or areas."""
    community = one_community(actor, unit=unit)
    if community is None:
        return areas_map(actor, operation_id=operation_id, unit=unit, measure=measure, plan=plan)
    if plan is not None:
        return planned_map(actor, plan=plan, area=community)
    return zones_map(actor, operation_id=operation_id, unit=unit, area=community, measure=measure)


def areas_map(
    actor: Actor, *, operation_id: UUID, unit: Unit, measure: str, plan: ZonePlan | None = None
) -> GeoJson:
    found = areas(actor, operation_id=operation_id, unit=unit, plan=plan, drawn=True)
    return _collection(
        _feature(area.area_id, area.name, area.value(measure), json.loads(area.boundary))
        for area in found
        if area.boundary
    )


def zones_map(actor: Actor, *, operation_id: UUID, unit: Unit, area: Area, measure: str) -> GeoJson:
    """The zones of one community that are in force; each is the hull around its buildings."""
    found = queries.zones(actor, operation_id=operation_id, unit_id=unit.pk)
    spots = fetch(statement("zones", "spots"), {"operation": operation_id, "areas": [area.pk]})
    return _drawn(found, outlines(Spot(*spot) for spot in spots), measure)


def planned_map(actor: Actor, *, plan: ZonePlan, area: Area) -> GeoJson:
    """The zones that a plan proposes for one community."""
    found = Zone.objects.filter(plan=access.plan_to_see(actor, plan.pk), area=area)
    numbers = dict(found.values_list("number", "pk"))
    rows = unpacked(bytes(plan.parts))
    chosen = rows[np.isin(rows["zone"], list(numbers))]
    values = {
        "stairwells": [UUID(bytes=stairwell) for stairwell in chosen["stairwell"].tolist()],
        "zones": chosen["zone"].tolist(),
        "lows": chosen["low"].tolist(),
    }
    spots = fetch(statement("zones", "planned_spots"), values)
    return _drawn(found, outlines(Spot(numbers[zone], *where) for zone, *where in spots), "homes")


def _drawn(found: QuerySet[Zone], shapes: dict[Any, GeoJson], measure: str) -> GeoJson:
    return _collection(
        _feature(zone.pk, zone.name, _value(zone, measure), shapes[zone.pk])
        for zone in found
        if zone.pk in shapes
    )


def _value(zone: Zone, measure: str) -> float | None:
    """What colours a zone: its homes, where a number of zones would say nothing."""
    if measure == "vacant":
        return int(zone.seats - zone.filled)  # type: ignore[attr-defined]  # annotated by queries.zones
    if measure == "unkept":
        return int(not zone.has_keeper)  # type: ignore[attr-defined]  # annotated by the query
    return zone.homes


def _feature(feature_id: UUID, name: str, value: float | None, geometry: GeoJson) -> GeoJson:
    properties = {"name": name, "value": value}
    return {"type": "Feature", "id": str(feature_id), "properties": properties, "geometry": geometry}


def _collection(features: Any) -> GeoJson:
    return {"type": "FeatureCollection", "features": list(features)}
