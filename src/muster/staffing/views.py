"""Pages of seats: which are vacant and why, who takes one, and plans for all."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muster.figures import queries as figures
from muster.kernel import commands as kernel
from muster.kernel import queries as kernel_queries
from muster.kernel.paging import page_of
from muster.kernel.requests import Request
from muster.units import queries as units

from . import commands, progress, queries
from .asking import OfUnit
from .forms import FindPeople, FindVacancies, FindWhose, PersonForm, StaffingForm
from .words import title, why

reads_and_writes = require_http_methods(["GET", "HEAD", "POST"])
UNPROCESSABLE = 422


@require_safe
def vacancies(request: Request, operation_id: UUID) -> HttpResponse:
    actor = request.actor
    form = FindVacancies(request.GET)
    asked = form.asked
    unit = figures.unit_to_open(actor, operation_id=operation_id, unit_id=asked.pop("unit"))
    found = queries.vacancies(actor, operation_id=operation_id, unit_id=unit.pk, **asked)
    page = page_of(found, request.GET.get("page"))
    context = {
        "form": form,
        "unit": unit,
        "ancestors": units.ancestors(actor, unit=unit),
        "is_filtered": any(asked.values()),
        "page": page,
        "rows": [(seat, title(seat), why(seat)) for seat in page.object_list],
        "tally": queries.tally(actor, operation_id=operation_id, unit_id=unit.pk),
        "reasons": queries.reasons(actor, operation_id=operation_id, unit_id=unit.pk),
        "may_plan": actor.may("plan", unit.path),
        "plans": queries.plans(actor, operation_id=operation_id),
        "jobs": queries.running(actor, operation_id=operation_id, names=[commands.PLAN_JOB]),
        "operation_id": operation_id,
    }
    return render(request, "staffing/vacancies.html", context)


@require_safe
def whose(request: Request, operation_id: UUID) -> HttpResponse:
    """Whose people are these? By line, and by locality."""
    actor = request.actor
    form = FindWhose(request.GET)
    asked = form.asked
    unit = figures.unit_to_open(actor, operation_id=operation_id, unit_id=asked.pop("unit"))
    may_see_people = actor.may("see_people", unit.path)
    people = queries.people_by_line(actor, operation_id=operation_id, unit_id=unit.pk, **asked)
    found = queries.whose(actor, operation_id=operation_id, unit_id=unit.pk)
    context = {
        "form": form,
        "unit": unit,
        "ancestors": units.ancestors(actor, unit=unit),
        "lines": found,
        "total": sum(line.people for line in found),
        "page": page_of(people, request.GET.get("page")) if may_see_people else None,
        "operation_id": operation_id,
    }
    return render(request, "staffing/whose.html", context)


@reads_and_writes
def seat(request: Request, operation_id: UUID, seat_id: UUID) -> HttpResponse:
    """Who could take a seat; and, by POST, who takes it."""
    found = queries.seat_to_fill(request.actor, seat_id=seat_id)
    back = _back(request, reverse("staffing:vacancies", args=[operation_id]))
    if request.method == "POST":
        form = PersonForm(request.POST)
        if form.is_valid():
            commands.hand_over(request.actor, seat_id=seat_id, person_id=form.cleaned_data["person"])
            messages.success(request, _("The seat is taken."))
        return redirect(back)
    asked = FindPeople(request.GET)
    context = {
        "seat": found,
        "title": title(found),
        "why": why(found),
        "form": asked,
        "candidates": queries.candidates(request.actor, seat_id=seat_id, **asked.asked),
        "back": back,
        "operation_id": operation_id,
    }
    return render(request, "staffing/seat.html", context)


@require_POST
def release(request: Request, operation_id: UUID, assignment_id: UUID) -> HttpResponse:
    commands.release(request.actor, assignment_id=assignment_id)
    messages.success(request, _("The person is free again; the seat is vacant."))
    return redirect(_back(request, reverse("staffing:vacancies", args=[operation_id])))


# Plans.


@reads_and_writes
def start(request: Request, operation_id: UUID) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    asked = OfUnit(request.GET if sent is None else sent).asked
    opened = figures.unit_to_open(request.actor, operation_id=operation_id, unit_id=asked["unit"])
    unit = queries.unit_to_plan(request.actor, operation_id=operation_id, unit_id=opened.pk)
    form = StaffingForm(sent, initial={"unit": unit.pk})
    if form.is_valid():
        job = commands.start_staffing(
            request.actor,
            operation_id=operation_id,
            unit_id=unit.pk,
            max_metres=1000 * form.cleaned_data["kilometres"],
            seconds=form.cleaned_data["seconds"],
            seed=form.cleaned_data["seed"],
        )
        return redirect("staffing:job", operation_id=operation_id, job_id=job.pk)
    context = {
        "form": form,
        "unit": unit,
        "tally": queries.tally(request.actor, operation_id=operation_id, unit_id=unit.pk),
        "operation_id": operation_id,
    }
    return render(request, "staffing/start.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_safe
def job(request: Request, operation_id: UUID, job_id: UUID) -> HttpResponse:
    found = kernel_queries.job(request.actor, job_id=job_id)
    return _job_page(request, operation_id, found)


@require_POST
def stop_job(request: Request, operation_id: UUID, job_id: UUID) -> HttpResponse:
    return _job_page(request, operation_id, kernel.stop_job(request.actor, job_id=job_id))


@require_safe
def plan(request: Request, operation_id: UUID, plan_id: UUID) -> HttpResponse:
    found = queries.plan(request.actor, plan_id=plan_id)
    context = {
        "plan": found,
        "kinds": queries.planned_kinds(found),
        "reasons": queries.planned_reasons(found),
        "gap_percent": f"{100 * found.certificate['gap']:.2f}",
        "operation_id": operation_id,
    }
    return render(request, "staffing/plan.html", context)


@require_POST
def commit(request: Request, operation_id: UUID, plan_id: UUID) -> HttpResponse:
    filled = commands.commit_staff(request.actor, plan_id=plan_id)
    said = ngettext("{count} person has a role now.", "{count} people have a role now.", filled.placed)
    messages.success(request, said.format(count=f"{filled.placed:,}"))
    if filled.dropped:
        said = ngettext(
            "{count} placement had become impossible meanwhile; its seat is still vacant.",
            "{count} placements had become impossible meanwhile; their seats are still vacant.",
            filled.dropped,
        )
        messages.warning(request, said.format(count=f"{filled.dropped:,}"))
    return redirect("staffing:vacancies", operation_id=operation_id)


@require_POST
def discard(request: Request, operation_id: UUID, plan_id: UUID) -> HttpResponse:
    commands.discard_staff_plan(request.actor, plan_id=plan_id)
    messages.success(request, _("The plan was discarded; nothing else has changed."))
    return redirect("staffing:vacancies", operation_id=operation_id)


def _job_page(request: Request, operation_id: UUID, found: Any) -> HttpResponse:
    shown = progress.shown(found, title=_("Staffing plan"), app="staffing", operation_id=operation_id)
    template = "parts/job_progress.html" if request.htmx else "staffing/job.html"
    return render(request, template, shown | {"operation_id": operation_id})


def _back(request: Request, otherwise: str) -> str:
    """The page that one came from, if it is ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else otherwise
