"""Reading the tree."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from muster.kernel.actor import WHOLE_TREE, Actor, lies_under

from . import access
from .models import Kind, Twinning, Unit, UnitQuerySet

# SQL: whether there is one tree, so that whoever has powers at its top has them everywhere.
ONLY_ROOT = "(SELECT count(*) FROM units_unit WHERE parent_id IS NULL) = 1"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stood, from a day until before another. No parent: it was the top, or the parent is out of sight."""

    parent: str | None
    was_top: bool
    since: date
    until: date | None


def unit(actor: Actor, *, unit_id: UUID) -> Unit:
    return access.unit_to_see(actor, unit_id)


def unit_with(actor: Actor, *, power: str, unit_id: UUID) -> Unit:
    """For pages that lead to a change: seen, and with this power on it."""
    return access.unit_to(actor, power, unit_id)


def top_units(actor: Actor) -> list[Unit]:
    """The highest units in sight: where the actor's tree begins."""
    paths = set(actor.paths("see"))
    highest = [path for path in paths if not any(path != top and lies_under(path, top) for top in paths)]
    begins = Q(path__in=highest) | Q(parent=None) if WHOLE_TREE in highest else Q(path__in=highest)
    return list(access.units_visible_to(actor).filter(begins).with_child_counts())


def units_with(actor: Actor, *, power: str) -> list[Unit]:
    """The units on which the actor holds this power by a role of their own: not those below."""
    paths = actor.paths(power)
    wanted = Q(path__in=paths) | Q(parent=None) if WHOLE_TREE in paths else Q(path__in=paths)
    return list(access.units_visible_to(actor).standing().filter(wanted).order_by("path__depth", "code"))


def children(actor: Actor, *, unit_id: UUID) -> UnitQuerySet:
    parent = access.unit_to_see(actor, unit_id)
    return Unit.objects.standing().filter(parent=parent).with_child_counts()


def ancestors(actor: Actor, *, unit: Unit) -> UnitQuerySet:
    """From the highest in sight down to the unit itself."""
    return access.units_visible_to(actor).filter(path__above=unit.path).order_by("path__depth")


def find(
    actor: Actor,
    *,
    text: str = "",
    kind: str = "",
    level: str = "",
    parent_id: UUID | None = None,
    locality_id: UUID | None = None,
) -> UnitQuerySet:
    """Units by part of the name or of its pinyin, or by code; by kind and level; right below one; standing in a locality."""
    found = access.units_visible_to(actor).standing()
    if wanted := text.strip():
        by_words = Q(name__contains=wanted) | Q(pinyin__contains=wanted.lower())
        found = found.filter(by_words | Q(code=wanted))
    if kind:
        found = found.filter(kind=kind)
    if level:
        found = found.filter(level=level)
    if parent_id:
        found = found.filter(parent=access.unit_to_see(actor, parent_id))
    if locality_id:
        found = found.filter(locality__path__within=[access.unit_to_see(actor, locality_id).path])
    return found.order_by("path__depth", "code")


def with_parents(actor: Actor, *, units: UnitQuerySet) -> UnitQuerySet:
    """Each with `parent_name`, where the parent is in sight."""
    in_sight = When(parent__path__within=actor.paths("see"), then=F("parent__name"))
    return units.select_related("kind").annotate(parent_name=Case(in_sight, default=Value("")))


def kinds() -> QuerySet[Kind]:
    return Kind.objects.all()


def unit_by_code(actor: Actor, *, code: str) -> Unit:
    found = access.units_visible_to(actor).filter(code=code).first()
    return access.unit_to_see(actor, found.pk if found else UUID(int=0))


def stationed_in(actor: Actor, *, unit: Unit) -> QuerySet[Unit]:
    """Units of a line that stand in this locality: their second reporting line ends here."""
    return (
        access.units_visible_to(actor).standing().filter(locality__path__within=[unit.path]).order_by("code")
    )


def twinnings(actor: Actor, *, unit: Unit, day: date) -> list[Twinning]:
    """With which communities the unit is twinned, and by which units it is looked after, as far as they are in sight."""
    sight = access.units_visible_to(actor)
    of_unit = Q(unit=unit, community__in=sight) | Q(community=unit, unit__in=sight)
    found = Twinning.objects.filter(of_unit, during__contains=day).select_related("unit", "community")
    return list(found.order_by("unit__code", "community__code"))


def locality_of(actor: Actor, *, unit: Unit) -> Unit | None:
    """Where a unit of a line stands, if that is in sight."""
    if unit.locality_id is None:
        return None
    return access.units_visible_to(actor).filter(pk=unit.locality_id).first()


def history(actor: Actor, *, unit: Unit) -> list[Place]:
    """Where the unit stood in the tree, the latest first."""
    paths = list(unit.paths.order_by("-during"))
    above = {path.pk: path.path.split(".")[-2:-1] for path in paths}
    parents = access.units_visible_to(actor).filter(
        pk__in={label for labels in above.values() for label in labels}
    )
    names = {parent.pk.hex: parent.name for parent in parents}
    return [
        Place(
            parent=next((names.get(label) for label in above[path.pk]), None),
            was_top=not above[path.pk],
            since=path.during.lower,
            until=path.during.upper,
        )
        for path in paths
    ]


def names(actor: Actor, *, unit_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those among these units that are in sight."""
    return dict(access.units_visible_to(actor).filter(pk__in=set(unit_ids)).values_list("pk", "name"))


def parents_by_code() -> dict[str, str | None]:
    """Every unit's code and its parent's: for checks of whole files, whatever the actor sees."""
    return dict(Unit.objects.values_list("code", "parent__code"))


def ids_by_code() -> dict[str, UUID]:
    return dict(Unit.objects.standing().values_list("code", "pk"))


def codes_by_name(*, names: Collection[str]) -> dict[str, list[str]]:
    """The codes of the units that bear each name: for checks of whole files, whatever the actor sees."""
    found: dict[str, list[str]] = {}
    for name, code in Unit.objects.standing().filter(name__in=names).values_list("name", "code"):
        found.setdefault(name, []).append(code)
    return found


def rows_by_code(*, codes: Collection[str]) -> dict[str, tuple[Any, ...]]:
    """What is held of these units: name, kind, parent's and locality's code, level, line, area's code, and when it was set up."""
    fields = ("name", "kind_id", "parent__code", "locality__code", "level", "sector", "area_code", "began_on")
    return {
        code: tuple(row) for code, *row in Unit.objects.filter(code__in=codes).values_list("code", *fields)
    }


def kinds_that_count() -> frozenset[str]:
    """Kinds whose units are base-level units."""
    return frozenset(Kind.objects.filter(counts_as_base=True).values_list("code", flat=True))


def count_by_kind(actor: Actor, *, path: str, day: date) -> dict[str, int]:
    """How many units of each kind stand in this subtree on that day."""
    standing = access.units_visible_to(actor).filter(path__within=[path], began_on__lte=day)
    standing = standing.filter(Q(ended_on=None) | Q(ended_on__gt=day))
    return dict(standing.values_list("kind").annotate(n=Count("pk")).order_by("kind__order"))
