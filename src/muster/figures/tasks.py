"""Folding, every few seconds."""

from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from muster.kernel.actor import system_actor
from muster.kernel.statements import execute

from . import commands

MANY = 1_000


@app.periodic(cron="* * * * * */2")
@app.task(queueing_lock="figures.fold", retry=RetryStrategy(max_attempts=3))
def fold(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    """After many, what they left behind is cleared at once: every reading walks through it."""
    if commands.fold(system_actor("figures.fold", now=datetime.now(UTC))) >= MANY:
        execute("VACUUM figures_delta")
