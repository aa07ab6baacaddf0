"""Receiving files and bringing them in; taking lists out."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import get_language

from muster.kernel.access import require
from muster.kernel.actor import Actor
from muster.kernel.cells import MEGABYTE, Limits
from muster.kernel.commands import start_job
from muster.kernel.exporting import Listing, size_of
from muster.kernel.jobs import Progress, silent
from muster.kernel.journal import record
from muster.kernel.parsers import folded
from muster.kernel.problems import JobStopped, Problem
from muster.kernel.sheets import FileRefused
from muster.operations import queries as operations
from muster.people import queries as people
from muster.people.access import oneself
from muster.privacy.commands import note_unmasking

from . import access, files
from .importing import Outcome, Try, bring_rows, bring_shapes, refusal
from .models import Export, Source, Upload, UploadState
from .problems import UnknownFormat
from .tables import RowTable, row_table, table

MOST_BYTES = Limits().file_bytes
KEPT_FOR = timedelta(hours=24)
FILENAME_LENGTH = 200
Write = Callable[..., int]  # an export into a file: how many rows
AT_ONCE = 20_000  # rows that the answer to a request may hold


@transaction.atomic
def import_file(
    actor: Actor,
    *,
    layout: str,
    source: Path,
    filename: str,
    day: date,
    dry_run: bool = False,
    trial: Try = Try(),  # noqa: B008 - frozen
    progress: Progress = silent,
) -> Outcome:
    """Bring one file in, whole or not at all; a dry run does the same and takes it back. Paths and rolls change from `day` on."""
    require(actor, "import")
    chosen = table(layout)
    if isinstance(chosen, RowTable):
        outcome = bring_rows(
            actor,
            chosen,
            source=source,
            filename=filename,
            day=day,
            progress=progress,
            trial=trial,
            dry_run=dry_run,
        )
    else:
        outcome = bring_shapes(actor, chosen, source=source, progress=progress)
    if dry_run or not outcome.is_sound:
        transaction.set_rollback(True)
    return outcome


@transaction.atomic
def receive_upload(actor: Actor, *, layout: str, file: File[bytes]) -> Upload:
    """Keep a file and start the job that checks it."""
    require(actor, "import")
    chosen = table(layout)
    if file.size > MOST_BYTES:
        raise FileRefused("too_large", most=MOST_BYTES // MEGABYTE)
    kept = files.keep(file.chunks())
    upload = Upload.objects.create(
        person_id=oneself(actor),
        table=chosen.key,
        filename=Path(file.name or chosen.key).name[-FILENAME_LENGTH:],
        size=kept.size,
        sha256=kept.sha256,
        stored_as=kept.name,
        created_at=actor.now,
    )
    record(actor, "console.upload_received", upload, table=chosen.key)
    return _queued(actor, upload, "console.check_upload")


@transaction.atomic
def check_again(actor: Actor, *, upload_id: UUID) -> Upload:
    """Check a file once more: what it needs may have come in since."""
    upload = access.upload_to_check(actor, upload_id)
    if upload.is_at_work:
        return upload
    upload.state, upload.outcome = UploadState.RECEIVED, {}
    return _queued(actor, upload, "console.check_upload")


@transaction.atomic
def match_columns(actor: Actor, *, upload_id: UUID, matched: dict[str, str]) -> Upload:
    """Say which column is which, for this file and for all to come with the same headers; and check it again."""
    upload = access.upload_to_check(actor, upload_id)
    if upload.is_at_work:
        return upload
    fingerprint = upload.outcome.get("table", {}).get("fingerprint", "")
    known = {column.key for column in row_table(upload.table).layout().columns}
    told = {folded(header): key for header, key in matched.items() if key == "" or key in known}
    Source.objects.update_or_create(
        table=upload.table, fingerprint=fingerprint, defaults={"matched": told, "told_at": actor.now}
    )
    record(actor, "console.columns_matched", upload, table=upload.table)
    return check_again(actor, upload_id=upload_id)


@transaction.atomic
def mend_upload(actor: Actor, *, upload_id: UUID, file: File[bytes]) -> Upload:
    """Lay mended rows over a file with errors, and check it again: only those rows had to be sent."""
    upload = access.upload_to_mend(actor, upload_id)
    if file.size > MOST_BYTES:
        raise FileRefused("too_large", most=MOST_BYTES // MEGABYTE)
    upload.mended_as = [*upload.mended_as, files.keep(file.chunks()).name]
    upload.save(update_fields=["mended_as"])
    record(actor, "console.upload_mended", upload, table=upload.table)
    return check_again(actor, upload_id=upload_id)


@transaction.atomic
def bring_upload_in(actor: Actor, *, upload_id: UUID) -> Upload:
    """Start the job that brings a sound file in. Twice is once."""
    upload = access.upload_to_bring_in(actor, upload_id)
    return upload if upload.is_at_work else _queued(actor, upload, "console.bring_upload_in")


def try_upload(
    actor: Actor, *, upload_id: str, dry_run: bool, progress: Progress, language: str = ""
) -> dict[str, Any]:
    """The work of both jobs: bring the file in, or see what would happen, with the powers of whoever sent it."""
    sender = people.actor_of_person(oneself(actor), now=actor.now, system=actor.system)
    upload = access.upload_to_read(sender, UUID(upload_id))
    files.forget(upload.faults_as)
    upload.faults_as = files.fresh() if dry_run else ""
    with translation.override(language or settings.LANGUAGE_CODE):
        is_sound, outcome = _tried(sender, upload, dry_run=dry_run, progress=progress)
    done = UploadState.SOUND if dry_run else UploadState.IMPORTED
    _settle(upload, done if is_sound else UploadState.FAULTY, outcome)
    return {"upload": upload_id}


@transaction.atomic
def take_out_clear(
    actor: Actor, *, listing: Listing, query: str, form: str, purpose: str, words: str
) -> Export:
    """Take a list out with personal numbers in clear: with the power, and for a purpose that the register names."""
    unit = access.unit_of_clear(actor, listing, QueryDict(query))
    export = take_out(actor, listing=listing, query=query, form=form, purpose=purpose)
    for key in access.keys_in_clear(listing, purpose):
        note_unmasking(
            actor,
            key=key,
            subject_id=export.pk,
            unit_id=unit,
            purpose=purpose,
            words=words,
            count=export.rows or AT_ONCE,
        )
    record(actor, "console.list_taken_out_clear", export, unit_id=unit, listing=listing.key, purpose=purpose)
    return export


@transaction.atomic
def take_out(actor: Actor, *, listing: Listing, query: str, form: str, purpose: str = "") -> Export:
    """Note that a list leaves, with whom and in what form. A long one becomes a job that leaves a file."""
    person_id = oneself(actor)
    if not listing.comes_as(form):
        raise UnknownFormat(form)
    rows = size_of(listing.find(actor, QueryDict(query)), most=AT_ONCE + 1)
    export = Export.objects.create(
        person_id=person_id,
        listing=listing.key,
        query=query,
        form=form,
        language=get_language() or settings.LANGUAGE_CODE,
        rows=0 if rows > AT_ONCE else rows,
        purpose=purpose,
        created_at=actor.now,
    )
    record(actor, "console.list_taken_out", export, listing=listing.key, form=form, count=max(1, export.rows))
    if rows > AT_ONCE:
        export.job = start_job(actor, name="console.write_export", export_id=str(export.pk))
        export.save(update_fields=["job"])
    return export


@transaction.atomic
def write_export(actor: Actor, *, export_id: str, write: Write, progress: Progress) -> dict[str, Any]:
    """The work of the job: the file, with the sight of whoever asked."""
    export = Export.objects.get(pk=UUID(export_id))
    reader = people.actor_of_person(export.person_id, now=actor.now, system=actor.system)
    name = files.fresh()
    try:
        export.rows = write(reader, export, path=files.place_of(name), progress=progress)
    except BaseException:
        files.forget(name)
        raise
    export.stored_as = name
    export.save(update_fields=["rows", "stored_as"])
    record(reader, "console.export_written", export, listing=export.listing, count=export.rows)
    return {"export": export_id, "rows": export.rows}


@transaction.atomic
def delete_old_exports(actor: Actor) -> int:
    """What was taken out is kept for a day; that it was stays written."""
    old = Export.objects.select_for_update().filter(created_at__lt=actor.now - KEPT_FOR).exclude(stored_as="")
    names = list(old.values_list("stored_as", flat=True))
    Export.objects.filter(stored_as__in=names).update(stored_as="")
    transaction.on_commit(lambda: _forget(names))
    if names:
        record(actor, "console.exports_deleted", count=len(names))
    return len(names)


@transaction.atomic
def delete_old_uploads(actor: Actor) -> int:
    """Files that have waited for more than a day go; what they said about errors stays. How many went."""
    old = Upload.objects.select_for_update().filter(created_at__lt=actor.now - KEPT_FOR).exclude(stored_as="")
    gone = list(old)
    names = [name for upload in gone for name in upload.kept_files]
    for upload in gone:
        upload.stored_as, upload.faults_as, upload.mended_as = "", "", []
        upload.outcome.pop("picture", None)  # it holds rows of the file
        upload.outcome.pop("table", None)
    Upload.objects.bulk_update(gone, ["stored_as", "faults_as", "mended_as", "outcome"])
    transaction.on_commit(lambda: _forget(names))
    if gone:
        record(actor, "console.uploads_deleted", count=len(gone))
    return len(gone)


def _queued(actor: Actor, upload: Upload, name: str) -> Upload:
    upload.job = start_job(actor, name=name, upload_id=str(upload.pk), language=get_language() or "")
    upload.save(update_fields=["job", "state", "outcome"])
    return upload


def _tried(
    sender: Actor, upload: Upload, *, dry_run: bool, progress: Progress
) -> tuple[bool, dict[str, Any]]:
    try:
        outcome = import_file(
            sender,
            layout=upload.table,
            source=files.place_of(upload.stored_as),
            filename=upload.filename,
            day=timezone.localdate(sender.now),
            dry_run=dry_run,
            trial=Try(
                matched=access.sources_told_of(upload.table),
                mended=tuple(map(files.place_of, upload.mended_as)),
                faults=files.place_of(upload.faults_as) if dry_run else None,
                is_demo=operations.shows_demo_data(),
            ),
            progress=progress,
        )
    except JobStopped:
        raise
    except Problem as problem:
        return False, refusal(problem)
    return outcome.is_sound, outcome.as_kept()


def _settle(upload: Upload, state: UploadState, outcome: dict[str, Any]) -> None:
    upload.state, upload.outcome = state, outcome
    if upload.faults_as and not files.place_of(upload.faults_as).stat().st_size:
        files.forget(upload.faults_as)
        upload.faults_as = ""
    if state == UploadState.IMPORTED:
        _forget(upload.kept_files)
        upload.stored_as, upload.faults_as, upload.mended_as = "", "", []
    upload.save(update_fields=["state", "outcome", "stored_as", "faults_as", "mended_as"])


def _forget(names: list[str]) -> None:
    for name in names:
        files.forget(name)
