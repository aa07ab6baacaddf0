"""The register is counted every night."""

from datetime import UTC, datetime
from uuid import UUID

from procrastinate.contrib.django import app

from muster.kernel.actor import system_actor
from muster.kernel.jobs import run

from . import commands

NONE: frozenset[str] = frozenset()


@app.task(name="privacy.count_register")
def count_register(job_id: str) -> None:
    run(UUID(job_id), commands.count_register, powers=NONE)


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="privacy.keep")
def keep(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    commands.count_register(system_actor("privacy.keep", now=datetime.now(UTC)))
