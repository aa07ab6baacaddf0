"""What is sent, by the worker: nobody waits for a provider."""

from datetime import UTC, datetime
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from muster.kernel.actor import Actor, system_actor

from . import commands
from .climbs import commands as climb_commands
from .outcome import Outcome


class NotSentYet(Exception):  # noqa: N818 - what it says
    """Makes the queue try again."""


def _now() -> datetime:
    return datetime.now(UTC)


def _actor(name: str) -> Actor:
    return system_actor(name, now=_now())


@app.task(
    name=commands.SEND_CODE,
    retry=RetryStrategy(max_attempts=6, exponential_wait=3, retry_exceptions={NotSentYet}),
)
def send_code(code_id: str) -> None:
    outcome = commands.deliver_code(_actor(commands.SEND_CODE), code_id=UUID(code_id))
    if outcome in {Outcome.LATER, Outcome.UNKNOWN}:
        raise NotSentYet


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="messages.delete_old_codes")
def delete_old_codes(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    commands.delete_old_codes(_actor("messages.delete_old_codes"))


@app.task(name=commands.DELIVER)
def deliver(channel: str) -> None:
    commands.deliver(_actor(commands.DELIVER), channel=channel, clock=_now)


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="messages.hand_out", retry=RetryStrategy(max_attempts=3))
def hand_out(timestamp: int) -> None:  # noqa: ARG001 - the queue hands every clock's job its moment
    commands.hand_out(_actor("messages.hand_out"))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="messages.climb_ladders", retry=RetryStrategy(max_attempts=3))
def climb_ladders(timestamp: int) -> None:  # noqa: ARG001 - the queue hands every clock's job its moment
    climb_commands.climb_ladders(_actor("messages.climb_ladders"))
