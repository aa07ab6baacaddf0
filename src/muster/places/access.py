"""Which places an actor sees: those for which a unit in sight answers, and what lies in them."""

from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from muster.kernel.actor import Actor
from muster.kernel.problems import NotFound

from .models import Area, Building, Home, Premises, Stairwell


def areas_visible_to(actor: Actor) -> QuerySet[Area]:
    """Grids have no unit of their own; their community's answers for them."""
    paths = actor.paths("see")
    return Area.objects.filter(Q(unit__path__within=paths) | Q(unit=None, parent__unit__path__within=paths))


def area_to_see(actor: Actor, area_id: UUID) -> Area:
    area = areas_visible_to(actor).filter(pk=area_id).first()
    if area is None:
        raise NotFound
    return area


def premises_visible_to(actor: Actor) -> QuerySet[Premises]:
    return Premises.objects.filter(area__unit__path__within=actor.paths("see"))


def buildings_visible_to(actor: Actor) -> QuerySet[Building]:
    """Each with `stairwell_count`."""
    counted = (
        Stairwell.objects.filter(building=OuterRef("pk"))
        .order_by()
        .values("building")
        .annotate(n=Count("pk"))
    )
    found = Building.objects.filter(area__unit__path__within=actor.paths("see"))
    return found.annotate(stairwell_count=Coalesce(Subquery(counted.values("n")), 0))


def homes_visible_to(actor: Actor) -> QuerySet[Home]:
    return Home.objects.filter(stairwell__building__area__unit__path__within=actor.paths("see"))
