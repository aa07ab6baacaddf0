"""Reading places."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from muster.kernel.actor import Actor
from muster.kernel.statements import fetch

from . import access
from .models import Area, AreaLevel, Building, Home, Premises

# For each door asked for, in the order asked: its id, or null.
HOMES = """
SELECT home.id
FROM unnest(%(buildings)s::text[], %(stairwells)s::int[], %(floors)s::int[], %(doors)s::int[])
     WITH ORDINALITY AS wanted (building, stairwell, floor, door, place)
LEFT JOIN places_building building ON building.code = wanted.building
LEFT JOIN places_stairwell stairwell ON stairwell.building_id = building.id AND stairwell.number = wanted.stairwell
LEFT JOIN places_home home
    ON home.stairwell_id = stairwell.id AND home.floor = wanted.floor AND home.door = wanted.door
ORDER BY wanted.place
"""
SHRUNK = """
SELECT wanted.place - 1
FROM unnest(%(codes)s::text[], %(homes)s::int[]) WITH ORDINALITY AS wanted (code, homes, place)
JOIN places_building building ON building.code = wanted.code
WHERE wanted.homes < (SELECT count(*) FROM places_stairwell stairwell JOIN places_home home ON home.stairwell_id = stairwell.id
                      WHERE stairwell.building_id = building.id)
"""


def areas(actor: Actor, *, level: AreaLevel) -> QuerySet[Area]:
    return access.areas_visible_to(actor).filter(level=level, successor=None).order_by("code")


def area_ids_by_code(level: AreaLevel | None = None) -> dict[str, UUID]:
    """Every area's id by its code: for checks of whole files, whatever the actor sees."""
    found = Area.objects.all() if level is None else Area.objects.filter(level=level)
    return dict(found.values_list("code", "pk"))


def premises_ids_by_code() -> dict[str, UUID]:
    return dict(Premises.objects.values_list("code", "pk"))


def home_ids(
    *,
    buildings: Sequence[str | None],
    stairwells: Sequence[int | None],
    floors: Sequence[int | None],
    doors: Sequence[int | None],
) -> list[UUID | None]:
    """The home behind each door named by building code, stairwell number, floor and door; None where there is none."""
    values = {"buildings": buildings, "stairwells": stairwells, "floors": floors, "doors": doors}
    return [home for (home,) in fetch(HOMES, {key: list(value) for key, value in values.items()})]


def shrunk_buildings(*, codes: Sequence[str], homes: Sequence[int]) -> list[int]:
    """Which of these buildings (by their place in the list) have more homes already than they would be given."""
    return [place for (place,) in fetch(SHRUNK, {"codes": list(codes), "homes": list(homes)})]


def areas_held(*, codes: Collection[str]) -> dict[str, tuple[Any, ...]]:
    """Name, level, the parent's code, whether it is urban, the unit's code."""
    fields = ("name", "level", "parent__code", "is_urban", "unit__code")
    return _held(Area.objects.filter(code__in=codes), fields)


def premises_held(*, codes: Collection[str]) -> dict[str, tuple[Any, ...]]:
    return _held(Premises.objects.filter(code__in=codes), ("name", "area__code", "kind"))


def buildings_held(*, codes: Collection[str]) -> dict[str, tuple[Any, ...]]:
    """As a file gives them, with the number of stairwells."""
    fields = (
        "name",
        "premises__code",
        "grid__code",
        "longitude",
        "latitude",
        "n",
        "floors",
        "homes_per_floor",
    )
    return _held(Building.objects.filter(code__in=codes).annotate(n=Count("stairwells")), fields)


def _held(found: QuerySet[Any], fields: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    return {code: tuple(row) for code, *row in found.values_list("code", *fields)}


def compounds(actor: Actor) -> QuerySet[Premises]:
    return access.premises_visible_to(actor).filter(kind="compound").order_by("code")


def buildings_in(actor: Actor, *, area: Area) -> QuerySet[Building]:
    access.area_to_see(actor, area.pk)
    return Building.objects.filter(area=area).order_by("code")


def boundaries(actor: Actor, *, unit_ids: Collection[UUID]) -> QuerySet[Area]:
    """The areas with an outline for which these units answer."""
    drawn = access.areas_visible_to(actor).filter(unit__in=unit_ids, boundary__isnull=False, successor=None)
    return drawn.exclude(level=AreaLevel.GRID).order_by("code")


def address(*, home_id: UUID) -> str:
    """A door as people write it: compound, block, stairwell, floor, door."""
    home = Home.objects.select_related("stairwell__building__premises").get(pk=home_id)
    building = home.stairwell.building
    around = f"{building.premises.name} " if building.premises else ""
    return f"{around}{building.name} {home.stairwell.number}-{home.floor}-{home.door}"
