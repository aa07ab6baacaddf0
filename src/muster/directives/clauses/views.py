"""Pages of the division of labour."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muster.directives import queries as directives
from muster.directives.forms import ReasonForm, ids
from muster.kernel.requests import Request, next_page

from . import commands, queries
from .forms import ClauseForm, ClauseReportForm, DelegateForm, KeeperForm
from .queries import Share

UNPROCESSABLE = 422
A_YEAR = "private, max-age=31536000, immutable"


# In the draft.


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, operation_id: UUID, directive_id: UUID, number: int) -> HttpResponse:
    """Clause 0 is a new one."""
    actor = request.actor
    directives.what_was_drafted(actor, directive_id=directive_id)
    form = _clause_form(request, directive_id, number)
    if request.method != "POST" or not form.is_valid():
        context = {
            "form": form,
            "directive": directives.directive(actor, operation_id=operation_id, directive_id=directive_id),
            "operation_id": operation_id,
            "number": number,
        }
        return render(
            request, "directives/clause_form.html", context, status=UNPROCESSABLE if form.is_bound else 200
        )
    commands.put_clause(actor, directive_id=directive_id, draft=form.draft, number=number or None)
    messages.success(request, _("The clause is kept."))
    return redirect("directives:directive", operation_id=operation_id, directive_id=directive_id)


@require_POST
def remove(request: Request, operation_id: UUID, directive_id: UUID, number: int) -> HttpResponse:
    commands.remove_clause(request.actor, directive_id=directive_id, number=number)
    messages.success(request, _("The clause is gone; those behind it moved up."))
    return redirect("directives:directive", operation_id=operation_id, directive_id=directive_id)


def _clause_form(request: Request, directive_id: UUID, number: int) -> ClauseForm:
    sent = request.POST if request.method == "POST" else None
    initial: dict[str, Any] = {}
    if number and (kept := queries.clause_of_draft(request.actor, directive_id=directive_id, number=number)):
        parts = list(kept.parts.all())
        initial = {
            "text": kept.text,
            "measure": kept.measure,
            "due_on": kept.due_on,
            "lead": [part.unit_id for part in parts if part.is_lead],
            "helping": [part.unit_id for part in parts if not part.is_lead],
        }
    ticked = {
        name: ids(sent.getlist(name)) if sent is not None else tuple(initial.get(name, ()))
        for name in ("lead", "helping")
    }
    offered = {name: directives.addressable(request.actor, chosen=chosen) for name, chosen in ticked.items()}
    return ClauseForm(sent, initial=initial, leads=offered["lead"], helpers=offered["helping"])


# In force.


@require_safe
def clause(request: Request, operation_id: UUID, directive_id: UUID, clause_id: UUID) -> HttpResponse:
    """How far one clause has come, by unit."""
    actor = request.actor
    found = directives.directive(actor, operation_id=operation_id, directive_id=directive_id)
    wanted = next(iter(ids([request.GET.get("unit", "")])), None)
    branches = queries.roll_up(actor, clause_id=clause_id, unit_id=wanted)
    context = {
        "directive": found,
        "operation_id": operation_id,
        "line": queries.line(actor, directive=found, clause_id=clause_id),
        "branches": branches,
        "total": queries.total(branches),
        "below": wanted,
        "now": actor.now,
    }
    return render(request, "directives/clause.html", context)


@require_safe
def part(
    request: Request, operation_id: UUID, directive_id: UUID, clause_id: UUID, unit_id: UUID
) -> HttpResponse:
    actor = request.actor
    found = directives.directive(actor, operation_id=operation_id, directive_id=directive_id)
    share = queries.share(actor, clause_id=clause_id, unit_id=unit_id)
    context = {"directive": found, "operation_id": operation_id} | _of_part(request, share)
    return render(request, "directives/part.html", context)


def _of_part(request: Request, share: Share) -> dict[str, Any]:
    part = share.part
    acts = queries.acts(request.actor, part=part)
    below = queries.units_below(request.actor, part=part) if "delegate" in acts else []
    members = queries.members_to_name(request.actor, part=part) if "keeper" in acts else []
    return {
        "share": share,
        "part": part,
        "acts": acts,
        "reports": queries.reports(request.actor, part=part),
        "handed_down": queries.handed_down(request.actor, part=part),
        "report_form": ClauseReportForm(measure=part.clause.measure),
        "reason_form": ReasonForm(auto_id="return_%s"),
        "delegate_form": DelegateForm(below=below, initial={"due_on": part.due_on}) if below else None,
        "keeper_form": KeeperForm(members=members, initial={"person": part.keeper_id}) if members else None,
    }


@require_POST
def report(
    request: Request, operation_id: UUID, directive_id: UUID, clause_id: UUID, unit_id: UUID
) -> HttpResponse:
    share = queries.share(request.actor, clause_id=clause_id, unit_id=unit_id)
    form = ClauseReportForm(request.POST, request.FILES, measure=share.part.clause.measure)
    commands.report_on_clause(
        request.actor,
        clause_id=clause_id,
        unit_id=unit_id,
        report=form.report(is_done="done" in request.POST),
    )
    messages.success(request, _("Your report is kept."))
    return _to_part(operation_id, directive_id, clause_id, unit_id)


@require_POST
def delegate(
    request: Request, operation_id: UUID, directive_id: UUID, clause_id: UUID, unit_id: UUID
) -> HttpResponse:
    share = queries.share(request.actor, clause_id=clause_id, unit_id=unit_id)
    typed = DelegateForm(request.POST, below=queries.units_below(request.actor, part=share.part)).values
    count = commands.delegate_clause(
        request.actor,
        clause_id=clause_id,
        unit_id=unit_id,
        receiver_ids=typed["receivers"],
        due_on=typed["due_on"],
        instruction=typed["instruction"],
    )
    said = ngettext("%(count)d unit has it now.", "%(count)d units have it now.", count) % {"count": count}
    messages.success(request, said)
    return _to_part(operation_id, directive_id, clause_id, unit_id)


@require_POST
def keeper(
    request: Request, operation_id: UUID, directive_id: UUID, clause_id: UUID, unit_id: UUID
) -> HttpResponse:
    share = queries.share(request.actor, clause_id=clause_id, unit_id=unit_id)
    members = queries.members_to_name(request.actor, part=share.part)
    person_id = KeeperForm(request.POST, members=members).values["person"]
    commands.name_keeper(request.actor, clause_id=clause_id, unit_id=unit_id, person_id=person_id)
    messages.success(request, _("It stands among their tasks now."))
    if wanted := next_page(request):
        return redirect(wanted)
    return _to_part(operation_id, directive_id, clause_id, unit_id)


@require_POST
def confirm(
    request: Request, operation_id: UUID, directive_id: UUID, clause_id: UUID, unit_id: UUID
) -> HttpResponse:
    commands.confirm_clause(request.actor, clause_id=clause_id, unit_id=unit_id)
    messages.success(request, _("Confirmed."))
    return _to_part(operation_id, directive_id, clause_id, unit_id)


@require_POST
def return_(
    request: Request, operation_id: UUID, directive_id: UUID, clause_id: UUID, unit_id: UUID
) -> HttpResponse:
    typed = ReasonForm(request.POST).values
    commands.return_clause(request.actor, clause_id=clause_id, unit_id=unit_id, **typed)
    messages.success(request, _("It is back with its writer, with your reason."))
    return _to_part(operation_id, directive_id, clause_id, unit_id)


@require_safe
def photograph(request: Request, operation_id: UUID, photograph_id: UUID) -> HttpResponse:  # noqa: ARG001 - where it is found
    content = queries.photograph(request.actor, photograph_id=photograph_id)
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": A_YEAR})


def _to_part(operation_id: UUID, directive_id: UUID, clause_id: UUID, unit_id: UUID) -> HttpResponse:
    return redirect(
        "directives:part",
        operation_id=operation_id,
        directive_id=directive_id,
        clause_id=clause_id,
        unit_id=unit_id,
    )
