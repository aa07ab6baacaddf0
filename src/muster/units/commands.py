"""Every write to the tree."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import date

from django.db import transaction

from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.statements import copy_rows, execute, fetch, statement

from . import rules
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


@dataclass(frozen=True, slots=True)
class Written:
    created: int
    changed: int


@transaction.atomic
def put_units(actor: Actor, *, rows: Iterable[UnitRow], day: date) -> Written:
    """Create and change units in bulk; what is the same already is left alone. Paths change from `day` on."""
    execute(statement("units", "stage"))
    copy_rows("units_incoming", [field.name for field in fields(UnitRow)], (astuple(row) for row in rows))
    if loop := rules.cycle_in(dict(fetch(PARENTS))):
        raise OwnAncestor(" → ".join(loop))
    _require_own(actor)
    ((created, changed),) = fetch(statement("units", "put"))
    execute(statement("units", "repath"), {"day": day})
    _require_own(actor)
    execute("TRUNCATE units_incoming")
    if created or changed:
        record(actor, "units.put", count=created + changed, created=created, changed=changed)
    return Written(created=created, changed=changed)


def _require_own(actor: Actor) -> None:
    """Before: what is changed must be the actor's. After: where it went, and what was created, must be too."""
    ((outside,),) = fetch(TOUCHED_OUTSIDE, [list(actor.paths("import"))])
    if outside:
        raise OutsideYourUnits(outside)
