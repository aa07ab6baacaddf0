"""What spans apps: what happened, what is late, what a person has to do, what a word finds."""

from pathlib import Path
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict

from muster.kernel.actor import Actor
from muster.kernel.exporting import Listing
from muster.kernel.models import Entry
from muster.kernel.personal import Purpose
from muster.operations import access as operations
from muster.units import access as units
from muster.units.models import Unit

from . import access, files
from .models import Export, Upload
from .phrases import OF_OPERATIONS, OF_UNITS


def happened(
    actor: Actor,
    *,
    operation_id: UUID | None = None,
    unit: Unit | None = None,
    area: str = "",
    before: UUID | None = None,
) -> QuerySet[Entry]:
    """The journal as far as this actor may read it, the newest first.

    Auditors read all of it. Others read what they did, what happened at the units in sight, and the course of the operations in
    sight; never what another person did for themselves.
    """
    found = Entry.objects.all() if actor.holds("audit") else _in_sight(actor)
    if operation_id is not None:
        found = found.filter(operation_id=operation_id)
    if unit is not None:
        found = found.filter(Q(unit_id=unit.pk) | Q(subject_id=unit.pk))
    if area:
        found = found.filter(event__startswith=f"{area}.")
    if before is not None:
        found = found.filter(pk__lt=before)
    return found.order_by("-pk")


def uploads(actor: Actor) -> QuerySet[Upload]:
    """One's own, the newest first."""
    return access.uploads_visible_to(actor).order_by("-pk")


def upload(actor: Actor, *, upload_id: UUID) -> Upload:
    return access.upload_to_see(actor, upload_id)


def faults_of(actor: Actor, *, upload_id: UUID) -> tuple[Upload, Path]:
    """The sheet of a file's wrong rows."""
    found = access.upload_with_faults(actor, upload_id)
    return found, files.place_of(found.faults_as)


def export_with_file(actor: Actor, *, export_id: UUID) -> tuple[Export, Path]:
    """What one took out oneself, while it is kept."""
    export = access.export_to_read(actor, export_id)
    return export, files.place_of(export.stored_as)


def purposes_of_clear(actor: Actor, *, listing: Listing, query: str) -> list[Purpose]:
    """For what a list may be taken out in clear; raises what taking it out would."""
    access.unit_of_clear(actor, listing, QueryDict(query))
    return [purpose for purpose in Purpose if access.keys_in_clear(listing, purpose)]


def _in_sight(actor: Actor) -> QuerySet[Entry]:
    own = Q(person_id=actor.person_id, person_id__isnull=False)
    at_units = Q(event__in=OF_UNITS, unit_id__in=units.units_visible_to(actor).values("pk"))
    seen = operations.operations_visible_to(actor).values("pk")
    of_operations = Q(event__in=OF_OPERATIONS, operation_id__in=seen)
    return Entry.objects.filter(own | at_units | of_operations)
