"""Starting a project, moving its tasks, meeting its needs, ending it."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from muster.calls import commands as calls
from muster.calls.commands import Wanted
from muster.calls.models import Call
from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.operations.rules import local_day
from muster.staffing import access as staffing

from . import access, rules
from .models import Need, Project, ProjectState, Task, TaskState
from .problems import BadPlan, NotYet, TasksOpen
from .shipped import Plan


@transaction.atomic
def start_project(actor: Actor, *, operation_id: UUID, unit_id: UUID, plan: Plan) -> Project:
    """The clock starts now."""
    operation = staffing.operation_in_use(actor, operation_id)
    unit = staffing.unit_to_plan(actor, operation, unit_id)
    _require_sound(plan)
    project = Project.objects.create(
        operation=operation,
        unit=unit,
        name=plan.name,
        goal=plan.goal,
        began_at=actor.now,
        due_at=actor.now + timedelta(hours=plan.hours),
        state_on=local_day(actor.now, time_zone=operation.time_zone),
    )
    tasks = Task.objects.bulk_create(
        Task(
            project=project,
            number=number,
            name=draft.name,
            holder=draft.holder,
            due_at=actor.now + timedelta(hours=draft.hours),
            changed_at=actor.now,
        )
        for number, draft in enumerate(plan.tasks, 1)
    )
    for task, draft in zip(tasks, plan.tasks, strict=True):
        task.after.set([tasks[number - 1] for number in draft.after])
    Need.objects.bulk_create(
        Need(project=project, number=number, what=what, needed=needed)
        for number, (what, needed) in enumerate(plan.needs, 1)
    )
    record(
        actor, "projects.started", project, operation_id=operation_id, unit_id=unit_id, tasks=len(plan.tasks)
    )
    return project


@transaction.atomic
def move_task(actor: Actor, *, task_id: UUID, state: TaskState) -> Task:
    """To do, under way, done. What comes before it is done first; what is done is no longer blocked."""
    task = access.task_to_change(actor, task_id)
    before = task.after.exclude(state=TaskState.DONE).order_by("number")
    if state != TaskState.TODO and (names := list(before.values_list("name", flat=True))):
        raise NotYet(", ".join(names))
    task.state, task.changed_at = state, actor.now
    if state == TaskState.DONE:
        task.blocked_by = ""
    task.save(update_fields=["state", "changed_at", "blocked_by"])
    _note(actor, "projects.task_moved", task)
    return task


@transaction.atomic
def block_task(actor: Actor, *, task_id: UUID, blocked_by: str) -> Task:
    """Say what it waits for, in words; no words, and it is free again."""
    task = access.task_to_change(actor, task_id)
    task.blocked_by = "" if task.state == TaskState.DONE else blocked_by
    task.changed_at = actor.now
    task.save(update_fields=["blocked_by", "changed_at"])
    _note(actor, "projects.task_blocked" if task.blocked_by else "projects.task_unblocked", task)
    return task


@transaction.atomic
def meet_need(actor: Actor, *, need_id: UUID, there: int) -> Need:
    """How much of it is there now."""
    need = access.need_to_change(actor, need_id)
    need.there = there
    need.save(update_fields=["there"])
    record(
        actor,
        "projects.need_met",
        need.project,
        operation_id=need.project.operation_id,
        unit_id=need.project.unit_id,
        there=there,
    )
    return need


@transaction.atomic
def call_for_need(actor: Actor, *, need_id: UUID, wanted: Wanted) -> Call:
    """Call for what is missing; the need then shows how many have come forward."""
    need = access.need_to_change(actor, need_id)
    project = need.project
    call = calls.open_call(actor, operation_id=project.operation_id, unit_id=project.unit_id, wanted=wanted)
    need.call = call
    need.save(update_fields=["call"])
    return call


@transaction.atomic
def end_project(actor: Actor, *, project_id: UUID, state: ProjectState) -> Project:
    """The goal is reached, with every task done; or it is given up."""
    project = access.project_to_change(actor, project_id)
    left = project.tasks.exclude(state=TaskState.DONE).count()
    if state == ProjectState.REACHED and left:
        raise TasksOpen(left)
    project.state, project.ended_at = state, actor.now
    project.state_on = _day(actor, project)
    project.save(update_fields=["state", "ended_at", "state_on"])
    event = "projects.reached" if state == ProjectState.REACHED else "projects.stopped"
    record(actor, event, project, operation_id=project.operation_id, unit_id=project.unit_id)
    return project


def _require_sound(plan: Plan) -> None:
    known = set(range(1, len(plan.tasks) + 1))
    after = {number: draft.after for number, draft in enumerate(plan.tasks, 1)}
    is_sound = (
        0 < len(plan.tasks) <= rules.MOST_TASKS
        and 0 < plan.hours <= rules.MOST_HOURS
        and all(0 < draft.hours <= plan.hours and draft.after <= known for draft in plan.tasks)
    )
    if not is_sound or rules.is_circular(after):
        raise BadPlan


def _note(actor: Actor, event: str, task: Task) -> None:
    project = task.project
    record(
        actor,
        event,
        project,
        operation_id=project.operation_id,
        unit_id=project.unit_id,
        task=task.pk,
        state=str(task.state),
    )


def _day(actor: Actor, project: Project) -> date:
    return local_day(actor.now, time_zone=project.operation.time_zone)
