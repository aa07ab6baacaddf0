"""Every ten minutes: what was issued follows the tree."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from muster.kernel.actor import system_actor

from .following import commands


@app.periodic(cron="*/10 * * * *")
@app.task(name="directives.follow_the_tree", queueing_lock="directives.follow_the_tree")
def follow_the_tree(timestamp: int) -> None:  # noqa: ARG001 - the scheduler's signature
    commands.follow_the_tree(system_actor("directives.follow_the_tree", now=datetime.now(UTC)))
