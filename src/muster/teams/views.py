"""Pages of teams: list, one team, forming and disbanding."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from muster.figures import queries as figures
from muster.kernel.paging import page_of
from muster.kernel.requests import Request
from muster.staffing import queries as staffing
from muster.staffing.asking import OfUnit
from muster.units import queries as units
from muster.units.models import Unit

from . import commands, queries
from .forms import FindTeams, FormTeamsForm, TeamForm
from .models import TeamKind

reads_and_writes = require_http_methods(["GET", "HEAD", "POST"])
UNPROCESSABLE = 422


@require_safe
def teams(request: Request, operation_id: UUID) -> HttpResponse:
    actor = request.actor
    form = FindTeams(request.GET)
    asked = form.asked
    unit = figures.unit_to_open(actor, operation_id=operation_id, unit_id=asked.pop("unit"))
    found = queries.teams(actor, operation_id=operation_id, unit_id=unit.pk, **asked)
    tally = staffing.tally(actor, operation_id=operation_id, unit_id=unit.pk)
    counts = queries.count_by_kind(actor, operation_id=operation_id, unit_id=unit.pk)
    context = {
        "form": form,
        "unit": unit,
        "ancestors": units.ancestors(actor, unit=unit),
        "is_filtered": any(asked.values()),
        "page": page_of(found, request.GET.get("page")),
        "counts": counts,
        "kinds": [(kind, label, counts.get(kind, 0)) for kind, label in TeamKind.choices],
        "tally": [row for row in tally if row.group_kind == "team"],
        "may_plan": actor.may("plan", unit.path),
        "operation_id": operation_id,
    }
    return render(request, "teams/list.html", context)


@require_safe
def team(request: Request, operation_id: UUID, team_id: UUID) -> HttpResponse:
    actor = request.actor
    found = queries.team(actor, team_id=team_id)
    context = {
        "team": found,
        "ancestors": units.ancestors(actor, unit=found.unit),
        "sittings": staffing.sittings(actor, group_id=team_id),
        "may_plan": actor.may("plan", found.unit.path) and found.state == "active",
        "operation_id": operation_id,
    }
    return render(request, "teams/team.html", context)


@reads_and_writes
def create(request: Request, operation_id: UUID) -> HttpResponse:
    unit = _unit_to_plan(request, operation_id)
    form = TeamForm(request.POST if request.method == "POST" else None, initial={"unit": unit.pk})
    if not form.is_valid():
        context = {"form": form, "unit": unit, "operation_id": operation_id}
        return render(request, "teams/create.html", context, status=UNPROCESSABLE if form.is_bound else 200)
    choices = {name: form.cleaned_data[name] for name in ("name", "kind", "task", "skills", "helpers")}
    made = commands.create_team(request.actor, operation_id=operation_id, unit_id=unit.pk, **choices)
    messages.success(request, _("The team is there; its seats are vacant."))
    return redirect("teams:team", operation_id=operation_id, team_id=made.pk)


@reads_and_writes
def form_teams(request: Request, operation_id: UUID) -> HttpResponse:
    """Many at once, shared out by free members."""
    unit = _unit_to_plan(request, operation_id)
    form = FormTeamsForm(request.POST if request.method == "POST" else None, initial={"unit": unit.pk})
    if not form.is_valid():
        context = {"form": form, "unit": unit, "operation_id": operation_id}
        return render(request, "teams/form.html", context, status=UNPROCESSABLE if form.is_bound else 200)
    count = form.cleaned_data["teams"]
    seats = commands.form_teams(request.actor, operation_id=operation_id, unit_id=unit.pk, teams=count)
    said = ngettext(
        "{count} team was formed; it has {seats} seats.",
        "{count} teams were formed; they have {seats} seats.",
        count,
    )
    messages.success(request, said.format(count=f"{count:,}", seats=f"{seats:,}"))
    return redirect(f"{reverse('teams:list', args=[operation_id])}?unit={unit.pk}")


@reads_and_writes
def disband(request: Request, operation_id: UUID, team_id: UUID) -> HttpResponse:
    if request.method == "POST":
        commands.disband_team(request.actor, team_id=team_id)
        messages.success(request, _("The team was disbanded; its people are free."))
        return redirect("teams:list", operation_id=operation_id)
    found = queries.team_to_plan(request.actor, team_id=team_id)
    sittings = staffing.sittings(request.actor, group_id=team_id)
    context = {
        "team": found,
        "people": sum(sitting.assignment_id is not None for sitting in sittings),
        "seats": len(sittings),
        "operation_id": operation_id,
    }
    return render(request, "teams/disband.html", context)


def _unit_to_plan(request: Request, operation_id: UUID) -> Unit:
    """The unit asked for, on which the actor plans; else the highest in sight."""
    sent = request.POST if request.method == "POST" else request.GET
    opened = figures.unit_to_open(
        request.actor, operation_id=operation_id, unit_id=OfUnit(sent).asked["unit"]
    )
    return staffing.unit_to_plan(request.actor, operation_id=operation_id, unit_id=opened.pk)
