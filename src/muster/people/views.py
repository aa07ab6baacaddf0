"""Lists of people, for those who may read them; deputies."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muster.kernel.paging import page_of
from muster.kernel.requests import Request, next_page
from muster.units import queries as units

from . import commands, queries
from .forms import DeputyForm, FindMembers, RoleForm
from .labels import ROLE_LABELS


@require_safe
def of_unit(request: Request, unit_id: UUID) -> HttpResponse:
    """The members of a unit and of all below it."""
    form = FindMembers(request.GET)
    text, is_own, line = form.asked
    rolls = queries.roll_of(request.actor, unit_id=unit_id, text=text, below=not is_own, line=line)
    unit = units.unit(request.actor, unit_id=unit_id)
    page = page_of(rolls, request.GET.get("page"))
    context = {
        "unit": unit,
        "ancestors": units.ancestors(request.actor, unit=unit),
        "form": form,
        "is_filtered": bool(text or is_own or line != "roll"),
        "page": page,
        "members": queries.members(page),
        "reporting": queries.reporting_at(request.actor, unit_id=unit_id),
        "may_end_sessions": request.actor.may("end_sessions", unit.path),
        "may_report": request.actor.may("import", unit.path),
        "may_unmask": request.actor.may("unmask", unit.path),
    }
    return render(request, "people/of_unit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def deputies(request: Request, person_id: UUID | None = None) -> HttpResponse:
    """Who acts for me, or for somebody whose roles I give out, while they are away; and for whom I act."""
    away = queries.person_to_represent(request.actor, person_id=person_id)
    form = DeputyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        commands.name_deputy(request.actor, person_id=away.pk, **form.chosen)
        messages.success(request, _("Named. Powers move for these days, and come back by themselves."))
        return redirect(request.path)
    text = request.GET.get("q", "")
    context = {
        "form": form,
        "q": text,
        "whose": away if person_id else None,
        "found": queries.others_in_sight(request.actor, text=text, but=away.pk),
        "spans": queries.deputies_of(request.actor, person_id=away.pk),
        "acting": [] if person_id else queries.deputises_for(request.actor),
    }
    return render(request, "people/deputies.html", context, status=422 if form.is_bound else 200)


@require_POST
def end_deputy(request: Request, deputy_id: UUID) -> HttpResponse:
    commands.end_deputy(request.actor, deputy_id=deputy_id)
    messages.success(request, _("Ended. Powers and messages are back where they were."))
    return redirect(next_page(request) or "people:deputies")


@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: Request, unit_id: UUID) -> HttpResponse:
    """Who holds which role on this unit and below it, from whom, until when; and a way to give one."""
    unit = queries.unit_with_roles(request.actor, unit_id=unit_id)
    names = queries.roles_to_give(request.actor, unit=unit)
    form = RoleForm(request.POST if request.method == "POST" else None, names=names, today=request.actor.now)
    if form.is_valid():
        commands.give_role(request.actor, unit_id=unit_id, **form.chosen)
        messages.success(request, _("The role is given. It ends by itself."))
        return redirect("people:roles", unit_id)
    text = request.GET.get("q", "")
    page = page_of(queries.roles_at(request.actor, unit_id=unit_id), request.GET.get("page"))
    context = {
        "unit": unit,
        "ancestors": units.ancestors(request.actor, unit=unit),
        "page": page,
        "roles": [(role, ROLE_LABELS[role.name], role.name in names) for role in page],
        "may_give": bool(names),
        "form": form,
        "q": text,
        "found": queries.others_in_sight(request.actor, text=text, but=queries.oneself(request.actor)),
    }
    return render(request, "people/roles.html", context, status=422 if form.is_bound else 200)


@require_POST
def end_role(request: Request, role_id: UUID) -> HttpResponse:
    """From today on."""
    unit_id = commands.end_role(
        request.actor, role_id=role_id, day=timezone.localdate(request.actor.now)
    ).unit_id
    messages.success(request, _("The role has ended."))
    return redirect(next_page(request) or reverse("people:roles", args=[unit_id]))


@require_POST
def report_here(request: Request, unit_id: UUID) -> HttpResponse:
    """Members of other units who live here report here as well."""
    count = commands.report_residents(request.actor, unit_id=unit_id)
    said = ngettext(
        "{count} more member reports here as well.", "{count} more members report here as well.", count
    )
    messages.success(request, said.format(count=f"{count:,}"))
    return redirect(f"{reverse('people:of_unit', args=[unit_id])}?line=locality")
