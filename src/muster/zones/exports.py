"""Zones as a list and as outlines."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.figures import queries as figures
from muster.kernel.actor import Actor
from muster.kernel.exporting import Asked, Field, Geometry, Listing, id_asked
from muster.kernel.statements import fetch, statement

from . import access, queries
from .forms import FindZones
from .models import Zone
from .outlines import Spot, outlines


def find(actor: Actor, asked: Asked) -> QuerySet[Zone]:
    operation_id, wanted = id_asked(asked, "operation"), FindZones(asked).asked
    unit = figures.unit_to_open(actor, operation_id=operation_id, unit_id=wanted.pop("unit"))
    return queries.zones(actor, operation_id=operation_id, unit_id=unit.pk, **wanted)


def shapes(actor: Actor, asked: Asked, ids: list[UUID]) -> Mapping[UUID, Geometry]:
    """The hull around each zone's own buildings, as the map draws it."""
    seen = access.zones_visible_to(actor).filter(pk__in=ids)
    areas = list(seen.order_by().values_list("area_id", flat=True).distinct())
    spots = fetch(statement("zones", "spots"), {"operation": id_asked(asked, "operation"), "areas": areas})
    wanted = set(ids)
    chosen = [Spot(*spot) for spot in spots if spot[0] in wanted]
    return {UUID(str(zone)): shape for zone, shape in outlines(chosen).items()} if chosen else {}


LISTING = Listing(
    key="zones",
    label=_("Zones"),
    fields=(
        Field(_("Code"), "code"),
        Field(_("Name"), "name"),
        Field(_("Unit"), "unit__name"),
        Field(_("Homes"), "homes"),
        Field(_("Seats"), "seats"),
        Field(_("Filled"), "filled"),
        Field(_("Has a keeper"), "has_keeper"),
    ),
    find=find,
    shapes=shapes,
)
