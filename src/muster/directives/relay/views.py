"""Noting many members as told at once, by hand or from a group chat's replies."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from muster.directives import commands
from muster.directives import queries as directives
from muster.directives.forms import ToldForm
from muster.kernel.requests import Request

from . import queries
from .forms import PasteForm


@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: Request, operation_id: UUID, directive_id: UUID, unit_id: UUID) -> HttpResponse:
    """Paste, look over, keep."""
    actor, about = request.actor, {"directive_id": directive_id, "unit_id": unit_id}
    directive = directives.directive(actor, operation_id=operation_id, directive_id=directive_id)
    if request.method == "POST" and "how" in request.POST:
        typed = ToldForm(request.POST).values
        count = commands.mark_told(
            actor, directive_id=directive_id, person_ids=typed["person"], how=typed["how"]
        )
        said = ngettext("%(count)d member is noted as told.", "%(count)d members are noted as told.", count)
        messages.success(request, said % {"count": count})
        return redirect(
            "directives:delivery", operation_id=operation_id, directive_id=directive_id, unit_id=unit_id
        )
    form = PasteForm(request.POST if request.method == "POST" else None)
    text = form.values["text"] if form.is_bound else ""
    context = {
        "directive": directive,
        "delivery": directives.delivery(actor, **about),
        "operation_id": operation_id,
        "form": form,
        "review": queries.review(actor, text=text, **about),
        "is_pasted": form.is_bound,
    }
    return render(request, "directives/tell.html", context)
