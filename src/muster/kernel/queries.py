"""Reading jobs, the journal and its seals."""

from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from . import access
from .actor import Actor
from .models import Entry, Job, Seal
from .seals import CHECK_SQL
from .statements import fetch


def job(actor: Actor, *, job_id: UUID) -> Job:
    return access.job_to_see(actor, job_id)


def jobs(actor: Actor) -> QuerySet[Job]:
    """Newest first."""
    return access.jobs_visible_to(actor).order_by("-created_at")


def entries(
    actor: Actor, *, operation_id: UUID | None = None, subject_id: UUID | None = None
) -> QuerySet[Entry]:
    """The journal that this actor may read, newest first."""
    found = access.entries_visible_to(actor)
    if operation_id is not None:
        found = found.filter(operation_id=operation_id)
    if subject_id is not None:
        found = found.filter(subject_id=subject_id)
    return found.order_by("-id")


def broken_seals(actor: Actor) -> list[int]:
    """The blocks whose hash, count or link to the block before is not what it was. Empty when the journal is whole."""
    access.require(actor, "audit")
    with connection.cursor() as cursor:
        cursor.execute(CHECK_SQL)
        return [number for (number,) in cursor.fetchall()]


def touch_database() -> None:
    """Ask the database for nothing; an error when it does not answer."""
    fetch("SELECT 1")


def seals(actor: Actor) -> QuerySet[Seal]:
    access.require(actor, "audit")
    return Seal.objects.order_by("-number")
