"""Uploads are their sender's alone; what was taken out is for whoever took it."""

from uuid import UUID

from django.db.models import QuerySet

from muster.kernel.access import require
from muster.kernel.actor import Actor
from muster.kernel.exporting import Asked, Listing
from muster.kernel.problems import NotFound
from muster.privacy.registry import of_key

from .models import Export, Source, Upload, UploadState
from .problems import ExportGone, NothingToMend, UploadGone, UploadNotSound


def uploads_visible_to(actor: Actor) -> QuerySet[Upload]:
    return Upload.objects.filter(person=actor.person_id, person__isnull=False).select_related("job")


def upload_to_see(actor: Actor, upload_id: UUID) -> Upload:
    require(actor, "import")
    upload = uploads_visible_to(actor).filter(pk=upload_id).first()
    if upload is None:
        raise NotFound
    return upload


def upload_to_read(actor: Actor, upload_id: UUID) -> Upload:
    """With its file still there."""
    upload = upload_to_see(actor, upload_id)
    if not upload.stored_as:
        raise UploadGone
    return upload


def upload_to_check(actor: Actor, upload_id: UUID) -> Upload:
    """Locked, with its file still there."""
    upload_to_see(actor, upload_id)
    Upload.objects.select_for_update().get(pk=upload_id)
    return upload_to_read(actor, upload_id)


def upload_to_bring_in(actor: Actor, upload_id: UUID) -> Upload:
    upload = upload_to_check(actor, upload_id)
    if upload.state != UploadState.SOUND:
        raise UploadNotSound
    return upload


def upload_to_mend(actor: Actor, upload_id: UUID) -> Upload:
    """Locked, with the sheet of its wrong rows still there."""
    upload = upload_to_check(actor, upload_id)
    if not upload.faults_as or upload.is_at_work:
        raise NothingToMend
    return upload


def upload_with_faults(actor: Actor, upload_id: UUID) -> Upload:
    upload = upload_to_read(actor, upload_id)
    if not upload.faults_as:
        raise NothingToMend
    return upload


def sources_told_of(table: str) -> dict[str, dict[str, str]]:
    """What was said of the columns of this table, by the mark of a header row: nobody's data, and everybody's help."""
    return dict(Source.objects.filter(table=table).values_list("fingerprint", "matched"))


def unit_of_clear(actor: Actor, listing: Listing, asked: Asked) -> UUID:
    """For whose sake a list may be taken out in clear: the unit where the actor holds the power for that."""
    if listing.in_clear is None:
        raise NotFound
    return listing.in_clear(actor, asked)


def keys_in_clear(listing: Listing, purpose: str) -> list[str]:
    """What of a list is in clear for a purpose: no more than the register allows for it."""
    lines = [of_key(key) for key in listing.masked_keys]
    return [line.key for line in lines if line and line.clear and purpose in line.clear.purposes]


def export_to_read(actor: Actor, export_id: UUID) -> Export:
    """With its file there."""
    export = Export.objects.filter(pk=export_id, person=actor.person_id, person__isnull=False).first()
    if export is None:
        raise NotFound
    if not export.stored_as:
        raise ExportGone
    return export
