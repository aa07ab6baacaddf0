"""What runs by the clock, whatever the operation."""

from datetime import UTC, datetime

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from . import commands
from .actor import system_actor

SECONDS_UNTIL_STALLED = 60


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="kernel.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    """A killed worker leaves its job as `doing` for ever; give it to another."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SECONDS_UNTIL_STALLED):
        await manager.retry_job(job)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="kernel.seal_journal", retry=RetryStrategy(max_attempts=3))
def seal_journal(timestamp: int) -> None:  # noqa: ARG001 - the queue hands every clock's job its moment
    commands.seal_journal(system_actor("kernel.seal_journal", now=datetime.now(UTC)))
