"""The explanation for residents: written once, shown as a sheet, a poster and a short message."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from muster.directives import queries as directives
from muster.kernel.requests import Request

from . import commands, queries
from .forms import ExplainForm


@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    actor = request.actor
    directive = directives.directive(actor, operation_id=operation_id, directive_id=directive_id)
    if request.method == "POST":
        commands.explain(actor, directive_id=directive_id, **ExplainForm(request.POST).values)
        messages.success(request, _("The sheet, the poster and the short message say this now."))
        return redirect("directives:explain", operation_id=operation_id, directive_id=directive_id)
    found = queries.explained(actor, directive_id=directive_id)
    kept = found.explanation if found else None
    initial = {"headline": kept.headline, "points": "\n".join(kept.points), "ask": kept.ask} if kept else None
    context = {
        "directive": directive,
        "operation_id": operation_id,
        "found": found,
        "form": ExplainForm(initial=initial),
        "may_write": actor.may("draft", directive.issuing_unit.path) and directive.state == "issued",
    }
    return render(request, "directives/explain.html", context)


@require_safe
def sheet(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    return _printed(request, operation_id, directive_id, "directives/sheet.html")


@require_safe
def poster(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    return _printed(request, operation_id, directive_id, "directives/poster.html")


def _printed(request: Request, operation_id: UUID, directive_id: UUID, template: str) -> HttpResponse:
    found = queries.explained_or_none_such(
        request.actor, operation_id=operation_id, directive_id=directive_id
    )
    return render(request, template, {"found": found, "operation_id": operation_id})
