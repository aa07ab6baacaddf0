"""Running a job: its states, its progress, its stop.

A task is one line: `run(job_id, work)`. Progress is written on a connection of its own, so that it is seen while the work's own
transaction is still open, and stays when that one is rolled back.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .actor import system_actor
from .middleware import as_json
from .models import Job, JobState
from .problems import JobStopped, Problem

Progress = Callable[[str, int, int], None]  # phase, done, total
Work = Callable[..., dict[str, Any]]
SECONDS_BETWEEN_REPORTS = 0.5

REPORT = "UPDATE kernel_job SET phase = %s, done = %s, total = %s WHERE id = %s RETURNING stop_requested"


def run(job_id: UUID, work: Work, *, powers: frozenset[str]) -> None:
    """Do `work(actor, progress=…, **the job's arguments)` and keep what it returns as the job's result.

    A Problem ends the job as failed (or stopped) with its words kept; any other error also, and is raised again for the log.
    """
    job = Job.objects.get(pk=job_id)
    if job.is_over:
        return  # stopped before it began, or a retry of what had ended
    _move(job, JobState.RUNNING, started_at=_now())
    actor = system_actor(job.name, now=_now(), powers=powers, for_person=job.person_id)
    with _side_connection() as side:
        try:
            result = work(actor, progress=_reporter(side, job_id), **job.arguments)
        except JobStopped as problem:
            _move(job, JobState.STOPPED, finished_at=_now(), failure=as_json(problem))
        except Problem as problem:
            _move(job, JobState.FAILED, finished_at=_now(), failure=as_json(problem))
        except BaseException as error:
            _move(job, JobState.FAILED, finished_at=_now(), failure={"title": type(error).__name__})
            raise
        else:
            _move(job, JobState.DONE, finished_at=_now(), result=result)


def silent(_phase: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def _reporter(side: BaseDatabaseWrapper, job_id: UUID) -> Progress:
    last = 0.0
    last_phase = ""

    def report(phase: str, done: int, total: int) -> None:
        nonlocal last, last_phase
        if phase == last_phase and done < total and time.monotonic() - last < SECONDS_BETWEEN_REPORTS:
            return
        last, last_phase = time.monotonic(), phase
        with side.cursor() as cursor:
            cursor.execute(REPORT, [phase, done, total, job_id])
            row = cursor.fetchone()
        if row is not None and row[0]:
            raise JobStopped

    return report


@contextmanager
def _side_connection() -> Iterator[BaseDatabaseWrapper]:
    side = connections.create_connection("default")
    try:
        yield side
    finally:
        side.close()


def _move(job: Job, state: JobState, **changes: Any) -> None:
    for name, value in {"state": state, **changes}.items():
        setattr(job, name, value)
    job.save(update_fields=["state", *changes])


def _now() -> datetime:
    return datetime.now(UTC)
