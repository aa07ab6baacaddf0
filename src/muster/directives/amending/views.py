"""Pages of what changed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from muster.directives import queries as directives
from muster.kernel.requests import Request

from . import commands, queries
from .difference import difference
from .forms import AmendForm

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    """Typed, then looked at beside what it replaces, then issued."""
    actor = request.actor
    found, latest = queries.directive_to_amend(actor, operation_id=operation_id, directive_id=directive_id)
    typed = {"base": latest.number, "body": latest.body, "due_on": found.due_on, "material": "no"}
    form = AmendForm(request.POST if request.method == "POST" else None, initial=typed)
    context = {"form": form, "operation_id": operation_id, "directive": found, "version": latest}
    if request.method != "POST" or not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return render(request, "directives/amend.html", context, status=status)
    if "look" in request.POST:
        context["paragraphs"] = difference(latest.body, form.amendment.body)
        context["asked_anew"] = queries.asked_anew(actor, directive_id=directive_id)
        return render(request, "directives/amend.html", context)
    commands.amend_directive(actor, directive_id=directive_id, amendment=form.amendment)
    messages.success(request, _said(form))
    return redirect("directives:directive", operation_id=operation_id, directive_id=directive_id)


@require_safe
def changes(request: Request, operation_id: UUID, directive_id: UUID, since: int, to: int) -> HttpResponse:
    found = directives.directive(request.actor, operation_id=operation_id, directive_id=directive_id)
    change = queries.change(request.actor, directive_id=directive_id, since=since, to=to)
    context = {"directive": found, "operation_id": operation_id, "change": change}
    return render(request, "directives/changes.html", context)


def _said(form: AmendForm) -> str:
    if form.amendment.is_material:
        return _("The new version is in force. Units that had accepted are asked again.")
    return _("The new version is in force; acceptances stand.")
