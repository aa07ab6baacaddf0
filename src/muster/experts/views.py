"""Pages of experts: search, one entry, checking a proof, an appeal."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muster.figures import queries as figures
from muster.kernel.paging import page_of
from muster.kernel.requests import Request
from muster.operations import queries as operations
from muster.units import queries as units

from . import commands, forms, queries

reads_and_writes = require_http_methods(["GET", "HEAD", "POST"])
UNPROCESSABLE = 422


@require_safe
def experts(request: Request, operation_id: UUID) -> HttpResponse:
    actor = request.actor
    form = forms.FindExperts(request.GET)
    asked = form.asked
    unit = figures.unit_to_open(actor, operation_id=operation_id, unit_id=asked.pop("unit"))
    asked["kilometres"] = asked["kilometres"] or None
    found = queries.search(actor, operation_id=operation_id, unit_id=unit.pk, **asked)
    context = {
        "form": form,
        "unit": unit,
        "ancestors": units.ancestors(actor, unit=unit),
        "page": page_of(found, request.GET.get("page")),
        "is_filtered": any(asked.values()),
        "to_check": queries.to_check(actor),
        "appeals": queries.appeals(actor, operation_id=operation_id),
        "may_plan": actor.may("plan", unit.path),
        "operation_id": operation_id,
    }
    return render(request, "experts/list.html", context)


@reads_and_writes
def register(request: Request, operation_id: UUID) -> HttpResponse:
    """Look for a member, and enter them."""
    operations.operation(request.actor, operation_id=operation_id)
    text = request.GET.get("text", "")[:60]
    members = queries.members_to_register(request.actor, text=text)
    form = forms.RegisterForm(request.POST)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = commands.register_expert(request.actor, person_id=told["person"], languages=told["languages"])
        return redirect("experts:expert", operation_id, made.pk)
    context = {
        "text": text,
        "members": members,
        "form": forms.RegisterForm(),
        "operation_id": operation_id,
    }
    return render(request, "experts/register.html", context)


@reads_and_writes
def expert(request: Request, operation_id: UUID, expert_id: UUID) -> HttpResponse:
    """An entry; by POST, one more qualification."""
    seen = queries.expert(request.actor, expert_id=expert_id)
    form = forms.SkillForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        commands.declare_skill(request.actor, expert_id=expert_id, **form.cleaned_data)
        messages.success(request, _("Entered. Somebody else must check the proof before it counts."))
        return redirect("experts:expert", operation_id, expert_id)
    context = {
        "expert": seen,
        "qualifications": queries.qualifications(request.actor, expert=seen),
        "form": form,
        "is_oneself": seen.person_id == request.actor.person_id,
        "may_change": seen.person_id == request.actor.person_id or request.actor.may("plan", seen.unit.path),
        "operation_id": operation_id,
    }
    return render(request, "experts/expert.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
def free(request: Request, operation_id: UUID, expert_id: UUID) -> HttpResponse:
    form = forms.FreeForm(request.POST)
    form.full_clean()
    commands.set_free(request.actor, expert_id=expert_id, is_free=form.cleaned_data["is_free"])
    return redirect("experts:expert", operation_id, expert_id)


@require_POST
def check(request: Request, operation_id: UUID, qualification_id: UUID) -> HttpResponse:
    form = forms.VerdictForm(request.POST)
    is_good = form.is_valid() and form.cleaned_data["verdict"] == "good"
    found = commands.check_proof(request.actor, qualification_id=qualification_id, is_good=is_good)
    messages.success(request, _("The proof is verified.") if is_good else _("The proof is refused."))
    return redirect("experts:expert", operation_id, found.expert_id)


@require_POST
def appeal(request: Request, operation_id: UUID) -> HttpResponse:
    form = forms.AppealForm(request.POST)
    if form.is_valid():
        told = commands.appeal(request.actor, call_id=form.cleaned_data["call"])
        said = ngettext(
            "{count} expert is told, once. Whether they come is theirs to say.",
            "{count} experts are told, once each. Whether they come is theirs to say.",
            told,
        )
        messages.success(request, said.format(count=told))
    return redirect("experts:list", operation_id)
