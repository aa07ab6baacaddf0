"""Jobs that plan."""

from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app

from muster.kernel.actor import Actor
from muster.kernel.jobs import Progress, run

from . import commands

POWERS = frozenset({"plan", "see_people"})  # those of whoever started it were checked then


@app.task(name=commands.PLAN_JOB)
def plan(job_id: str) -> None:
    run(UUID(job_id), _plan, powers=POWERS)


def _plan(actor: Actor, *, progress: Progress, operation: str, unit: str, **choices: Any) -> dict[str, Any]:
    made = commands.plan_staff(
        actor, operation_id=UUID(operation), unit_id=UUID(unit), progress=progress, **choices
    )
    return {"plan": str(made.pk)}
