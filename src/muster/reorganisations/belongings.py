"""What of a unit's belongings a plan speaks of: areas that become one, people who live where a new unit begins."""

from uuid import UUID

from django.db.models import Count

from muster.kernel.statements import fetch, statement
from muster.places.models import Area, AreaLevel

from .planned import Plan
from .problems import NoOneArea


def areas_to_join(plan: Plan) -> list[tuple[UUID, UUID]]:
    """Each area of the units that go, with the one area of its level of the unit that takes over."""
    if not plan.joins_areas:
        return []
    standing = Area.objects.filter(successor=None).exclude(level=AreaLevel.GRID)
    into = {area.level: area.pk for area in standing.filter(unit=plan.into_id)}
    going = list(standing.filter(unit__in=plan.unit_ids).exclude(unit=plan.into_id).order_by("code"))
    levels = standing.filter(unit=plan.into_id).values("level").annotate(n=Count("pk"))
    if any(row["n"] > 1 for row in levels) or any(area.level not in into for area in going):
        raise NoOneArea
    return [(area.pk, into[area.level]) for area in going]


def residents(plan: Plan) -> tuple[str, ...]:
    """Members of the unit that is split who live in the areas that go."""
    if not plan.takes_residents:
        return ()
    values = {"unit": plan.unit_ids[0], "areas": list(plan.only)}
    return tuple(str(person) for (person,) in fetch(statement("reorganisations", "residents"), values))
