"""Pages of daily reports."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muster.directives import queries as directives
from muster.kernel.paging import page_of
from muster.kernel.requests import Request, next_page

from . import commands, queries, rules
from .forms import DayForm, DayReportForm, RhythmForm


@require_http_methods(["GET", "HEAD", "POST"])
def rhythm(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    actor = request.actor
    found = directives.directive_before(
        actor, verb="amend", operation_id=operation_id, directive_id=directive_id
    )
    if request.method == "POST":
        commands.set_rhythm(actor, directive_id=directive_id, **RhythmForm(request.POST).rhythm)
        messages.success(request, _("Every unit that has it reports each day from now on."))
        return _to_round(operation_id, directive_id)
    kept = queries.rhythm(actor, directive_id=directive_id)
    initial = (
        {"items": "\n".join(kept.items), "ended_on": kept.ended_on, **kept.cut_offs} if kept else rules.USUAL
    )
    context = {"form": RhythmForm(initial=initial), "directive": found, "operation_id": operation_id}
    return render(request, "directives/rhythm.html", context)


@require_safe
def round_(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    """One day, by unit; and who is missing."""
    actor = request.actor
    found = directives.directive(actor, operation_id=operation_id, directive_id=directive_id)
    form = DayForm(request.GET)
    form.full_clean()
    day, unit_id = form.cleaned_data.get("day"), form.cleaned_data.get("unit")
    held = queries.round_of(actor, directive_id=directive_id, day=day, unit_id=unit_id)
    context = {
        "directive": found,
        "operation_id": operation_id,
        "rhythm": queries.rhythm(actor, directive_id=directive_id),
        "round": held,
        "form": DayForm(initial={"day": held.day, "unit": unit_id} if held else None),
        "due": queries.due(actor, operation_id=operation_id, directive_id=directive_id),
        "acts": directives.acts(actor, directive=found),
    }
    if held is not None:
        silent = queries.missing(actor, directive_id=directive_id, day=held.day, unit_id=held.unit.pk)
        context["page"] = page_of(silent, request.GET.get("page"))
    return render(request, "directives/round.html", context)


@require_POST
def report_day(request: Request, operation_id: UUID, directive_id: UUID, unit_id: UUID) -> HttpResponse:
    asked = queries.rhythm(request.actor, directive_id=directive_id)
    typed = DayReportForm(request.POST, items=len(asked.items) if asked else 0).report
    commands.report_day(request.actor, directive_id=directive_id, unit_id=unit_id, **typed)
    messages.success(
        request, _("Today's report is sent. Send it again if a number changes; the later one counts.")
    )
    return _back(request, operation_id, directive_id)


@require_POST
def report_zero(request: Request, operation_id: UUID, directive_id: UUID, unit_id: UUID) -> HttpResponse:
    commands.report_zero(request.actor, directive_id=directive_id, unit_id=unit_id)
    messages.success(request, _("Zero is reported for today."))
    return _back(request, operation_id, directive_id)


def _back(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    """To the page that it was sent from, such as the secretary's day."""
    if wanted := next_page(request):
        return redirect(wanted)
    return _to_round(operation_id, directive_id)


def _to_round(operation_id: UUID, directive_id: UUID) -> HttpResponse:
    return redirect("directives:round", operation_id=operation_id, directive_id=directive_id)
