"""Every list that can be taken out, in one place: its columns, its query and its access are its app's."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.directives import exports as directives
from muster.figures import exports as figures
from muster.kernel.access import require
from muster.kernel.actor import Actor
from muster.kernel.exporting import Asked, Field, Listing, Tuple
from muster.kernel.models import Entry
from muster.operations import queries as operations
from muster.people import exports as people
from muster.places import exports as places
from muster.staffing import exports as staffing
from muster.teams import exports as teams
from muster.units import exports as units
from muster.units import queries as unit_queries
from muster.zones import exports as zones

from . import queries
from .feed import lines
from .forms import FindEntries
from .problems import UnknownListing
from .tables import Table


def find_entries(actor: Actor, asked: Asked) -> QuerySet[Entry]:
    require(actor, "see")
    wanted = FindEntries(asked, operations=operations.operations(actor)).asked
    unit = unit_queries.unit(actor, unit_id=wanted["unit_id"]) if wanted["unit_id"] else None
    return queries.happened(actor, operation_id=wanted["operation_id"], unit=unit, area=wanted["area"])


def tell_entries(actor: Actor, entries: list[Entry]) -> list[Tuple]:
    return [(line.at, line.who, line.text, line.unit) for line in lines(actor, entries)]


JOURNAL = Listing(
    key="journal",
    label=_("Journal"),
    fields=(Field(_("When")), Field(_("Who")), Field(_("What")), Field(_("Unit"))),
    find=find_entries,
    tell=tell_entries,
)
LISTINGS: dict[str, Listing] = {
    listing.key: listing
    for listing in (
        units.LISTING,
        people.LISTING,
        *places.LISTINGS,
        *directives.LISTINGS,
        zones.LISTING,
        teams.LISTING,
        staffing.LISTING,
        figures.LISTING,
        JOURNAL,
    )
}


def listing(key: str) -> Listing:
    if key not in LISTINGS:
        raise UnknownListing(key)
    return LISTINGS[key]


def taken_out(table: Table) -> list[Listing]:
    """What a table's page can take out as it is here; members have a page of their own."""
    keys = {"people": (), "buildings": ("buildings", "homes"), "boundaries": ("areas", "grids")}
    return [LISTINGS[key] for key in keys.get(table.key, (table.key,))]
