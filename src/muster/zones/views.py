"""Pages of zones: map and list, one zone, and plans."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muster.figures import queries as figures
from muster.kernel import commands as kernel
from muster.kernel import queries as kernel_queries
from muster.kernel.paging import page_of
from muster.kernel.requests import Request
from muster.staffing import progress
from muster.staffing import queries as staffing
from muster.staffing.asking import OfUnit
from muster.units import queries as units
from muster.units.models import Unit

from . import commands, maps, queries
from .forms import FindPeople, FindZones, MapChoice, PersonForm, ZoningForm

reads_and_writes = require_http_methods(["GET", "HEAD", "POST"])
UNPROCESSABLE = 422
MOST_COMMUNITIES = 20


@require_safe
def zones(request: Request, operation_id: UUID) -> HttpResponse:
    actor = request.actor
    form, choice = FindZones(request.GET), MapChoice(request.GET)
    asked = form.asked
    unit = figures.unit_to_open(actor, operation_id=operation_id, unit_id=asked.pop("unit"))
    found = queries.zones(actor, operation_id=operation_id, unit_id=unit.pk, **asked)
    context = {
        "form": form,
        "choice": choice,
        "measure": choice.asked["measure"] or maps.MEASURES[0],
        "unit": unit,
        "ancestors": units.ancestors(actor, unit=unit),
        "is_filtered": any(asked.values()),
        "page": page_of(found, request.GET.get("page")),
        "state": queries.state(actor, operation_id=operation_id, unit=unit),
        "may_plan": actor.may("plan", unit.path),
        "plans": queries.plans(actor, operation_id=operation_id),
        "jobs": staffing.running(actor, operation_id=operation_id, names=[commands.PLAN_JOB]),
        "operation_id": operation_id,
    }
    return render(request, "zones/list.html", context | _areas(request, operation_id, unit))


def _areas(request: Request, operation_id: UUID, unit: Unit) -> dict[str, Any]:
    """The table beside the map: areas under the unit, unless it answers for one community alone."""
    community = maps.one_community(request.actor, unit=unit)
    areas = [] if community else maps.areas(request.actor, operation_id=operation_id, unit=unit)
    return {"community": community, "areas": areas}


@require_safe
def areas_map(request: Request, operation_id: UUID) -> HttpResponse:
    """GeoJSON: areas by a number; the zones themselves where there is one community."""
    actor = request.actor
    asked = MapChoice(request.GET).asked
    measure = asked["measure"] or maps.MEASURES[0]
    unit = figures.unit_to_open(actor, operation_id=operation_id, unit_id=asked["unit"])
    plan = queries.plan(actor, plan_id=asked["plan"]) if asked["plan"] else None
    drawn = maps.drawn(actor, operation_id=operation_id, unit=unit, measure=measure, plan=plan)
    return JsonResponse(drawn, content_type="application/geo+json", json_dumps_params=maps.COMPACT)


@require_safe
def zone(request: Request, operation_id: UUID, zone_id: UUID) -> HttpResponse:
    actor = request.actor
    found = queries.zone(actor, zone_id=zone_id)
    context = {
        "zone": found,
        "ancestors": units.ancestors(actor, unit=found.unit),
        "doors": queries.doors(actor, zone_id=zone_id),
        "grids": queries.grids(actor, zone_id=zone_id),
        "sittings": staffing.sittings(actor, group_id=zone_id),
        "may_plan": actor.may("plan", found.unit.path) and found.state == "active",
        "operation_id": operation_id,
    }
    return render(request, "zones/zone.html", context)


@reads_and_writes
def hand_over(request: Request, operation_id: UUID, zone_id: UUID) -> HttpResponse:
    """Who could answer for the zone; and, by POST, who does."""
    if request.method == "POST":
        form = PersonForm(request.POST)
        if form.is_valid():
            commands.hand_over_zone(request.actor, zone_id=zone_id, person_id=form.cleaned_data["person"])
            messages.success(request, _("The zone has a new keeper."))
        return redirect("zones:zone", operation_id=operation_id, zone_id=zone_id)
    asked = FindPeople(request.GET)
    keeper = queries.keeper_seat(request.actor, zone_id=zone_id)
    context = {
        "zone": queries.zone(request.actor, zone_id=zone_id),
        "seat": keeper,
        "form": asked,
        "candidates": staffing.candidates(request.actor, seat_id=keeper.pk, **asked.asked),
        "operation_id": operation_id,
    }
    return render(request, "zones/hand_over.html", context)


# Plans.


@reads_and_writes
def start(request: Request, operation_id: UUID) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    asked = OfUnit(request.GET if sent is None else sent).asked
    unit = figures.unit_to_open(request.actor, operation_id=operation_id, unit_id=asked["unit"])
    size = queries.size(request.actor, operation_id=operation_id, unit=unit)
    form = ZoningForm(sent, initial={"unit": unit.pk, "zones": size.proposed})
    if form.is_valid():
        choices = {name: form.cleaned_data[name] for name in ("zones", "seconds", "seed")}
        job = commands.start_zoning(request.actor, operation_id=operation_id, unit_id=unit.pk, **choices)
        return redirect("zones:job", operation_id=operation_id, job_id=job.pk)
    context = {"form": form, "unit": unit, "size": size, "operation_id": operation_id}
    return render(request, "zones/start.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_safe
def job(request: Request, operation_id: UUID, job_id: UUID) -> HttpResponse:
    return _job_page(request, operation_id, kernel_queries.job(request.actor, job_id=job_id))


@require_POST
def stop_job(request: Request, operation_id: UUID, job_id: UUID) -> HttpResponse:
    return _job_page(request, operation_id, kernel.stop_job(request.actor, job_id=job_id))


@require_safe
def plan(request: Request, operation_id: UUID, plan_id: UUID) -> HttpResponse:
    """What would change, how good it is, and where: before and after."""
    actor = request.actor
    found = queries.plan(actor, plan_id=plan_id)
    asked = OfUnit(request.GET).asked
    unit = units.unit(actor, unit_id=asked["unit"] or found.unit_id)
    context = {
        "plan": found,
        "shown": queries.shown(found),
        "unit": unit,
        "ancestors": units.ancestors(actor, unit=unit).filter(path__within=[found.unit.path]),
        "before": queries.state(actor, operation_id=operation_id, unit=found.unit),
        "communities": queries.worst_communities(actor, plan=found)[:MOST_COMMUNITIES],
        "community": maps.one_community(actor, unit=unit),
        "areas": maps.areas(actor, operation_id=operation_id, unit=unit, plan=found),
        "operation_id": operation_id,
    }
    return render(request, "zones/plan.html", context)


@require_POST
def commit(request: Request, operation_id: UUID, plan_id: UUID) -> HttpResponse:
    committed = commands.commit_zones(request.actor, plan_id=plan_id)
    count = committed.certificate["zones"]
    said = ngettext("{count} zone is in force.", "{count} zones are in force.", count)
    messages.success(request, said.format(count=f"{count:,}"))
    return redirect(f"{reverse('zones:list', args=[operation_id])}?unit={committed.unit_id}")


@require_POST
def discard(request: Request, operation_id: UUID, plan_id: UUID) -> HttpResponse:
    commands.discard_zones(request.actor, plan_id=plan_id)
    messages.success(request, _("The plan was discarded; nothing else has changed."))
    return redirect("zones:list", operation_id=operation_id)


def _job_page(request: Request, operation_id: UUID, found: Any) -> HttpResponse:
    shown = progress.shown(found, title=_("Zone plan"), app="zones", operation_id=operation_id)
    template = "parts/job_progress.html" if request.htmx else "zones/job.html"
    return render(request, template, shown | {"operation_id": operation_id})
