"""Lists of people, for those who may read them; deputies."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muster.kernel.paging import page_of
from muster.kernel.requests import Request
from muster.units import queries as units

from . import commands, queries
from .forms import DeputyForm, FindMembers


@require_safe
def of_unit(request: Request, unit_id: UUID) -> HttpResponse:
    """The members of a unit and of all below it."""
    form = FindMembers(request.GET)
    text, is_own, line = form.asked
    rolls = queries.roll_of(request.actor, unit_id=unit_id, text=text, below=not is_own, line=line)
    unit = units.unit(request.actor, unit_id=unit_id)
    page = page_of(rolls, request.GET.get("page"))
    context = {
        "unit": unit,
        "ancestors": units.ancestors(request.actor, unit=unit),
        "form": form,
        "is_filtered": bool(text or is_own or line != "roll"),
        "page": page,
        "members": queries.members(page),
        "reporting": queries.reporting_at(request.actor, unit_id=unit_id),
        "may_report": request.actor.may("import", unit.path),
        "may_unmask": request.actor.may("unmask", unit.path),
    }
    return render(request, "people/of_unit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def deputies(request: Request) -> HttpResponse:
    """Who acts for me while I am away, and for whom I act."""
    form = DeputyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        commands.name_deputy(request.actor, **form.chosen)
        messages.success(request, _("Named. Your powers move for these days, and come back by themselves."))
        return redirect("people:deputies")
    text = request.GET.get("q", "")
    context = {
        "form": form,
        "q": text,
        "found": queries.possible_deputies(request.actor, text=text),
        "own": queries.own_deputies(request.actor),
        "acting": queries.deputises_for(request.actor),
    }
    return render(request, "people/deputies.html", context, status=422 if form.is_bound else 200)


@require_POST
def end_deputy(request: Request, deputy_id: UUID) -> HttpResponse:
    commands.end_deputy(request.actor, deputy_id=deputy_id)
    messages.success(request, _("Ended. Powers and messages are back where they were."))
    return redirect("people:deputies")


@require_POST
def report_here(request: Request, unit_id: UUID) -> HttpResponse:
    """Members of other units who live here report here as well."""
    count = commands.report_residents(request.actor, unit_id=unit_id)
    said = ngettext(
        "{count} more member reports here as well.", "{count} more members report here as well.", count
    )
    messages.success(request, said.format(count=f"{count:,}"))
    return redirect(f"{reverse('people:of_unit', args=[unit_id])}?line=locality")
