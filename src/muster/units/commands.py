"""Every write to the tree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.pinyin import searchable
from muster.kernel.problems import NotFound
from muster.kernel.statements import (
    Written,
    columns_of,
    copy_rows,
    execute,
    fetch,
    learn,
    statement,
    tuples_of,
)

from . import access, rules
from .models import Level, Twinning, Unit, UnitPath
from .problems import MovedSince, OutsideYourUnits, OwnAncestor

TOUCHED_OUTSIDE = """
SELECT count(*) FROM units_incoming row LEFT JOIN units_unit unit ON unit.code = row.code
WHERE unit.id IS NOT NULL AND NOT unit.path <@ ANY(%s::ltree[])
"""
PARENTS = """
SELECT code, parent_code FROM units_incoming
UNION ALL
SELECT child.code, parent.code FROM units_unit child LEFT JOIN units_unit parent ON parent.id = child.parent_id
WHERE child.code NOT IN (SELECT code FROM units_incoming)
"""


LAST_NUMBER = r"""
SELECT coalesce(max(number::int), 0) FROM units_unit CROSS JOIN LATERAL substr(code, length(%s) + 1) AS number
WHERE starts_with(code, %s) AND number ~ '^[0-9]{1,6}$'
"""
PARENTS_BY_ID = "SELECT id::text, parent_id::text FROM units_unit"


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit as it comes in; parents and localities by code, which may be a row of the same batch."""

    code: str
    name: str
    pinyin: str
    kind: str
    parent_code: str | None
    locality_code: str | None
    level: str
    is_base: bool
    sector: str
    area_code: str
    began_on: date


@transaction.atomic
def put_units(actor: Actor, *, rows: Iterable[UnitRow], day: date) -> Written:
    """Create and change units in bulk; what is the same already is left alone. Paths change from `day` on."""
    access.tree_to_change()
    execute(statement("units", "stage"))
    copy_rows("units_incoming", columns_of(UnitRow), tuples_of(UnitRow, rows))
    if loop := rules.cycle_in(dict(fetch(PARENTS))):
        raise OwnAncestor(" → ".join(loop))
    _require_own(actor)
    ((created, changed),) = fetch(statement("units", "put"))
    execute(statement("units", "repath"), {"day": day})
    _require_own(actor)
    execute("TRUNCATE units_incoming")
    learn("units_unit", "units_unitpath", written=created + changed)
    if created or changed:
        record(actor, "units.put", count=created + changed, created=created, changed=changed)
    return Written(created=created, changed=changed)


@transaction.atomic
def open_unit(actor: Actor, *, parent_id: UUID, name: str, pinyin: str, kind: str, day: date) -> Unit:
    """Set up one unit below another, with approval; its code is the parent's and a running number."""
    access.tree_at_rest()
    parent = access.standing_unit_to(actor, "approve", parent_id)
    Unit.objects.select_for_update(no_key=True).get(pk=parent.pk)  # the running number is one at a time
    unit = Unit(
        code=_next_code(parent),
        name=name,
        pinyin=pinyin,
        kind_id=kind,
        level=Level.OTHER,
        is_base=False,
        parent=parent,
        began_on=day,
    )
    unit.path = f"{parent.path}.{unit.pk.hex}"
    unit.save(force_insert=True)
    UnitPath.objects.create(unit=unit, path=unit.path, during=(day, None))
    record(actor, "units.opened", unit, unit_id=parent.pk)
    return unit


@transaction.atomic
def end_unit(actor: Actor, *, unit_id: UUID, day: date) -> Unit:
    """The unit no longer stands after this day; its history stays."""
    unit = access.unit_to(actor, "approve", unit_id)
    Unit.objects.filter(pk=unit.pk, ended_on=None).update(ended_on=day)
    record(actor, "units.ended", unit, unit_id=unit.pk)
    return unit


@transaction.atomic
def twin_units(actor: Actor, *, unit_id: UUID, code: str, day: date) -> Twinning:
    """The unit looks after the community with this code from a day on. Twice is once."""
    access.tree_at_rest()
    unit = access.standing_unit_to(actor, "approve", unit_id)
    found = access.units_visible_to(actor).standing().filter(code=code.strip()).exclude(pk=unit.pk).first()
    if found is None:
        raise NotFound
    held = Twinning.objects.filter(unit=unit, community=found, during__contains=day).first()
    if held is not None:
        return held
    made = Twinning.objects.create(unit=unit, community=found, during=(day, None))
    record(actor, "units.twinned", unit, unit_id=unit.pk, community=found.pk)
    return made


@transaction.atomic
def end_twinning(actor: Actor, *, twinning_id: UUID, day: date) -> Twinning:
    """The unit no longer looks after it from this day on."""
    held = access.twinning_to_end(actor, twinning_id)
    if held.during.lower >= day:
        Twinning.objects.filter(pk=held.pk).delete()
    else:
        Twinning.objects.filter(pk=held.pk).update(during=(held.during.lower, day))
    record(actor, "units.twinning_ended", held.unit, unit_id=held.unit_id, community=held.community_id)
    return held


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a reorganisation decides about one unit: each value as it will be."""

    id: UUID
    name: str
    parent_id: UUID | None
    ended_on: date | None = None
    successor_id: UUID | None = None


@transaction.atomic
def split_off(actor: Actor, *, unit_id: UUID, new_id: UUID, name: str, day: date) -> Unit:
    """A new unit beside one that stands, of its kind and level. It has no place until the tree is settled."""
    beside = access.standing_unit_to(actor, "approve", unit_id)
    return Unit.objects.create(
        id=new_id,
        code=_next_code(beside),
        name=name,
        pinyin=searchable(name),
        kind=beside.kind,
        level=beside.level,
        is_base=beside.is_base,
        sector=beside.sector,
        parent_id=beside.parent_id,
        locality_id=beside.locality_id,
        path="",
        began_on=day,
    )


@transaction.atomic
def shape_units(actor: Actor, *, shapes: Iterable[Shape]) -> None:
    """Name, place below, end and succeed these units. Call `settle_tree` once everything is where it belongs."""
    for shape in shapes:
        unit = Unit.objects.get(pk=shape.id)
        if unit.path:  # one just split off has none yet
            access.require(actor, "approve", unit)
        unit.pinyin = unit.pinyin if unit.name == shape.name else searchable(shape.name)
        unit.name, unit.parent_id = shape.name, shape.parent_id
        unit.ended_on, unit.successor_id = shape.ended_on, shape.successor_id
        unit.save(update_fields=["name", "pinyin", "parent_id", "ended_on", "successor_id"])


@transaction.atomic
def settle_tree(actor: Actor, *, day: date) -> int:  # noqa: ARG001 - what led here was decided and is journaled there
    """Give every unit the path that follows from its parents, from `day` on; how many have another than before."""
    if loop := rules.cycle_in(dict(fetch(PARENTS_BY_ID))):
        names = dict(Unit.objects.filter(pk__in=loop).values_list("pk", "name"))
        raise OwnAncestor(" → ".join(names[UUID(unit_id)] for unit_id in loop))
    if stays := fetch(statement("units", "moved_since"), {"day": day}):
        raise MovedSince(*stays[0])
    moved = execute(statement("units", "repath"), {"day": day})
    twins = fetch(statement("units", "rejoin"), {"day": day})
    for earlier_id, since in twins:
        UnitPath.objects.filter(pk=earlier_id).update(during=(since, None))
    return moved


def _next_code(unit: Unit) -> str:
    """The unit's own and a running number; units that moved away keep theirs, so it is not a count."""
    ((last,),) = fetch(LAST_NUMBER, [f"{unit.code}-"] * 2)
    return f"{unit.code}-{last + 1}"


def _require_own(actor: Actor) -> None:
    """Before: what is changed must be the actor's. After: where it went, and what was created, must be too."""
    ((outside,),) = fetch(TOUCHED_OUTSIDE, [list(actor.paths("import"))])
    if outside:
        raise OutsideYourUnits(outside)
