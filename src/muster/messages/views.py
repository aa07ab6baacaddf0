"""The ladder of a directive and every try; whom to call; work chats of a unit; how one is reached oneself."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muster.kernel.access import require
from muster.kernel.paging import page_of
from muster.kernel.requests import Request

from . import commands, queries
from .climbs import commands as climbs
from .climbs import queries as climb_queries
from .forms import CallForm, EmailForm, RoomForm

either = require_http_methods(["GET", "HEAD", "POST"])
UNPROCESSABLE = 422


@require_safe
def of_subject(request: Request, operation_id: UUID, subject_id: UUID) -> HttpResponse:
    actor = request.actor
    rounds = climb_queries.climbs_of(actor, subject_id=subject_id)
    page = page_of(climb_queries.messages_of(actor, subject_id=subject_id), request.GET.get("page"))
    context: dict[str, Any] = {
        "operation_id": operation_id,
        "newest": rounds[0],
        "rounds": [
            (climb, climb_queries.steps(climb), climb_queries.may_stop(actor, climb=climb))
            for climb in rounds
        ],
        "page": page,
        "sent": climb_queries.with_names(actor, list(page)),
    }
    return render(request, "messages/of_subject.html", context)


@require_POST
def stop_climb(request: Request, operation_id: UUID, climb_id: UUID) -> HttpResponse:
    climb = climbs.stop_climb(request.actor, climb_id=climb_id)
    messages.success(request, _("It is stopped. Nobody else is reminded by it."))
    return redirect("messages:of_subject", operation_id=operation_id, subject_id=climb.subject_id)


@either
def phone_list(request: Request, operation_id: UUID, climb_id: UUID) -> HttpResponse:
    """Masked; whole numbers are asked for by POST, which is written down."""
    climb = climb_queries.climb(request.actor, climb_id=climb_id)
    require(request.actor, "see_people")
    is_whole = request.method == "POST"
    callees = climb_queries.phone_list(
        request.actor, climb=climb, power="unmask" if is_whole else "see_people"
    )
    if is_whole:
        climbs.open_phone_list(request.actor, climb_id=climb_id, count=len(callees))
    context = {
        "climb": climb,
        "operation_id": operation_id,
        "callees": callees,
        "may_unmask": request.actor.holds("unmask") and not is_whole,
    }
    return render(request, "messages/phone_list.html", context)


@require_POST
def call(request: Request, operation_id: UUID, climb_id: UUID) -> HttpResponse:
    called = CallForm(request.POST).values
    climbs.note_call(request.actor, climb_id=climb_id, **called)
    said = _("Noted: reached. It still waits for their answer.")
    messages.success(request, said if called["is_reached"] else _("Noted: not reached."))
    return redirect("messages:phone_list", operation_id=operation_id, climb_id=climb_id)


@either
def rooms(request: Request, unit_id: UUID) -> HttpResponse:
    unit, found = queries.rooms_of(request.actor, unit_id=unit_id)
    form = RoomForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        commands.open_room(request.actor, unit_id=unit_id, **form.chosen)
        messages.success(request, _("Connected. It hears what the unit is reminded of."))
        return redirect("messages:rooms", unit_id=unit_id)
    context = {"unit": unit, "rooms": found, "form": form}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "messages/rooms.html", context, status=status)


@require_POST
def close_room(request: Request, unit_id: UUID, room_id: UUID) -> HttpResponse:
    commands.close_room(request.actor, room_id=room_id)
    messages.success(request, _("Disconnected."))
    return redirect("messages:rooms", unit_id=unit_id)


@either
def reach(request: Request) -> HttpResponse:
    if request.method == "POST":
        commands.set_email_address(request.actor, address=EmailForm(request.POST).address_typed)
        messages.success(request, _("Kept."))
        return redirect("messages:reach")
    form = EmailForm(initial={"address": queries.own_email_address(request.actor)})
    return render(request, "messages/reach.html", {"form": form})
