"""Teams as a list."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.figures import queries as figures
from muster.kernel.actor import Actor
from muster.kernel.exporting import Asked, Field, Listing, id_asked, words_of

from . import queries
from .forms import FindTeams
from .models import Team, TeamKind


def find(actor: Actor, asked: Asked) -> QuerySet[Team]:
    operation_id, wanted = id_asked(asked, "operation"), FindTeams(asked).asked
    unit = figures.unit_to_open(actor, operation_id=operation_id, unit_id=wanted.pop("unit"))
    return queries.teams(actor, operation_id=operation_id, unit_id=unit.pk, **wanted)


LISTING = Listing(
    key="teams",
    label=_("Teams"),
    fields=(
        Field(_("Kind"), "kind", words_of(TeamKind.choices)),
        Field(_("Name"), "name"),
        Field(_("Unit"), "unit__name"),
        Field(_("Task"), "task"),
        Field(_("Seats"), "seats"),
        Field(_("Filled"), "filled"),
        Field(_("Has a leader"), "has_leader"),
    ),
    find=find,
)
