"""Every write to places: in bulk, and twice the same changes nothing."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.statements import (
    Written,
    columns_of,
    copy_rows,
    execute,
    fetch,
    learn,
    statement,
    tuples_of,
)

from . import rules
from .models import Area
from .problems import OutsideYourAreas

STAGES = {
    "area": "code text, name text, level text, parent_code text, is_urban boolean, unit_id uuid",
    "premises": "code text, name text, kind text, area_id uuid",
    "building": "code text, name text, premises_id uuid, grid_id uuid, longitude float8, latitude float8, stairwells int, "
    "floors int, homes_per_floor int",
    "boundary": "code text, boundary jsonb",
}
# Who answers for what the rows touch: the unit of the area that a row names, and of the area that it would change.
ANSWERED_BY = {
    "area": """SELECT coalesce(row.unit_id, parent.unit_id) FROM places_incoming_area row
               LEFT JOIN places_area parent ON parent.code = row.parent_code
               UNION ALL SELECT coalesce(held.unit_id, above.unit_id) FROM places_incoming_area row
               JOIN places_area held ON held.code = row.code LEFT JOIN places_area above ON above.id = held.parent_id""",
    "premises": """SELECT area.unit_id FROM places_incoming_premises row JOIN places_area area ON area.id = row.area_id
                   UNION ALL SELECT area.unit_id FROM places_incoming_premises row
                   JOIN places_premises held ON held.code = row.code JOIN places_area area ON area.id = held.area_id""",
    "building": """SELECT area.unit_id FROM places_incoming_building row
                   JOIN places_premises premises ON premises.id = row.premises_id
                   JOIN places_area area ON area.id = premises.area_id
                   UNION ALL SELECT area.unit_id FROM places_incoming_building row
                   JOIN places_building held ON held.code = row.code JOIN places_area area ON area.id = held.area_id""",
    "boundary": """SELECT coalesce(area.unit_id, parent.unit_id) FROM places_incoming_boundary row
                   JOIN places_area area ON area.code = row.code LEFT JOIN places_area parent ON parent.id = area.parent_id""",
}
PUT_BOUNDARIES = """
UPDATE places_area area SET boundary = row.boundary FROM places_incoming_boundary row
WHERE area.code = row.code AND area.boundary IS DISTINCT FROM row.boundary
"""


@dataclass(frozen=True, slots=True)
class AreaRow:
    code: str
    name: str
    level: str
    parent_code: str | None
    is_urban: bool
    unit_id: UUID | None


@dataclass(frozen=True, slots=True)
class PremisesRow:
    code: str
    name: str
    kind: str
    area_id: UUID


@dataclass(frozen=True, slots=True)
class BuildingRow:
    """A building and, by its counts, the stairwells and homes in it."""

    code: str
    name: str
    premises_id: UUID
    grid_id: UUID | None
    longitude: float
    latitude: float
    stairwells: int
    floors: int
    homes_per_floor: int


@transaction.atomic
def put_areas(actor: Actor, *, rows: Iterable[AreaRow]) -> Written:
    """Create and change areas and grids; a parent may be a row of the same batch."""
    _stage("area", columns_of(AreaRow), tuples_of(AreaRow, rows))
    _require_own(actor, "area")
    return _written(actor, "area", "put_areas")


@transaction.atomic
def put_boundaries(actor: Actor, *, boundaries: Mapping[str, dict[str, Any]]) -> Written:
    """Set the boundary (a GeoJSON geometry) of areas by their code; codes of no area are passed over."""
    _stage(
        "boundary", ["code", "boundary"], ((code, json.dumps(shape)) for code, shape in boundaries.items())
    )
    _require_own(actor, "boundary")
    changed = execute(PUT_BOUNDARIES)
    return _recorded(actor, "boundary", Written(created=0, changed=changed))


@transaction.atomic
def put_premises(actor: Actor, *, rows: Iterable[PremisesRow]) -> Written:
    _stage("premises", columns_of(PremisesRow), tuples_of(PremisesRow, rows))
    _require_own(actor, "premises")
    return _written(actor, "premises", "put_premises")


@transaction.atomic
def put_buildings(actor: Actor, *, rows: Iterable[BuildingRow]) -> Written:
    """Create and change buildings; stairwells and homes that are missing are added, none is ever taken away here."""
    _stage("building", columns_of(BuildingRow), tuples_of(BuildingRow, rows))
    _require_own(actor, "building")
    ((created, changed),) = fetch(statement("places", "put_buildings"))
    learn("places_building", written=created + changed)
    learn("places_stairwell", written=execute(statement("places", "put_stairwells")))
    learn("places_home", written=execute(statement("places", "put_homes")))
    return _recorded(actor, "building", Written(created=created, changed=changed))


@transaction.atomic
def join_areas(actor: Actor, *, joined: Mapping[UUID, UUID]) -> list[dict[str, Any]]:
    """Areas become part of others, whose outlines take theirs in; what `part_areas` needs to part them again.

    What lies in them goes over by the reorganisation of which this is a part.
    """
    areas = {area.pk: area for area in _own_areas(actor, {*joined, *joined.values()})}
    before = [
        {"id": str(area.pk), "boundary": area.boundary} for key, area in areas.items() if key not in joined
    ]
    for gone, into in joined.items():
        areas[gone].successor_id = into
        areas[gone].save(update_fields=["successor"])
    for into in set(joined.values()):
        parts = [areas[into], *(areas[gone] for gone in joined if joined[gone] == into)]
        areas[into].boundary = rules.united([part.boundary for part in parts if part.boundary])
        areas[into].save(update_fields=["boundary"])
    record(actor, "places.areas_joined", count=len(joined))
    return [*before, *({"id": str(gone), "successor": None} for gone in joined)]


@transaction.atomic
def part_areas(actor: Actor, *, before: Iterable[dict[str, Any]]) -> None:
    """Areas are what they were before they were joined."""
    kept = {UUID(one["id"]): one for one in before}
    for area in _own_areas(actor, set(kept)):
        if "successor" in kept[area.pk]:
            area.successor = None
        else:
            area.boundary = kept[area.pk]["boundary"]
        area.save(update_fields=["boundary", "successor"])
    record(actor, "places.areas_parted", count=len(kept))


def _own_areas(actor: Actor, area_ids: set[UUID]) -> list[Area]:
    """Locked, each with a unit on which the actor approves."""
    own = Area.objects.filter(pk__in=area_ids, unit__path__within=actor.paths("approve"))
    found = list(own.select_for_update(of=("self",), no_key=True).order_by("pk"))
    if len(found) != len(area_ids):
        raise OutsideYourAreas(len(area_ids) - len(found))
    return found


def _stage(what: str, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    table = f"places_incoming_{what}"
    execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} ({STAGES[what]}) ON COMMIT DELETE ROWS")
    execute(f"TRUNCATE {table}")
    copy_rows(table, columns, rows)
    execute(f"ANALYZE {table}")


def _require_own(actor: Actor, what: str) -> None:
    outside = f"""SELECT count(*) FROM ({ANSWERED_BY[what]}) AS touched (unit_id)
                  LEFT JOIN units_unit unit ON unit.id = touched.unit_id
                  WHERE NOT coalesce(unit.path, '') <@ ANY(%s::ltree[])"""  # noqa: S608 - our own constants
    ((count,),) = fetch(outside, [list(actor.paths("import"))])
    if count:
        raise OutsideYourAreas(count)


def _written(actor: Actor, what: str, name: str) -> Written:
    ((created, changed),) = fetch(statement("places", name))
    learn(f"places_{what}", written=created + changed)
    return _recorded(actor, what, Written(created=created, changed=changed))


def _recorded(actor: Actor, what: str, written: Written) -> Written:
    if written.created or written.changed:
        record(
            actor,
            f"places.{what}_put",
            count=written.created + written.changed,
            created=written.created,
            changed=written.changed,
        )
    return written
