"""Areas, grids, premises and buildings from spreadsheets; boundaries from GeoJSON."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from muster.kernel.actor import Actor
from muster.kernel.changes import Columns, Held, filled, held_by
from muster.kernel.importing import Column, Layout, Reading
from muster.kernel.parsers import choice, code, integer, lat, lon, text
from muster.kernel.statements import Written
from muster.units import queries as units
from muster.units.imports import unit_code

from . import queries
from .commands import (
    AreaRow,
    BuildingRow,
    PremisesRow,
    put_areas,
    put_boundaries,
    put_buildings,
    put_premises,
)
from .models import AreaLevel, PremisesKind
from .problems import NotGeoJson

MOST_STAIRWELLS, MOST_FLOORS, MOST_HOMES = 60, 200, 200
area_code = code(r"\d{6}(\d{6})?", form=_("6 or 12 digits"))
grid_code = code(r"\d{15}", form=_("15 digits: the community's 12 and 3 more"))
place_code = code(r"[0-9A-Za-z_.\-]{1,40}", form=_("letters, digits, dots and hyphens, at most 40"))
LEVELS = {
    **dict.fromkeys(("市", "city"), AreaLevel.CITY),
    **dict.fromkeys(("区市县", "county"), AreaLevel.COUNTY),
    **dict.fromkeys(("乡镇(街道)", "township"), AreaLevel.TOWNSHIP),
    **dict.fromkeys(("村(社区)", "village"), AreaLevel.VILLAGE),
}
KINDS = {
    **dict.fromkeys(("小区", "compound"), PremisesKind.COMPOUND),
    **dict.fromkeys(("院落", "courtyard"), PremisesKind.COURTYARD),
    **dict.fromkeys(("村落", "hamlet"), PremisesKind.HAMLET),
    **dict.fromkeys(("其他", "other"), PremisesKind.OTHER),
}
AREAS = Layout(
    key="areas",
    label=_("areas"),
    columns=(
        Column("code", ("区划代码", "area code"), area_code, required=True),
        Column("name", ("名称", "name"), text(80), required=True),
        Column("level", ("级别", "level"), choice(LEVELS), required=True),
        Column("parent", ("上级代码", "parent code"), area_code),
        Column(
            "urban",
            ("城乡", "urban or rural"),
            choice({"城镇": True, "urban": True, "乡村": False, "rural": False}),
        ),
        Column("unit", ("负责组织代码", "unit code"), unit_code),
    ),
    unique=("code",),
    sheet_names=("区划", "areas"),
)
GRIDS = Layout(
    key="grids",
    label=_("grids"),
    columns=(
        Column("code", ("网格代码", "grid code"), grid_code, required=True),
        Column("name", ("网格名称", "grid name"), text(80), required=True),
        Column("area", ("所属区划代码", "area code"), area_code, required=True),
    ),
    unique=("code",),
    sheet_names=("网格", "grids"),
)
PREMISES = Layout(
    key="premises",
    label=_("premises"),
    columns=(
        Column("code", ("小区编号", "premises code"), place_code, required=True),
        Column("name", ("小区名称", "premises name"), text(80), required=True),
        Column("area", ("所属区划代码", "area code"), area_code, required=True),
        Column("kind", ("类别", "kind"), choice(KINDS), required=True),
    ),
    unique=("code",),
    sheet_names=("小区", "premises"),
)
BUILDINGS = Layout(
    key="buildings",
    label=_("buildings"),
    columns=(
        Column("code", ("建筑编号", "building code"), place_code, required=True),
        Column("name", ("建筑名称", "building name"), text(80), required=True),
        Column("premises", ("小区编号", "premises code"), place_code, required=True),
        Column("grid", ("网格代码", "grid code"), grid_code),
        Column("longitude", ("经度", "longitude"), lon, required=True),
        Column("latitude", ("纬度", "latitude"), lat, required=True),
        Column("stairwells", ("单元数", "stairwells"), integer(1, MOST_STAIRWELLS), required=True),
        Column("floors", ("层数", "floors"), integer(1, MOST_FLOORS), required=True),
        Column("homes", ("每层户数", "homes per floor"), integer(1, MOST_HOMES), required=True),
    ),
    unique=("code",),
    sheet_names=("建筑", "buildings"),
)


def store_areas(actor: Actor, *, reading: Reading, day: date) -> Written:  # noqa: ARG001 - every store takes the day
    columns = reading.columns
    known = set(queries.area_ids_by_code()) | set(columns["code"])
    unit_ids = units.ids_by_code()
    _reject_unknown(reading, "parent", known, _("No area has this code, neither in the file nor before."))
    _reject_unknown(reading, "unit", unit_ids, _("No unit has this code."))
    if not reading.ok:
        return Written()
    rows = zip(
        columns["code"],
        columns["name"],
        columns["level"],
        columns["parent"],
        columns["urban"],
        columns["unit"],
        strict=True,
    )
    return put_areas(
        actor,
        rows=[
            AreaRow(code, name, level, parent, bool(urban), unit_ids[unit] if unit else None)
            for code, name, level, parent, urban, unit in rows
        ],
    )


def store_grids(actor: Actor, *, reading: Reading, day: date) -> Written:  # noqa: ARG001 - every table's takes the day
    columns = reading.columns
    _reject_unknown(reading, "area", queries.area_ids_by_code(), _("No area has this code."))
    if not reading.ok:
        return Written()
    rows = zip(columns["code"], columns["name"], columns["area"], strict=True)
    return put_areas(
        actor,
        rows=[
            AreaRow(code, name, AreaLevel.GRID, area, is_urban=False, unit_id=None)
            for code, name, area in rows
        ],
    )


def store_premises(actor: Actor, *, reading: Reading, day: date) -> Written:  # noqa: ARG001 - every table's takes the day
    columns = reading.columns
    area_ids = queries.area_ids_by_code(AreaLevel.VILLAGE)
    _reject_unknown(reading, "area", area_ids, _("No village or community has this code."))
    if not reading.ok:
        return Written()
    rows = zip(columns["code"], columns["name"], columns["kind"], columns["area"], strict=True)
    return put_premises(
        actor, rows=[PremisesRow(code, name, kind, area_ids[area]) for code, name, kind, area in rows]
    )


def store_buildings(actor: Actor, *, reading: Reading, day: date) -> Written:  # noqa: ARG001 - every table's takes the day
    columns = reading.columns
    premises_ids, grid_ids = queries.premises_ids_by_code(), queries.area_ids_by_code(AreaLevel.GRID)
    _reject_unknown(reading, "premises", premises_ids, _("No premises have this code."))
    _reject_unknown(reading, "grid", grid_ids, _("No grid has this code."))
    if reading.ok:
        _reject_shrunk(reading)
    if not reading.ok:
        return Written()
    keys = ("code", "name", "premises", "grid", "longitude", "latitude", "stairwells", "floors", "homes")
    return put_buildings(
        actor,
        rows=(
            BuildingRow(building, name, premises_ids[premises], grid_ids[grid] if grid else None, *rest)
            for building, name, premises, grid, *rest in zip(*(columns[key] for key in keys), strict=True)
        ),
    )


def held_areas(reading: Reading, day: date) -> Held:  # noqa: ARG001 - every table's takes the day
    keys = ("name", "level", "parent", "urban", "unit")
    return held_by(reading, "code", keys, queries.areas_held(codes=reading.columns["code"]))


def held_grids(reading: Reading, day: date) -> Held:  # noqa: ARG001 - every table's takes the day
    rows = queries.areas_held(codes=reading.columns["code"])
    return held_by(reading, "code", ("name", "area"), {code: (row[0], row[2]) for code, row in rows.items()})


def held_premises(reading: Reading, day: date) -> Held:  # noqa: ARG001 - every table's takes the day
    keys = ("name", "area", "kind")
    return held_by(reading, "code", keys, queries.premises_held(codes=reading.columns["code"]))


def held_buildings(reading: Reading, day: date) -> Held:  # noqa: ARG001 - every table's takes the day
    keys = ("name", "premises", "grid", "longitude", "latitude", "stairwells", "floors", "homes")
    return held_by(reading, "code", keys, queries.buildings_held(codes=reading.columns["code"]))


def wanted(reading: Reading, held: Held) -> Columns:  # noqa: ARG001 - every table's takes what is held
    """As the file has it; an area that does not say is rural."""
    columns = reading.columns
    return {**columns, "urban": filled(columns["urban"], default=False)} if "urban" in columns else columns


def store_boundaries(actor: Actor, *, source: Path) -> Written:
    """A GeoJSON feature collection; each feature's `code` property names its area."""
    try:
        features = json.loads(source.read_bytes())["features"]
        shapes: dict[str, dict[str, Any]] = {
            str(each["properties"]["code"]): each["geometry"] for each in features
        }
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotGeoJson(source.name) from error
    return put_boundaries(actor, boundaries=shapes)


def _reject_unknown(reading: Reading, key: str, known: Any, message: Any) -> None:
    for index, wanted in enumerate(reading.columns[key]):
        if wanted is not None and wanted not in known:
            reading.reject(index, key, rule=f"unknown_{key}", message=message)


def _reject_shrunk(reading: Reading) -> None:
    columns = reading.columns
    homes = [
        a * b * c for a, b, c in zip(columns["stairwells"], columns["floors"], columns["homes"], strict=True)
    ]
    for index in queries.shrunk_buildings(codes=columns["code"], homes=homes):
        message = _("The building has more homes than this already; homes are not taken away by an import.")
        reading.reject(index, "homes", rule="would_lose_homes", message=message)
