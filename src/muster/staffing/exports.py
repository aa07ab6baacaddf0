"""Vacant seats as a list."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.figures import queries as figures
from muster.kernel.actor import Actor
from muster.kernel.exporting import Asked, Field, Listing, Tuple, id_asked

from . import queries
from .forms import FindVacancies
from .models import Seat
from .words import title, why


def find(actor: Actor, asked: Asked) -> QuerySet[Seat]:
    operation_id, wanted = id_asked(asked, "operation"), FindVacancies(asked).asked
    unit = figures.unit_to_open(actor, operation_id=operation_id, unit_id=wanted.pop("unit"))
    return queries.vacancies(actor, operation_id=operation_id, unit_id=unit.pk, **wanted)


def tell(actor: Actor, seats: list[Any]) -> list[Tuple]:  # noqa: ARG001 - every listing's has it
    return [
        (seat.get_group_kind_display(), seat.group_name, title(seat), seat.unit.name, why(seat))
        for seat in seats
    ]


LISTING = Listing(
    key="vacancies",
    label=_("Vacant seats"),
    fields=(
        Field(_("Zone or team")),
        Field(_("Name")),
        Field(_("Seat")),
        Field(_("Unit")),
        Field(_("Vacant because")),
    ),
    find=find,
    tell=tell,
)
