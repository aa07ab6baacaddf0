"""Pages of figures: all of a unit's, and one of them opened."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from muster.kernel.requests import Request
from muster.units import queries as units
from muster.units.models import Unit

from . import queries
from .forms import Look
from .queries import Reading


@require_safe
def figures(request: Request, operation_id: UUID) -> HttpResponse:
    look = Look(request.GET)
    unit = queries.unit_to_open(request.actor, operation_id=operation_id, unit_id=look.unit_id)
    readings = queries.figures_of(request.actor, operation_id=operation_id, unit=unit, as_of=look.day)
    context = _about(request, operation_id, unit, look) | {
        "tiles": _tiles(readings, operation_id, unit, look)
    }
    return render(request, "figures/list.html", context)


@require_safe
def figure(request: Request, operation_id: UUID, key: str) -> HttpResponse:
    look = Look(request.GET)
    unit = queries.unit_to_open(request.actor, operation_id=operation_id, unit_id=look.unit_id)
    whose: dict[str, Any] = {"operation_id": operation_id, "unit": unit, "as_of": look.day}
    (reading,) = queries.figures_of(request.actor, **whose, keys=[key])
    sources = queries.sources(reading.figure)
    parts = queries.by_child(request.actor, **whose, key=key)
    rows = queries.rows_behind(request.actor, **whose, key=key, before=look.last)
    context = _about(request, operation_id, unit, look) | {
        "reading": reading,
        "tile": _tiles([reading], operation_id, unit, look)[0] | {"url": ""},
        "sources": _tiles(queries.figures_of(request.actor, **whose, keys=sources), operation_id, unit, look),
        "parts": [(part, _query(part.unit_id, look.day)) for part in parts],
        "rows": rows,
        "older": _query(unit.pk, look.day, before=rows.last) if rows and rows.last else "",
        "newest": _query(unit.pk, look.day) if look.last else "",
    }
    return render(request, "figures/figure.html", context)


def _about(request: Request, operation_id: UUID, unit: Unit, look: Look) -> dict[str, Any]:
    return {
        "operation_id": operation_id,
        "unit": unit,
        "above": [
            (one, _query(one.pk, look.day))
            for one in units.ancestors(request.actor, unit=unit)
            if one.pk != unit.pk
        ],
        "look": look,
        "here": _query(unit.pk, look.day),
    }


def _tiles(readings: list[Reading], operation_id: UUID, unit: Unit, look: Look) -> list[dict[str, Any]]:
    return [
        {
            "key": reading.key,
            "label": reading.label,
            "value": reading.value,
            "measure": reading.measure,
            "change": None if look.day else reading.change,  # the tile says that it is today's
            "as_of": reading.as_of,
            "url": reverse("figures:figure", args=[operation_id, reading.key]) + _query(unit.pk, look.day),
        }
        for reading in readings
    ]


def _query(unit_id: UUID, day: date | None, **more: Any) -> str:
    """What a link carries on: whose figures, and of which day if one was asked for."""
    return "?" + urlencode({"unit": unit_id} | ({"as_of": day.isoformat()} if day else {}) | more)
