"""Reviewing records that may be one person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muster.kernel.paging import page_of
from muster.kernel.problems import BadRequest
from muster.kernel.requests import Request

from . import commands, queries
from .forms import Keep
from .models import PairState

PAIRS_A_PAGE = 20


@require_safe
def pairs(request: Request) -> HttpResponse:
    asked = request.GET.get("state", "")
    state = asked if asked in PairState.values else PairState.OPEN
    page = page_of(queries.pairs(request.actor, state=state), request.GET.get("page"), rows=PAIRS_A_PAGE)
    context = {"page": page, "rows": queries.shown(page), "state": state, "states": PairState.choices}
    return render(request, "duplicates/list.html", context)


@require_POST
def find(request: Request) -> HttpResponse:
    job = commands.start_finding(request.actor)
    return redirect("console:job", job_id=job.pk)


@require_POST
def merge(request: Request, pair_id: UUID) -> HttpResponse:
    queries.pair(request.actor, pair_id=pair_id)
    form = Keep(request.POST)
    if not form.is_valid():
        raise BadRequest("kept")
    commands.merge_records(request.actor, pair_id=pair_id, kept_id=form.cleaned_data["kept"])
    messages.success(request, _("They are one person now. It can be taken back under “one person”."))
    return redirect("duplicates:list")


@require_POST
def apart(request: Request, pair_id: UUID) -> HttpResponse:
    commands.keep_apart(request.actor, pair_id=pair_id)
    messages.success(request, _("They stay two people, and are not proposed again."))
    return redirect("duplicates:list")


@require_POST
def undo(request: Request, pair_id: UUID) -> HttpResponse:
    commands.undo_merge(request.actor, pair_id=pair_id)
    messages.success(request, _("They are two records again."))
    return redirect("duplicates:list")
