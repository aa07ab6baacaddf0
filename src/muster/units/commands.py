"""Every write to the tree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from muster.kernel.actor import Actor
from muster.kernel.journal import record
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
from .models import Level, Unit, UnitPath
from .problems import OutsideYourUnits, OwnAncestor

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
    parent = access.unit_to(actor, "approve", parent_id)
    Unit.objects.select_for_update(no_key=True).get(pk=parent.pk)  # the running number is one at a time
    number = Unit.objects.filter(parent=parent, kind_id=kind).count() + 1
    unit = Unit(
        code=f"{parent.code}-{number}",
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


def _require_own(actor: Actor) -> None:
    """Before: what is changed must be the actor's. After: where it went, and what was created, must be too."""
    ((outside,),) = fetch(TOUCHED_OUTSIDE, [list(actor.paths("import"))])
    if outside:
        raise OutsideYourUnits(outside)
