"""What operations do by the clock."""

from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from muster.kernel.actor import system_actor

from .musters import commands


@app.periodic(cron="* * * * * */20")
@app.task(queueing_lock="operations.next_waves", retry=RetryStrategy(max_attempts=3))
def next_waves(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    commands.next_waves(system_actor("operations.next_waves", now=datetime.now(UTC)))
