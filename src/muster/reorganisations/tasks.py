"""Jobs that change the tree, and the clock that starts those whose day has come."""

from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from procrastinate.contrib.django import app

from muster.kernel.actor import system_actor
from muster.kernel.jobs import run

from . import commands

NONE: frozenset[str] = frozenset()  # the powers of whoever decided are used


@app.task(name=commands.APPLY_JOB)
def put_in_force(job_id: str) -> None:
    run(UUID(job_id), commands.job_work, powers=NONE)


@app.task(name=commands.UNDO_JOB)
def undo(job_id: str) -> None:
    run(UUID(job_id), partial(commands.job_work, undo=True), powers=NONE)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="reorganisations.start_due")
def start_due(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    commands.start_due(system_actor("reorganisations.start_due", now=datetime.now(UTC)))
