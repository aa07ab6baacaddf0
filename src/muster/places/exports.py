"""Areas, premises, buildings and homes as lists, in the columns that bring them in."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Case, F, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from muster.kernel.access import require
from muster.kernel.actor import Actor
from muster.kernel.exporting import Asked, Field, Geometry, Listing, import_words

from . import access
from .imports import KINDS, LEVELS
from .models import Area, AreaLevel, Building, Home, Premises


def find_areas(actor: Actor, asked: Asked) -> QuerySet[Area]:  # noqa: ARG001 - every listing's has it
    require(actor, "see")
    paths = actor.paths("see")
    unit = Case(When(unit__path__within=paths, then=F("unit__code")), default=Value(""))
    return (
        access.areas_visible_to(actor).exclude(level=AreaLevel.GRID).annotate(unit_seen=unit).order_by("code")
    )


def find_grids(actor: Actor, asked: Asked) -> QuerySet[Area]:  # noqa: ARG001 - every list is asked alike
    require(actor, "see")
    return access.areas_visible_to(actor).filter(level=AreaLevel.GRID).order_by("code")


def find_premises(actor: Actor, asked: Asked) -> QuerySet[Premises]:  # noqa: ARG001 - every list is asked alike
    require(actor, "see")
    return access.premises_visible_to(actor).order_by("code")


def find_buildings(actor: Actor, asked: Asked) -> QuerySet[Building]:  # noqa: ARG001 - every list is asked alike
    require(actor, "see")
    return access.buildings_visible_to(actor).order_by("code")


def find_homes(actor: Actor, asked: Asked) -> QuerySet[Home]:  # noqa: ARG001 - every list is asked alike
    """Building by building as their stairwells were made: to sort a million doors by code would hold up the first of them."""
    require(actor, "see")
    return access.homes_visible_to(actor).order_by("stairwell_id", "floor", "door")


def boundaries(actor: Actor, asked: Asked, ids: list[UUID]) -> Mapping[UUID, Geometry]:  # noqa: ARG001 - every list is asked alike
    drawn = access.areas_visible_to(actor).filter(pk__in=ids, boundary__isnull=False)
    return dict(drawn.values_list("pk", "boundary"))


def points(actor: Actor, asked: Asked, ids: list[UUID]) -> Mapping[UUID, Geometry]:  # noqa: ARG001 - every list is asked alike
    found = access.buildings_visible_to(actor).filter(pk__in=ids)
    return {
        key: {"type": "Point", "coordinates": [longitude, latitude]}
        for key, longitude, latitude in found.values_list("pk", "longitude", "latitude")
    }


AREAS = Listing(
    key="areas",
    label=_("Areas"),
    fields=(
        Field(("区划代码", "area code"), "code"),
        Field(("名称", "name"), "name"),
        Field(("级别", "level"), "level", import_words(LEVELS)),
        Field(("上级代码", "parent code"), "parent__code"),
        Field(
            ("城乡", "urban or rural"),
            "is_urban",
            import_words({"城镇": True, "urban": True, "乡村": False, "rural": False}),
        ),
        Field(("负责组织代码", "unit code"), "unit_seen"),
    ),
    find=find_areas,
    shapes=boundaries,
)
GRIDS = Listing(
    key="grids",
    label=_("Grids"),
    fields=(
        Field(("网格代码", "grid code"), "code"),
        Field(("网格名称", "grid name"), "name"),
        Field(("所属区划代码", "area code"), "parent__code"),
    ),
    find=find_grids,
    shapes=boundaries,
)
PREMISES = Listing(
    key="premises",
    label=_("Premises"),
    fields=(
        Field(("小区编号", "premises code"), "code"),
        Field(("小区名称", "premises name"), "name"),
        Field(("所属区划代码", "area code"), "area__code"),
        Field(("类别", "kind"), "kind", import_words(KINDS)),
    ),
    find=find_premises,
)
BUILDINGS = Listing(
    key="buildings",
    label=_("Buildings"),
    fields=(
        Field(("建筑编号", "building code"), "code"),
        Field(("建筑名称", "building name"), "name"),
        Field(("小区编号", "premises code"), "premises__code"),
        Field(("网格代码", "grid code"), "grid__code"),
        Field(("经度", "longitude"), "longitude"),
        Field(("纬度", "latitude"), "latitude"),
        Field(("单元数", "stairwells"), "stairwell_count"),
        Field(("层数", "floors"), "floors"),
        Field(("每层户数", "homes per floor"), "homes_per_floor"),
    ),
    find=find_buildings,
    shapes=points,
)
HOMES = Listing(
    key="homes",
    label=_("Homes"),
    fields=(
        Field(("建筑编号", "building code"), "stairwell__building__code"),
        Field(("居住单元", "stairwell"), "stairwell__number"),
        Field(("楼层", "floor"), "floor"),
        Field(("房号", "door"), "door"),
    ),
    find=find_homes,
)
LISTINGS = (AREAS, GRIDS, PREMISES, BUILDINGS, HOMES)
