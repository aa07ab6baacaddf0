"""Looking for records that are one person."""

from uuid import UUID

from procrastinate.contrib.django import app

from muster.kernel.jobs import run

from . import commands

POWERS = frozenset({"import"})  # those of whoever started it were checked then


@app.task(name=commands.FIND_JOB)
def find(job_id: str) -> None:
    run(UUID(job_id), commands.find_duplicates, powers=POWERS)
