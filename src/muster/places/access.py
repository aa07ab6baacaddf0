"""Which places an actor sees: those for which a unit in sight answers, and what lies in them."""

from uuid import UUID

from django.db.models import Q, QuerySet

from muster.kernel.actor import Actor
from muster.kernel.problems import NotFound

from .models import Area, Premises


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
