"""Lists of people, for those who may read them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from muster.kernel.paging import page_of
from muster.kernel.requests import Request
from muster.units import queries as units

from . import queries
from .forms import FindMembers


@require_safe
def of_unit(request: Request, unit_id: UUID) -> HttpResponse:
    """The members of a unit and of all below it."""
    form = FindMembers(request.GET)
    text, is_own = form.asked
    rolls = queries.roll_of(request.actor, unit_id=unit_id, text=text, below=not is_own)
    unit = units.unit(request.actor, unit_id=unit_id)
    page = page_of(rolls, request.GET.get("page"))
    context = {
        "unit": unit,
        "ancestors": units.ancestors(request.actor, unit=unit),
        "form": form,
        "is_filtered": bool(text or is_own),
        "page": page,
        "members": queries.members(page),
    }
    return render(request, "people/of_unit.html", context)
