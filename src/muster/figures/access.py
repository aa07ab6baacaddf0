"""Whoever sees a unit sees its figures; rows that name people are for those who may read lists of people there."""

from uuid import UUID

from muster.kernel.actor import Actor
from muster.kernel.figure import OfRows
from muster.kernel.problems import NotFound
from muster.operations import access as operations
from muster.operations.models import Operation
from muster.units import access as units
from muster.units.models import Unit


def operation_to_read(actor: Actor, operation_id: UUID, unit: Unit) -> Operation:
    """The operation, if the actor sees it and the unit."""
    if not actor.may("see", unit.path):
        raise NotFound
    return operations.operation_to_see(actor, operation_id)


def unit_to_open(actor: Actor, operation_id: UUID, unit_id: UUID | None) -> Unit:
    """The unit asked for; else the operation's; else the highest that the actor sees under it."""
    if unit_id is not None:
        return units.unit_to_see(actor, unit_id)
    operation = operations.operation_to_see(actor, operation_id)
    below = units.units_visible_to(actor).filter(path__within=[operation.unit.path])
    unit = below.order_by("path__depth", "code").first()
    if unit is None:
        raise NotFound
    return unit


def power_to_list(figure: OfRows) -> str:
    """What one must hold to read the rows behind a figure: more where they name people."""
    return "see_people" if any(column.is_personal for column in figure.columns) else "see"
