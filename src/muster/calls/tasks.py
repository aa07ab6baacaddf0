"""The clock of promises, and of telling people their answer."""

from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from muster.kernel.actor import system_actor

from . import commands
from .telling import commands as telling


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="calls.watch_promises", retry=RetryStrategy(max_attempts=3))
def watch_promises(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    commands.watch_promises(system_actor("calls.watch_promises", now=datetime.now(UTC)))


@app.periodic(cron="* * * * * */20")
@app.task(queueing_lock="calls.tell_answers", lock="calls.tell_answers", retry=RetryStrategy(max_attempts=3))
def tell_answers(timestamp: int) -> None:  # noqa: ARG001 - the queue hands every clock's job its moment
    telling.tell_answers(system_actor("calls.tell_answers", now=datetime.now(UTC)))
