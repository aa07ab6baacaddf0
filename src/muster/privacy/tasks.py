"""Every night what is over goes, and the register is counted."""

from datetime import UTC, datetime
from uuid import UUID

from procrastinate.contrib.django import app

from muster.kernel.actor import system_actor
from muster.kernel.jobs import run

from . import commands
from .keys import commands as keys

NONE: frozenset[str] = frozenset()


@app.task(name="privacy.count_register")
def count_register(job_id: str) -> None:
    run(UUID(job_id), commands.count_register, powers=NONE)


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="privacy.keep")
def keep(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    actor = system_actor("privacy.keep", now=datetime.now(UTC), powers={"audit"})
    commands.apply_retention(actor)
    keys.retire_keys(actor)
    commands.count_register(actor)
