"""Reminding units by hand, and the page of how reminders climb."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from muster.kernel.requests import Request
from muster.messages.models import Act

from . import commands, queries
from .commands import Reminded
from .forms import LadderForm, SubtreeForm

UNPROCESSABLE = 422


@require_POST
def remind(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    unit_id = SubtreeForm(request.POST).values["unit"]
    found = commands.remind_units(request.actor, directive_id=directive_id, unit_id=unit_id)
    messages.success(request, _said(found))
    return redirect("directives:waiting", operation_id=operation_id, directive_id=directive_id)


@transaction.atomic  # reading it takes the lock under which it is changed
@require_http_methods(["GET", "HEAD", "POST"])
def ladder(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    """Before it is issued, and while it climbs."""
    found = queries.ladder_to_change(request.actor, directive_id=directive_id)
    sent = request.POST if request.method == "POST" else None
    form = LadderForm(sent, steps=found.steps, passed=found.passed)
    if form.is_valid():
        commands.set_ladder(request.actor, directive_id=directive_id, steps=form.steps)
        messages.success(request, _("Reminders will climb by these steps."))
        return redirect("directives:directive", operation_id=operation_id, directive_id=directive_id)
    context = {
        "directive": found.directive,
        "kept": [(step, Act(step["act"]).label) for step in form.kept],
        "form": form,
        "operation_id": operation_id,
    }
    return render(request, "directives/ladder.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _said(found: Reminded) -> str:
    units = ngettext("%(count)d unit was reminded.", "%(count)d units were reminded.", found.units)
    said = [units % {"count": found.units}]
    if found.messages:
        queued = ngettext(
            "%(count)d message is on its way.", "%(count)d messages are on their way.", found.messages
        )
        said.append(queued % {"count": found.messages})
    if found.unreachable:
        missing = ngettext(
            "%(count)d person has neither phone nor e-mail here: call them.",
            "%(count)d people have neither phone nor e-mail here: call them.",
            found.unreachable,
        )
        said.append(missing % {"count": found.unreachable})
    return " ".join(said)
