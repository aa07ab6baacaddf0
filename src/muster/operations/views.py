"""Operations: activate, steer, close; and their temporary units: propose, decide, staff, end."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from muster.kernel.access import require
from muster.kernel.paging import page_of
from muster.kernel.problems import Words
from muster.kernel.requests import Request
from muster.people import queries as people
from muster.places import queries as places
from muster.places.models import AreaLevel
from muster.units import queries as units

from . import commands, queries
from .forms import (
    Activate,
    ChangePhase,
    Decline,
    FindParent,
    FindTemporaryUnits,
    Propose,
    SendMembers,
    SetLevel,
)
from .labels import level_label, phase_label
from .models import Operation, TemporaryUnitState
from .preview import Change, Effect, Preview

OFFERED = 20
PROPOSED, ACTIVE = TemporaryUnitState.PROPOSED, TemporaryUnitState.ACTIVE
either = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def operations(request: Request) -> HttpResponse:
    require(request.actor, "see")
    page = page_of(queries.operations(request.actor), request.GET.get("page"))
    context = {"page": page, "may_activate": request.actor.holds("activate")}
    return render(request, "operations/list.html", context)


@either
def activate(request: Request) -> HttpResponse:
    """Choose, see whom it calls, and only then call them."""
    require(request.actor, "activate")
    form = Activate(_sent(request), units=units.units_with(request.actor, power="activate"))
    if not form.is_valid():
        return _form(
            request, form, _("Activate an operation"), reverse("operations:list"), _("See whom it calls")
        )
    if "confirmed" in request.POST:
        operation = commands.begin_operation(request.actor, **form.chosen)
        return redirect("console:now", operation_id=operation.pk)
    called = queries.whom_it_would_call(request.actor, unit_id=form.chosen["unit_id"])
    preview = Preview(
        title=_("Activate and call"),
        text=form.kind_label,
        effects=[Effect(_("base units"), called.units), Effect(_("members"), called.members)],
        warnings=[
            _("The list of those called is frozen now: it is what every later share is counted against.")
        ],
        hidden={name: value for name, value in form.cleaned_data.items() if value} | {"confirmed": "yes"},
        submit_label=_("Activate and call"),
        cancel_url=reverse("operations:activate"),
    )
    return _shown(request, preview)


@require_safe
def operation(request: Request, operation_id: UUID) -> HttpResponse:
    found = queries.operation(request.actor, operation_id=operation_id)
    context = {
        "operation": found,
        "phases": _phases(request, found),
        "levels": [
            (one.area, level_label(one.level), one)
            for one in queries.levels_in_force(request.actor, operation_id=operation_id)
        ],
        "may_change": request.actor.may("activate", found.unit.path) and found.closed_at is None,
    }
    return render(request, "operations/operation.html", context)


@either
def change_phase(request: Request, operation_id: UUID) -> HttpResponse:
    found = queries.operation_to_change(request.actor, operation_id=operation_id)
    back = reverse("operations:operation", kwargs={"operation_id": operation_id})
    form = ChangePhase(_sent(request) or request.GET or None, operation=found)
    if not form.is_valid():
        return _form(request, form, _("Change the phase"), back, _("See what changes"), asks=True)
    phase = form.cleaned_data["phase"]
    if request.method == "POST":
        commands.change_phase(request.actor, operation_id=operation_id, phase=phase)
        return redirect(back)
    before, after = (phase_label(code, phases=found.phases) for code in (found.phase, phase))
    preview = Preview(
        title=_("Change the phase"),
        changes=[Change(_("Phase"), before, after)],
        hidden={"phase": phase},
        submit_label=_("Change the phase"),
        cancel_url=back,
    )
    return _shown(request, preview)


@either
def set_level(request: Request, operation_id: UUID) -> HttpResponse:
    queries.operation_to_change(request.actor, operation_id=operation_id)
    back = reverse("operations:operation", kwargs={"operation_id": operation_id})
    areas = list(places.areas(request.actor, level=AreaLevel.COUNTY))
    form = SetLevel(_sent(request) or request.GET or None, areas=areas)
    if not form.is_valid():
        return _form(request, form, _("Set the response level"), back, _("See what changes"), asks=True)
    level, area_id = form.cleaned_data["level"], form.cleaned_data["area"]
    if request.method == "POST":
        commands.set_response_level(request.actor, operation_id=operation_id, level=level, area_id=area_id)
        return redirect(back)
    now = queries.current_level(request.actor, operation_id=operation_id, area_id=area_id)
    where = next((area.name for area in areas if area.pk == area_id), _("the whole operation"))
    preview = Preview(
        title=_("Set the response level"),
        changes=[Change(where, level_label(now.level) if now else None, level_label(level))],
        hidden={"level": level, "area": area_id or ""},
        submit_label=_("Set the response level"),
        cancel_url=back,
    )
    return _shown(request, preview)


@either
def close(request: Request, operation_id: UUID) -> HttpResponse:
    found = queries.operation_to_change(request.actor, operation_id=operation_id)
    back = reverse("operations:operation", kwargs={"operation_id": operation_id})
    if request.method == "POST":
        commands.close_operation(request.actor, operation_id=operation_id)
        return redirect(back)
    temporary = queries.temporary_units(request.actor, operation_id=operation_id)
    active = temporary.filter(state=TemporaryUnitState.ACTIVE).count()
    remaining = format_lazy(_("{count} temporary units are still active: end them first."), count=active)
    preview = Preview(
        title=format_lazy(_("Close “{name}”"), name=found.name),
        text=_("Its data can be read from then on, not changed. A closed operation is not opened again."),
        warnings=[remaining] if active else [],
        submit_label=_("Close the operation"),
        cancel_url=back,
        danger=True,
    )
    return _shown(request, preview)


@require_safe
def temporary_units(request: Request, operation_id: UUID) -> HttpResponse:
    form = FindTemporaryUnits(request.GET)
    found = queries.temporary_units(request.actor, operation_id=operation_id)
    if form.asked:
        found = found.filter(state=form.asked)
    context = {
        "operation": queries.operation(request.actor, operation_id=operation_id),
        "form": form,
        "page": page_of(found, request.GET.get("page")),
        "may_propose": request.actor.holds("plan"),
    }
    return render(request, "operations/temporary_units.html", context)


@either
def propose(request: Request, operation_id: UUID) -> HttpResponse:
    """First the unit above it, then the rest."""
    require(request.actor, "plan")
    found = queries.operation(request.actor, operation_id=operation_id)
    find = FindParent(request.POST or request.GET)
    asked = find.asked
    context: dict[str, Any] = {"operation": found, "find": find, "asked": asked}
    if asked["parent"] is None:
        context["units"] = units.find(request.actor, text=asked["unit"])[:OFFERED] if asked["unit"] else []
        return render(request, "operations/propose.html", context)
    context["parent"] = units.unit_with(request.actor, power="plan", unit_id=asked["parent"])
    form = Propose(_sent(request))
    if form.is_valid():
        unit = commands.propose_temporary_unit(request.actor, operation_id=operation_id, **form.chosen)
        return redirect("operations:temporary_unit", operation_id=operation_id, temporary_unit_id=unit.pk)
    context |= {"form": form, "leaders": _leaders(request, asked["parent"], asked["leader_name"])}
    return render(request, "operations/propose.html", context, status=422 if form.is_bound else 200)


@require_safe
def temporary_unit(request: Request, operation_id: UUID, temporary_unit_id: UUID) -> HttpResponse:
    unit = queries.temporary_unit(request.actor, temporary_unit_id=temporary_unit_id)
    may_see_people = request.actor.may("see_people", unit.parent.path)
    context = {
        "operation": queries.operation(request.actor, operation_id=operation_id),
        "unit": unit,
        "may_decide": unit.state == PROPOSED and request.actor.may("approve", unit.parent.path),
        "may_end": unit.state == ACTIVE and request.actor.may("approve", unit.parent.path),
        "may_send": unit.state == ACTIVE and request.actor.may("plan", unit.parent.path),
        "may_see_people": may_see_people,
    }
    if may_see_people:
        postings = queries.serving(request.actor, temporary_unit_id=temporary_unit_id)
        context["page"] = page_of(postings, request.GET.get("page"))
    return render(request, "operations/temporary_unit.html", context)


@either
def approve(request: Request, operation_id: UUID, temporary_unit_id: UUID) -> HttpResponse:
    unit = queries.temporary_unit_to(request.actor, "approve", temporary_unit_id=temporary_unit_id)
    back = _page_of_unit(operation_id, temporary_unit_id)
    if request.method == "POST":
        commands.approve_temporary_unit(request.actor, temporary_unit_id=temporary_unit_id)
        return redirect(back)
    preview = Preview(
        title=format_lazy(_("Set up “{name}”"), name=unit.name),
        text=_("It stands in the tree from now on. Its leader is its first member; rolls stay at home."),
        changes=[Change(_("Under"), None, unit.parent.name), Change(_("Leader"), None, unit.leader.name)],
        submit_label=_("Approve"),
        cancel_url=back,
    )
    return _shown(request, preview)


@either
def decline(request: Request, operation_id: UUID, temporary_unit_id: UUID) -> HttpResponse:
    unit = queries.temporary_unit_to(request.actor, "approve", temporary_unit_id=temporary_unit_id)
    back = _page_of_unit(operation_id, temporary_unit_id)
    form = Decline(_sent(request))
    if not form.is_valid():
        title = format_lazy(_("Decline “{name}”"), name=unit.name)
        return _form(request, form, title, back, _("Decline"))
    commands.decline_temporary_unit(request.actor, temporary_unit_id=temporary_unit_id, **form.cleaned_data)
    return redirect(back)


@either
def end(request: Request, operation_id: UUID, temporary_unit_id: UUID) -> HttpResponse:
    unit = queries.temporary_unit_to(request.actor, "approve", temporary_unit_id=temporary_unit_id)
    back = _page_of_unit(operation_id, temporary_unit_id)
    if request.method == "POST":
        commands.end_temporary_unit(request.actor, temporary_unit_id=temporary_unit_id)
        return redirect(back)
    preview = Preview(
        title=format_lazy(_("End “{name}”"), name=unit.name),
        text=_("Its task is done. Everyone in it goes back to the unit that holds the roll."),
        effects=[Effect(_("members go back"), queries.strength(unit))],
        submit_label=_("End it"),
        cancel_url=back,
        danger=True,
    )
    return _shown(request, preview)


@either
def send_members(request: Request, operation_id: UUID, temporary_unit_id: UUID) -> HttpResponse:
    """Find members by name and send them to serve."""
    unit = queries.temporary_unit_to(request.actor, "plan", temporary_unit_id=temporary_unit_id)
    text = request.GET.get("q", "")
    form = SendMembers(_sent(request))
    if form.is_valid():
        commands.post_members(
            request.actor, temporary_unit_id=unit.pk, person_ids=form.cleaned_data["person"]
        )
        return redirect(_page_of_unit(operation_id, temporary_unit_id))
    context = {"unit": unit, "form": form, "q": text, "offered": _leaders(request, unit.parent_id, text)}
    context["back"] = _page_of_unit(operation_id, temporary_unit_id)
    return render(request, "operations/send_members.html", context, status=422 if form.is_bound else 200)


def _page_of_unit(operation_id: UUID, temporary_unit_id: UUID) -> str:
    named = {"operation_id": operation_id, "temporary_unit_id": temporary_unit_id}
    return reverse("operations:temporary_unit", kwargs=named)


def _leaders(request: Request, unit_id: UUID, text: str) -> list[people.Member]:
    """Whom to choose from: those that a name finds, wherever their roll lies; else the members of the unit."""
    found = (
        people.roll_in_sight(request.actor, text=text)
        if text
        else people.roll_of(request.actor, unit_id=unit_id)
    )
    return people.members(found[:OFFERED])


def _sent(request: Request) -> QueryDict | None:
    """What was filled in; nothing while the form is only shown."""
    return request.POST if request.method == "POST" else None


def _phases(request: Request, found: Operation) -> list[tuple[str, object, bool]]:
    """Each phase, when it began if it has, and whether it is the present one."""
    began = {
        change.phase: change.at for change in queries.phase_changes(request.actor, operation_id=found.pk)
    }
    return [
        (
            phase_label(phase["code"], phases=found.phases),
            began.get(phase["code"]),
            phase["code"] == found.phase,
        )
        for phase in found.phases
    ]


def _form(
    request: Request, form: forms.Form, title: Words, back: str, submit_label: Words, *, asks: bool = False
) -> HttpResponse:
    """A form alone on its page. One that only asks for a preview is sent by GET."""
    context = {"form": form, "title": title, "back": back, "submit_label": submit_label, "asks": asks}
    return render(request, "operations/form.html", context, status=422 if form.is_bound else 200)


def _shown(request: Request, preview: Preview) -> HttpResponse:
    return render(request, "operations/preview.html", {"preview": preview})
