"""Directives, and what each unit did with one, as lists."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.actor import Actor
from muster.kernel.exporting import Asked, Field, Listing, Tuple, id_asked, words_of

from . import queries
from .forms import Filters
from .models import Delivery, DeliveryState, Directive


def find_directives(actor: Actor, asked: Asked) -> QuerySet[Directive]:
    return queries.directives(actor, operation_id=id_asked(asked, "operation"), **Filters(asked).asked)


def tell(actor: Actor, directives: list[Any]) -> list[Tuple]:  # noqa: ARG001 - every listing's has it
    return [
        (
            found.document_number,
            found.title,
            found.get_kind_display(),
            found.get_state_display(),
            found.issuing_unit.name,
            found.issued_at,
            found.due_on,
        )
        for found in directives
    ]


def find_deliveries(actor: Actor, asked: Asked) -> QuerySet[Delivery]:
    """One directive's, unit by unit; never of what is voluntary."""
    return queries.deliveries(actor, directive_id=id_asked(asked, "directive"))


DIRECTIVES = Listing(
    key="directives",
    label=_("Directives"),
    fields=(
        Field(_("Document number")),
        Field(_("Title")),
        Field(pgettext_lazy("directive", "Kind")),
        Field(_("State")),
        Field(_("Issued by")),
        Field(_("Issued at")),
        Field(_("Due on")),
    ),
    find=find_directives,
    tell=tell,
)
DELIVERIES = Listing(
    key="deliveries",
    label=pgettext_lazy("directive", "Deliveries"),
    fields=(
        Field(_("Unit code"), "unit__code"),
        Field(_("Unit"), "unit__name"),
        Field(_("State"), "state", words_of(DeliveryState.choices)),
        Field(_("Accepted at"), "accepted_at"),
        Field(_("Done at"), "done_at"),
        Field(_("Members"), "members"),
        Field(_("Members who read it"), "members_read"),
        Field(_("Members who were told"), "members_told"),
    ),
    find=find_deliveries,
)
LISTINGS = (DIRECTIVES, DELIVERIES)
