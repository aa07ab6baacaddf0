"""Changing the tree: choose, look at what would change, decide, follow it, undo it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from muster.kernel.access import require
from muster.kernel.paging import page_of
from muster.kernel.problems import NotFound, Words
from muster.kernel.requests import Request
from muster.units import queries as units

from . import commands, queries
from .commands import Proposal
from .forms import FORMS
from .models import Kind, Reorganisation, State
from .offers import offer

UNPROCESSABLE = 422
WORDS: dict[str, tuple[Words, Words, str]] = {
    Kind.RENAME: (_("Rename"), _("It gets another name; everything else stays."), "edit"),
    Kind.MOVE: (_("Move"), _("It comes under another unit, with all below it."), "arrow-right"),
    Kind.MERGE: (
        _("Merge others into it"),
        _("Other units end, and this one takes over their members, areas, zones, teams and open directives."),
        "arrows-join",
    ),
    Kind.SPLIT: (_("Split"), _("Part of it becomes a new unit beside it."), "arrows-split"),
    Kind.DISSOLVE: (_("Dissolve"), _("It ends, and another unit takes over."), "circle-x"),
}
PHASES: dict[str, Words] = {
    "wait": _("waiting for the tree"),
    "rows": _("moving what belongs to the units"),
    "figures": _("moving the units and their figures"),
}


@require_safe
def reorganisations(request: Request) -> HttpResponse:
    require(request.actor, "see")
    page = page_of(queries.reorganisations(request.actor), request.GET.get("page"))
    rows = [(found, queries.title(found)) for found in page]
    return render(request, "reorganisations/list.html", {"page": page, "rows": rows})


@require_safe
def choose(request: Request, unit_id: UUID) -> HttpResponse:
    unit = units.unit_with(request.actor, power="approve", unit_id=unit_id)
    context = {"unit": unit, "ancestors": units.ancestors(request.actor, unit=unit), "kinds": WORDS.items()}
    return render(request, "reorganisations/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: Request, unit_id: UUID, kind: str) -> HttpResponse:
    """What is to change; what that would do is shown next."""
    if kind not in FORMS:
        raise NotFound
    offered = offer(request.actor, unit_id=unit_id)
    form = FORMS[kind](request.POST if request.method == "POST" else None, offer=offered)
    if form.is_valid():
        proposal = Proposal(kind=Kind(kind), **form.chosen)
        made = commands.propose_reorganisation(request.actor, proposal=proposal)
        return redirect("reorganisations:reorganisation", reorganisation_id=made.pk)
    unit = units.unit(request.actor, unit_id=unit_id)
    context: dict[str, Any] = {
        "form": form,
        "unit": unit,
        "ancestors": units.ancestors(request.actor, unit=unit),
        "words": WORDS[kind],
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "reorganisations/propose.html", context, status=status)


@require_safe
def reorganisation(request: Request, reorganisation_id: UUID) -> HttpResponse:
    """What it would change, or what it changed."""
    found = queries.reorganisation(request.actor, reorganisation_id=reorganisation_id)
    waits = found.state in {State.PREVIEW, State.DECIDED}
    context = {
        "found": found,
        "title": queries.title(found),
        "preview": queries.preview(request.actor, found=found) if waits else None,
        "effects": queries.effects(found),
        "acts": queries.acts(request.actor, found=found),
        "units": queries.units_named(request.actor, found=found),
        "by": queries.people_named(request.actor, found=found),
        **_job(found),
    }
    return render(request, "reorganisations/reorganisation.html", context)


@require_safe
def progress(request: Request, reorganisation_id: UUID) -> HttpResponse:
    """The job's progress; the whole page anew once it is over."""
    found = queries.reorganisation(request.actor, reorganisation_id=reorganisation_id)
    if not found.is_at_work:
        return HttpResponseClientRefresh()
    return render(request, "reorganisations/progress.html", {"found": found, **_job(found)})


@require_POST
def decide(request: Request, reorganisation_id: UUID) -> HttpResponse:
    commands.decide_reorganisation(request.actor, reorganisation_id=reorganisation_id)
    return redirect("reorganisations:reorganisation", reorganisation_id=reorganisation_id)


@require_POST
def discard(request: Request, reorganisation_id: UUID) -> HttpResponse:
    commands.discard_reorganisation(request.actor, reorganisation_id=reorganisation_id)
    return redirect("reorganisations:reorganisation", reorganisation_id=reorganisation_id)


@require_POST
def undo(request: Request, reorganisation_id: UUID) -> HttpResponse:
    commands.start_undoing(request.actor, reorganisation_id=reorganisation_id)
    return redirect("reorganisations:reorganisation", reorganisation_id=reorganisation_id)


def _job(found: Reorganisation) -> dict[str, Any]:
    phase = found.job.phase if found.job else ""
    return {"job": found.job, "phase_label": PHASES.get(phase, phase)}
