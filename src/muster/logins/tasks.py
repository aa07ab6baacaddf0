"""What is over is deleted, by the worker."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from muster.kernel.actor import system_actor

from . import commands


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="logins.delete_old_sessions")
def delete_old_sessions(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    commands.delete_old_sessions(system_actor("logins.delete_old_sessions", now=datetime.now(UTC)))
