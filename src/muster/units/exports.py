"""The tree as a list, in the columns that bring it in."""

from django.db.models import Case, F, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from muster.kernel.access import require
from muster.kernel.actor import Actor
from muster.kernel.exporting import Asked, Field, Listing, import_words

from . import queries
from .forms import FindUnits
from .imports import KINDS, LAYOUT, LEVELS
from .models import Unit

WORDS = {column.key: column.headers for column in LAYOUT.columns}


def find(actor: Actor, asked: Asked) -> QuerySet[Unit]:
    """Parents and localities out of sight are left out, as they are on the page."""
    require(actor, "see")
    found = queries.find(actor, **FindUnits(asked).asked)
    paths = actor.paths("see")
    return found.annotate(
        parent_seen=_if_in_sight("parent", paths), locality_seen=_if_in_sight("locality", paths)
    )


def _if_in_sight(unit: str, paths: tuple[str, ...]) -> Case:
    return Case(When(**{f"{unit}__path__within": paths}, then=F(f"{unit}__code")), default=Value(""))


LISTING = Listing(
    key="units",
    label=_("Units"),
    fields=(
        Field(WORDS["code"], "code"),
        Field(WORDS["name"], "name"),
        Field(WORDS["kind"], "kind_id", import_words(KINDS)),
        Field(WORDS["parent"], "parent_seen"),
        Field(WORDS["locality"], "locality_seen"),
        Field(WORDS["level"], "level", import_words(LEVELS)),
        Field(WORDS["sector"], "sector"),
        Field(WORDS["area"], "area_code"),
        Field(WORDS["began_on"], "began_on"),
    ),
    find=find,
)
