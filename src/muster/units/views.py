"""The organisation tree. The page of one unit spans apps: see console."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from muster.kernel.access import require
from muster.kernel.paging import page_of
from muster.kernel.requests import Request

from . import commands, queries
from .forms import FindUnits
from .nodes import Node, nodes, opened

MOST_OPEN_AT_FIRST = 3  # of the highest units in sight: more than these are shown closed
DEEPEST = 12


@require_safe
def tree(request: Request) -> HttpResponse:
    require(request.actor, "see")
    form = FindUnits(request.GET)
    context: dict[str, Any] = {"form": form, "asked": form.asked}
    if form.asked:
        found = queries.with_parents(request.actor, units=queries.find(request.actor, **form.asked))
        context["page"] = page_of(found, request.GET.get("page"))
    else:
        context["nodes"] = _first_nodes(request)
    return render(request, "units/tree.html", context)


@require_safe
def children(request: Request, unit_id: UUID) -> HttpResponse:
    below = nodes(list(queries.children(request.actor, unit_id=unit_id)), level=_level(request))
    return render(request, "units/children.html", {"nodes": below})


@require_POST
def twin(request: Request, unit_id: UUID) -> HttpResponse:
    day = timezone.localdate(request.actor.now)
    commands.twin_units(request.actor, unit_id=unit_id, code=request.POST.get("code", "")[:40], day=day)
    return redirect("units:unit", unit_id=unit_id)


@require_POST
def end_twinning(request: Request, twinning_id: UUID) -> HttpResponse:
    day = timezone.localdate(request.actor.now)
    ended = commands.end_twinning(request.actor, twinning_id=twinning_id, day=day)
    return redirect("units:unit", unit_id=ended.unit_id)


def _first_nodes(request: Request) -> list[Node]:
    """The highest units, opened, and what lies below those that have one unit below them."""
    tops = nodes(queries.top_units(request.actor), level=1)
    waiting = tops[:] if len(tops) <= MOST_OPEN_AT_FIRST else []
    while waiting:
        node = waiting.pop()
        opened(node, list(queries.children(request.actor, unit_id=node.id)))
        waiting += node.children if len(node.children) == 1 else []
    return tops


def _level(request: Request) -> int:
    """How deep the nodes lie in what is shown."""
    asked = request.GET.get("level", "")
    return min(int(asked), DEEPEST) if asked.isdecimal() else 1
