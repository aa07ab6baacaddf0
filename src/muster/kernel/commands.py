"""Starting and stopping jobs; sealing the journal."""

from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app as queue

from . import access
from .actor import Actor
from .journal import record
from .models import Job, JobState
from .problems import JobOver
from .seals import SEAL_SQL


@transaction.atomic
def start_job(
    actor: Actor, *, name: str, operation_id: UUID | None = None, **arguments: str | int | None
) -> Job:
    """Queue the task of this name; it begins once this transaction commits. Callers have checked the power that it needs."""
    job = Job.objects.create(
        name=name,
        person_id=actor.person_id,
        operation_id=operation_id,
        arguments=arguments,
        created_at=actor.now,
    )
    queue.configure_task(name).defer(job_id=str(job.pk))
    record(actor, "kernel.job_started", job, operation_id=operation_id)
    return job


@transaction.atomic
def stop_job(actor: Actor, *, job_id: UUID) -> Job:
    """Ask a job to stop; one that has not begun stops at once."""
    job = access.job_to_stop(actor, job_id)
    if job.is_over:
        raise JobOver
    job.stop_requested = True
    if job.state == JobState.WAITING:
        job.state, job.finished_at = JobState.STOPPED, actor.now
    job.save(update_fields=["stop_requested", "state", "finished_at"])
    record(actor, "kernel.job_stop_asked", job, operation_id=job.operation_id)
    return job


@transaction.atomic
def seal_journal(actor: Actor) -> int:
    """Chain all entries of finished transactions into one more block; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('muster.seal'))")
        cursor.execute(SEAL_SQL, {"now": actor.now})
        (sealed,) = cursor.fetchone() or (0,)
    return int(sealed)
