"""A unit's figures as a list."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from muster.kernel.actor import Actor
from muster.kernel.exporting import Asked, Field, Listing, Tuple, id_asked

from . import queries
from .forms import Look


def find(actor: Actor, asked: Asked) -> list[Any]:
    operation_id, look = id_asked(asked, "operation"), Look(asked)
    unit = queries.unit_to_open(actor, operation_id=operation_id, unit_id=look.unit_id)
    return queries.figures_of(actor, operation_id=operation_id, unit=unit, as_of=look.day)


def tell(actor: Actor, readings: list[Any]) -> list[Tuple]:  # noqa: ARG001 - every listing's has it
    return [
        (one.key, str(one.label), one.value, one.measure, one.change, one.as_of, str(one.figure.definition))
        for one in readings
    ]


LISTING = Listing(
    key="figures",
    label=_("Figures"),
    fields=(
        Field(_("Key")),
        Field(_("Figure")),
        Field(_("Value")),
        Field(_("Measure")),
        Field(_("Change that day")),
        Field(_("As of")),
        Field(_("Definition")),
    ),
    find=find,
    tell=tell,
)
