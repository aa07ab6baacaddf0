"""Reading the tree."""

from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from muster.kernel.actor import Actor

from . import access
from .models import Kind, Unit, UnitQuerySet


def unit(actor: Actor, *, unit_id: UUID) -> Unit:
    return access.unit_to_see(actor, unit_id)


def top_units(actor: Actor) -> list[Unit]:
    """The highest units in sight: where the actor's tree begins."""
    tops = access.units_visible_to(actor).filter(path__in=actor.paths("see")).with_child_counts()
    whole = (
        access.units_visible_to(actor).filter(parent=None).with_child_counts()
        if "" in actor.paths("see")
        else []
    )
    return list({top.pk: top for top in (*whole, *tops)}.values())


def children(actor: Actor, *, unit_id: UUID) -> UnitQuerySet:
    parent = access.unit_to_see(actor, unit_id)
    return Unit.objects.standing().filter(parent=parent).with_child_counts()


def ancestors(actor: Actor, *, unit: Unit) -> UnitQuerySet:
    """From the highest in sight down to the unit itself."""
    return access.units_visible_to(actor).filter(path__above=unit.path).order_by("path__depth")


def find(actor: Actor, *, text: str) -> UnitQuerySet:
    """Units by part of the name, of its pinyin, or by code."""
    wanted = text.strip()
    by_words = (
        Q(name__contains=wanted) | Q(pinyin__startswith=wanted.lower()) | Q(pinyin__contains=wanted.lower())
    )
    return (
        access.units_visible_to(actor)
        .standing()
        .filter(by_words | Q(code=wanted))
        .order_by("path__depth", "code")
    )


def unit_by_code(actor: Actor, *, code: str) -> Unit:
    found = access.units_visible_to(actor).filter(code=code).first()
    return access.unit_to_see(actor, found.pk if found else UUID(int=0))


def stationed_in(actor: Actor, *, unit: Unit) -> QuerySet[Unit]:
    """Units of a line that stand in this locality: their second reporting line ends here."""
    return (
        access.units_visible_to(actor).standing().filter(locality__path__within=[unit.path]).order_by("code")
    )


def parents_by_code() -> dict[str, str | None]:
    """Every unit's code and its parent's: for checks of whole files, whatever the actor sees."""
    return dict(Unit.objects.values_list("code", "parent__code"))


def ids_by_code() -> dict[str, UUID]:
    return dict(Unit.objects.standing().values_list("code", "pk"))


def kinds_that_count() -> frozenset[str]:
    """Kinds whose units are base-level units."""
    return frozenset(Kind.objects.filter(counts_as_base=True).values_list("code", flat=True))


def count_by_kind(actor: Actor, *, path: str, day: date) -> dict[str, int]:
    """How many units of each kind stand in this subtree on that day."""
    standing = access.units_visible_to(actor).filter(path__within=[path], began_on__lte=day)
    standing = standing.filter(Q(ended_on=None) | Q(ended_on__gt=day))
    return dict(standing.values_list("kind").annotate(n=Count("pk")).order_by("kind__order"))
