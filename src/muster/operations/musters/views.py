"""Who can come: the list of calls, a new one, its live board; and the page of one answer, for everybody who was asked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muster.kernel.access import require
from muster.kernel.paging import page_of
from muster.kernel.requests import Request
from muster.operations import queries as operations
from muster.units import queries as units

from . import commands, queries
from .forms import MusterForm
from .models import Answer

either = require_http_methods(["GET", "HEAD", "POST"])
UNPROCESSABLE = 422


@require_safe
def musters(request: Request, operation_id: UUID) -> HttpResponse:
    page = page_of(queries.calls(request.actor, operation_id=operation_id), request.GET.get("page"))
    context = {
        "page": page,
        "operation_id": operation_id,
        "may_open": queries.may_open(request.actor, operation_id=operation_id),
    }
    return render(request, "operations/musters/list.html", context)


@either
def open_muster(request: Request, operation_id: UUID) -> HttpResponse:
    operations.operation(request.actor, operation_id=operation_id)
    require(request.actor, "plan")
    form = MusterForm(
        request.POST if request.method == "POST" else None,
        units=units.units_with(request.actor, power="plan"),
        skills=list(queries.skills()),
    )
    if form.is_valid():
        call = commands.open_muster(request.actor, operation_id=operation_id, **form.chosen)
        return redirect("operations:muster", operation_id=operation_id, call_id=call.pk)
    context = {"form": form, "operation_id": operation_id}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "operations/musters/open.html", context, status=status)


@require_safe
def muster(request: Request, operation_id: UUID, call_id: UUID) -> HttpResponse:
    """The live board: asked for again every few seconds, it answers with its changing part alone."""
    call = queries.call(request.actor, operation_id=operation_id, call_id=call_id)
    context = {
        "call": call,
        "operation_id": operation_id,
        "board": queries.board(request.actor, call_id=call_id),
        "coming": queries.coming(request.actor, call_id=call_id)[:500],
        "may_lead": queries.may_lead(request.actor, call=call),
    }
    template = "board.html" if request.htmx else "muster.html"
    return render(request, f"operations/musters/{template}", context)


@require_POST
def ask_the_next(request: Request, operation_id: UUID, call_id: UUID) -> HttpResponse:
    count = commands.ask_the_next(request.actor, call_id=call_id)
    said = ngettext("%(count)d more person was asked.", "%(count)d more people were asked.", count)
    messages.success(request, said % {"count": count})
    return redirect("operations:muster", operation_id=operation_id, call_id=call_id)


@require_POST
def end_muster(request: Request, operation_id: UUID, call_id: UUID) -> HttpResponse:
    commands.end_muster(request.actor, call_id=call_id)
    messages.success(request, _("It has ended. Nobody else is asked."))
    return redirect("operations:muster", operation_id=operation_id, call_id=call_id)


@either
def answer(request: Request, token: str) -> HttpResponse:
    """One tap. To look at the page answers nothing: chats look at links by themselves."""
    if request.method == "POST":
        reply, is_on_site = request.POST.get("reply", ""), request.POST.get("on_site") == "yes"
        commands.answer(request.actor, token=token, reply=reply, is_on_site=is_on_site)
        return redirect("operations:answer_muster", token=token)
    context = {"asked": queries.asked(token), "answers": Answer.choices, "publisher": ""}
    return render(request, "operations/musters/answer.html", context)
