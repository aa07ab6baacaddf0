"""Pages of projects: the list, one with its clock, starting and ending."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muster.calls.commands import Wanted
from muster.figures import queries as figures
from muster.kernel.requests import Request
from muster.staffing import queries as staffing
from muster.staffing.asking import OfUnit
from muster.units import queries as units
from muster.units.models import Unit

from . import commands, forms, queries, shipped
from .models import ProjectState, TaskState

reads_and_writes = require_http_methods(["GET", "HEAD", "POST"])
UNPROCESSABLE = 422
PROMISE_MINUTES = 240  # who comes forward for a project with a clock is answered the same morning


@require_safe
def projects(request: Request, operation_id: UUID) -> HttpResponse:
    actor = request.actor
    unit = figures.unit_to_open(actor, operation_id=operation_id, unit_id=OfUnit(request.GET).asked["unit"])
    found = queries.projects(actor, operation_id=operation_id, unit_id=unit.pk)
    context = {
        "unit": unit,
        "ancestors": units.ancestors(actor, unit=unit),
        "projects": found,
        "may_plan": actor.may("plan", unit.path),
        "operation_id": operation_id,
    }
    return render(request, "projects/list.html", context)


@require_safe
def project(request: Request, operation_id: UUID, project_id: UUID) -> HttpResponse:
    actor = request.actor
    seen = queries.project(actor, project_id=project_id)
    tasks, needs = queries.tasks(seen), queries.needs(seen)
    is_running = seen.state == ProjectState.RUNNING
    context = {
        "project": seen,
        "tasks": tasks,
        "needs": [(need, queries.missing(need)) for need in needs],
        "clock": queries.clock(seen, tasks, actor=actor),
        "blockers": queries.blockers(tasks, needs, actor=actor) if is_running else [],
        "states": TaskState.choices,
        "is_running": is_running,
        "may_plan": actor.may("plan", seen.unit.path) and is_running,
        "operation_id": operation_id,
    }
    return render(request, "projects/project.html", context)


@reads_and_writes
def start(request: Request, operation_id: UUID) -> HttpResponse:
    unit = _unit_to_plan(request, operation_id)
    pattern = forms.Pattern(request.GET)
    form = forms.ProjectForm(
        request.POST if request.method == "POST" else None, initial=_initial(pattern, unit)
    )
    if form.is_valid():
        made = commands.start_project(
            request.actor, operation_id=operation_id, unit_id=unit.pk, plan=form.plan
        )
        messages.success(request, _("The clock is running."))
        return redirect("projects:project", operation_id, made.pk)
    context = {"form": form, "pattern": pattern, "unit": unit, "operation_id": operation_id}
    return render(request, "projects/start.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
def move(request: Request, operation_id: UUID, task_id: UUID) -> HttpResponse:
    form = forms.TaskForm(request.POST)
    state = form.cleaned_data["state"] if form.is_valid() else TaskState.TODO
    task = commands.move_task(request.actor, task_id=task_id, state=TaskState(state))
    return redirect("projects:project", operation_id, task.project_id)


@require_POST
def block(request: Request, operation_id: UUID, task_id: UUID) -> HttpResponse:
    form = forms.BlockForm(request.POST)
    words = form.cleaned_data["blocked_by"] if form.is_valid() else ""
    task = commands.block_task(request.actor, task_id=task_id, blocked_by=words)
    return redirect("projects:project", operation_id, task.project_id)


@require_POST
def need(request: Request, operation_id: UUID, need_id: UUID) -> HttpResponse:
    form = forms.NeedForm(request.POST)
    there = form.cleaned_data["there"] if form.is_valid() else 0
    met = commands.meet_need(request.actor, need_id=need_id, there=there)
    return redirect("projects:project", operation_id, met.project_id)


@require_POST
def call(request: Request, operation_id: UUID, need_id: UUID) -> HttpResponse:
    """One tap: a call for what is missing."""
    wanted = queries.call_for(request.actor, need_id=need_id)
    made = commands.call_for_need(
        request.actor, need_id=need_id, wanted=Wanted(**wanted, promise_minutes=PROMISE_MINUTES)
    )
    return redirect("calls:call", operation_id, made.pk)


@require_POST
def end(request: Request, operation_id: UUID, project_id: UUID) -> HttpResponse:
    form = forms.EndForm(request.POST)
    state = form.cleaned_data["state"] if form.is_valid() else ProjectState.STOPPED
    commands.end_project(request.actor, project_id=project_id, state=ProjectState(state))
    return redirect("projects:project", operation_id, project_id)


def _initial(pattern: forms.Pattern, unit: Unit) -> dict[str, Any]:
    code = pattern.asked["pattern"]
    known = code in shipped.patterns(forms.language())
    filled = forms.written(shipped.plan_of(code, language=forms.language())) if known else {}
    return {"unit": unit.pk, **filled}


def _unit_to_plan(request: Request, operation_id: UUID) -> Unit:
    sent = request.POST if request.method == "POST" else request.GET
    opened = figures.unit_to_open(
        request.actor, operation_id=operation_id, unit_id=OfUnit(sent).asked["unit"]
    )
    return staffing.unit_to_plan(request.actor, operation_id=operation_id, unit_id=opened.pk)
