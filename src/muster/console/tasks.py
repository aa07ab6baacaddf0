"""Checking files and bringing them in; writing long lists; deleting files that wait too long."""

from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from procrastinate.contrib.django import app

from muster.kernel.actor import system_actor
from muster.kernel.jobs import run

from . import commands
from .exporting import write

NONE: frozenset[str] = frozenset()  # the sender's own powers are used


@app.task(name="console.check_upload")
def check_upload(job_id: str) -> None:
    run(UUID(job_id), partial(commands.try_upload, dry_run=True), powers=NONE)


@app.task(name="console.bring_upload_in")
def bring_upload_in(job_id: str) -> None:
    run(UUID(job_id), partial(commands.try_upload, dry_run=False), powers=NONE)


@app.task(name="console.write_export")
def write_export(job_id: str) -> None:
    run(UUID(job_id), partial(commands.write_export, write=write), powers=NONE)


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="console.delete_old_uploads")
def delete_old_uploads(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    actor = system_actor("console.delete_old_uploads", now=datetime.now(UTC))
    commands.delete_old_uploads(actor)
    commands.delete_old_exports(actor)
