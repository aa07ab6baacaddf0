"""Which projects an actor sees, and may change."""

from uuid import UUID

from django.db.models import QuerySet

from muster.kernel.actor import Actor
from muster.kernel.problems import NotFound
from muster.staffing.access import operation_in_use
from muster.units import access as units

from .models import Need, Project, ProjectState, Task
from .problems import ProjectEnded


def projects_visible_to(actor: Actor) -> QuerySet[Project]:
    return Project.objects.filter(unit__path__within=actor.paths("see")).select_related("unit", "team")


def project_to_see(actor: Actor, project_id: UUID) -> Project:
    project = projects_visible_to(actor).filter(pk=project_id).first()
    if project is None:
        raise NotFound
    return project


def project_to_change(actor: Actor, project_id: UUID) -> Project:
    """Locked and running, in an open operation, with the power to plan there."""
    seen = project_to_see(actor, project_id)
    units.require(actor, "plan", seen.unit)
    operation = operation_in_use(actor, seen.operation_id)
    project = Project.objects.select_for_update(of=("self",)).select_related("unit").get(pk=project_id)
    if project.state != ProjectState.RUNNING:
        raise ProjectEnded
    project.operation = operation
    return project


def task_to_change(actor: Actor, task_id: UUID) -> Task:
    task = Task.objects.filter(pk=task_id).first()
    if task is None:
        raise NotFound
    project = project_to_change(actor, task.project_id)
    task.refresh_from_db()
    task.project = project
    return task


def need_to_change(actor: Actor, need_id: UUID) -> Need:
    need = Need.objects.filter(pk=need_id).first()
    if need is None:
        raise NotFound
    project = project_to_change(actor, need.project_id)
    need.refresh_from_db()
    need.project = project
    return need


def need_to_see(actor: Actor, need_id: UUID) -> Need:
    need = Need.objects.filter(pk=need_id).select_related("call").first()
    if need is None:
        raise NotFound
    need.project = project_to_see(actor, need.project_id)
    return need
