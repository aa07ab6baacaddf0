"""Reading projects: the clock, and what blocks them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from muster.kernel.actor import Actor
from muster.operations import access as operations
from muster.units import access as units

from . import access, rules
from .models import Need, Project, Task, TaskState
from .rules import Reason, Step


@dataclass(frozen=True, slots=True)
class Clock:
    """Time gone and work done, side by side."""

    hours_left: float
    percent_gone: int
    percent_done: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that holds the project up: a task, or something that is missing."""

    reason: Reason
    task: Task | None = None
    need: Need | None = None


def projects(actor: Actor, *, operation_id: UUID, unit_id: UUID) -> QuerySet[Project]:
    """Running ones first, the most urgent first."""
    operations.operation_to_see(actor, operation_id)
    path = units.unit_to_see(actor, unit_id).path
    found = access.projects_visible_to(actor).filter(operation=operation_id, unit__path__within=[path])
    found = found.annotate(
        tasks_all=Count("tasks"),
        tasks_done=Count("tasks", filter=Q(tasks__state=TaskState.DONE)),
        tasks_blocked=Count("tasks", filter=~Q(tasks__blocked_by="")),
    )
    return found.order_by(F("ended_at").desc(nulls_first=True), "due_at", "pk")


def project(actor: Actor, *, project_id: UUID) -> Project:
    return access.project_to_see(actor, project_id)


def tasks(project: Project) -> list[Task]:
    return list(project.tasks.prefetch_related("after").order_by("number"))


def needs(project: Project) -> list[Need]:
    """With the places of their calls taken so far."""
    return list(project.needs.select_related("call").order_by("number"))


def clock(project: Project, tasks: list[Task], *, actor: Actor) -> Clock:
    now = project.ended_at or actor.now
    done = sum(task.state == TaskState.DONE for task in tasks)
    left = rules.hours_left(project.due_at, now=now)
    return Clock(
        hours_left=round(abs(left), 1),
        percent_gone=round(100 * rules.share_gone(project.began_at, project.due_at, now=now)),
        percent_done=round(100 * done / len(tasks)) if tasks else 0,
        is_over=left < 0,
    )


def blockers(tasks: list[Task], needs: list[Need], *, actor: Actor) -> list[Blocker]:
    """What blocks it, worst first."""
    by_number = {task.number: task for task in tasks}
    found = [
        Blocker(reason, task=by_number[number])
        for number, reason in rules.reasons([_step(task) for task in tasks], now=actor.now)
    ]
    return found + [Blocker(Reason.MISSING, need=need) for need in needs if missing(need)]


def missing(need: Need) -> int:
    """What is not there yet; people whom a call has found are there."""
    there = need.there + (need.call.taken if need.call is not None else 0)
    return max(0, need.needed - there)


def _step(task: Task) -> Step:
    return Step(
        number=task.number,
        due_at=task.due_at,
        is_done=task.state == TaskState.DONE,
        is_blocked=bool(task.blocked_by),
        after=frozenset(one.number for one in task.after.all()),
    )


def call_for(actor: Actor, *, need_id: UUID) -> dict[str, Any]:
    """What a call for a need says."""
    need = access.need_to_see(actor, need_id)
    title = f"{need.project.name}: {need.what}"
    return {
        "title": title[:120],
        "place": need.project.unit.name,
        "needed": max(1, missing(need)),
        "text": need.project.goal,
    }
