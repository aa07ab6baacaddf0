"""Pages of directives. Each runs one command or some queries."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muster.kernel.paging import ROWS_A_PAGE, page_of
from muster.kernel.requests import Request, next_page
from muster.operations import queries as operations
from muster.units.models import Unit

from . import commands, queries
from .amending import queries as amending
from .clauses import queries as clauses
from .drafting import queries as drafting
from .drafting.forms import AttachForm, CoAuthorForm
from .drafting.templates import initial_of, templates
from .forms import (
    AcceptForm,
    CommentForm,
    DoneForm,
    DraftForm,
    Filters,
    LocalDetailForm,
    ReasonForm,
    ReportForm,
    ToldForm,
    ids,
)
from .funnel import funnels
from .models import Delivery, Directive, Purpose, Urgency, Version
from .reminding import queries as reminding
from .rounds import queries as rounds

reads_and_writes = require_http_methods(["GET", "HEAD", "POST"])
FIRST_WAITING = 8
UNPROCESSABLE = 422
PICKED = ("addressees", "copied_to", "lead", "helping")  # fields of forms in which units are ticked


@require_safe
def directives(request: Request, operation_id: UUID) -> HttpResponse:
    form = Filters(request.GET)
    found = queries.directives(request.actor, operation_id=operation_id, **form.asked)
    page = page_of(found, request.GET.get("page"))
    waiting = queries.waiting_for_oneself(request.actor, directives=page.object_list)
    colours = reminding.colours(request.actor, directives=page.object_list)
    context = {
        "form": form,
        "is_filtered": any(form.asked.values()),
        "page": page,
        "rows": [(found, waiting.get(found.pk, ()), colours.get(found.pk, "")) for found in page.object_list],
        "may_draft": request.actor.holds("draft"),
        "operation_id": operation_id,
    }
    return render(request, "directives/list.html", context)


# Drafting.


@reads_and_writes
def new(request: Request, operation_id: UUID) -> HttpResponse:
    own = queries.issuing_units(request.actor, operation_id=operation_id)
    series = queries.series_used(request.actor, unit_id=own[0].pk)
    form = _draft_form(
        request,
        own,
        {
            "kind": "notice",
            "purpose": Purpose.FOR_ACTION,
            "urgency": Urgency.ROUTINE,
            "series": series,
            "issuing_unit": own[0].pk,
            "addressees": [own[0].pk],
            **initial_of(request.GET.get("template", "")),
        },
    )
    if request.method != "POST" or not form.is_valid():
        return _draft_page(request, operation_id, form)
    directive = commands.draft_directive(request.actor, operation_id=operation_id, draft=form.draft)
    messages.success(request, _("The draft is kept. Only you, and those who review or issue, see it."))
    return _to_directive(operation_id, directive.pk)


@reads_and_writes
def edit(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    directive = _directive(request, operation_id, directive_id)
    typed = queries.what_was_drafted(request.actor, directive_id=directive_id)
    form = _draft_form(request, queries.issuing_units(request.actor, operation_id=operation_id), typed)
    if request.method != "POST" or not form.is_valid():
        return _draft_page(request, operation_id, form, directive)
    commands.edit_draft(request.actor, directive_id=directive_id, draft=form.draft)
    messages.success(request, _("The draft is kept."))
    return _to_directive(operation_id, directive_id)


@require_safe
def units(request: Request, operation_id: UUID) -> HttpResponse:
    """Units to tick, for the search in the form: those ticked already stay."""
    operations.operation(request.actor, operation_id=operation_id)
    name = next((name for name in PICKED if f"find_{name}" in request.GET), PICKED[0])
    chosen = ids(request.GET.getlist(name))
    offered = queries.addressable(request.actor, text=request.GET.get(f"find_{name}", ""), chosen=chosen)
    context = {"name": name, "offered": offered, "chosen": chosen, "operation_id": operation_id}
    return render(request, "directives/units.html", context)


def _draft_form(request: Request, issuing_units: list[Unit], initial: dict[str, Any]) -> DraftForm:
    """With the units to choose from: what was ticked is always among them."""
    sent = request.POST if request.method == "POST" else None
    ticked = {
        name: ids(sent.getlist(name)) if sent is not None else tuple(initial.get(name, ()))
        for name in ("addressees", "copied_to")
    }
    return DraftForm(
        sent,
        initial=initial,
        issuing_units=issuing_units,
        addressable=queries.addressable(request.actor, chosen=ticked["addressees"]),
        copyable=queries.addressable(request.actor, chosen=ticked["copied_to"]),
    )


def _draft_page(
    request: Request, operation_id: UUID, form: DraftForm, directive: Directive | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "operation_id": operation_id,
        "directive": directive,
        "templates": () if directive or form.is_bound else templates().values(),
    }
    return render(request, "directives/edit.html", context, status=UNPROCESSABLE if form.is_bound else 200)


# The page of one.


@require_safe
def directive(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    actor = request.actor
    found = _directive(request, operation_id, directive_id)
    versions = queries.text(actor, directive_id=directive_id)
    context = {
        "directive": found,
        "operation_id": operation_id,
        "now": actor.now,
        "versions": versions,
        "addressees": queries.addressees(actor, directive_id=directive_id),
        "clauses": clauses.lines(actor, directive=found),
        "attachments": drafting.attachments(actor, directive_id=directive_id),
        "attach_form": AttachForm(),
        "co_authors": drafting.co_authors(actor, directive_id=directive_id),
        "co_author_form": CoAuthorForm(),
        "acts": queries.acts(actor, directive=found),
        "notes": queries.review_notes(actor, directive_id=directive_id),
        "reason_form": ReasonForm(auto_id="return_%s"),
        "text_form": CommentForm(auto_id="comment_%s"),
    }
    return render(request, "directives/directive.html", context | _once_issued(request, found, versions))


def _once_issued(request: Request, found: Directive, versions: list[Version]) -> dict[str, Any]:
    """What the page shows of a directive that has reached people. Nothing about answers when it is voluntary."""
    if found.issued_at is None:
        return {}
    actor, about = request.actor, {"directive_id": found.pk}
    receipt = queries.own_receipt(actor, **about)
    context: dict[str, Any] = {
        "reached": queries.reached(actor, **about),
        "receipt": receipt,
        "since_read": amending.change_since_read(receipt, versions=versions),
        "local_details": queries.local_details(actor, **about),
        "own": [_unit_of(request, found, own, versions) for own in queries.own_deliveries(actor, **about)],
    }
    if not found.is_voluntary:
        context["funnels"] = funnels(queries.funnel(actor, **about))
    if found.asks_acceptance:
        context["rhythm"] = rounds.rhythm(actor, **about)
        context["waiting"] = queries.units_below_yet_to_accept(actor, **about)[:FIRST_WAITING]
    return context


def _unit_of(
    request: Request, found: Directive, delivery: Delivery, versions: list[Version]
) -> dict[str, Any]:
    """A unit's copy and what may be done with it, for `directives/acts.html`."""
    return {
        "delivery": delivery,
        "acts": queries.delivery_acts(request.actor, directive=found, delivery=delivery),
        "change": amending.change_since_accepted(delivery, versions=versions),
        "accept_form": AcceptForm(
            initial={"version": versions[0].number, "local_detail": delivery.local_detail},
            auto_id=f"accept_{delivery.pk}_%s",
        ),
        "detail_form": LocalDetailForm(
            initial={"local_detail": delivery.local_detail}, auto_id=f"detail_{delivery.pk}_%s"
        ),
        "report_form": ReportForm(auto_id=f"report_{delivery.pk}_%s"),
        "return_form": ReasonForm(auto_id=f"return_{delivery.pk}_%s"),
    }


# Review, signing, issuing, ending.


@require_POST
def submit(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    commands.submit_for_review(request.actor, directive_id=directive_id)
    messages.success(request, _("It is with those who review."))
    return _to_directive(operation_id, directive_id)


@require_POST
def sign_off(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    signed = commands.sign_off(request.actor, directive_id=directive_id)
    messages.success(request, _("Signed as %(number)s.") % {"number": signed.document_number})
    return _to_directive(operation_id, directive_id)


@reads_and_writes
def issue(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    if request.method == "POST":
        issued = commands.issue_directive(request.actor, directive_id=directive_id)
        messages.success(request, _("%(number)s is issued.") % {"number": issued.document_number})
        return _to_directive(operation_id, directive_id)
    found = _before(request, "issue", operation_id, directive_id)
    reach = queries.reach(request.actor, directive_id=directive_id)
    return render(
        request, "directives/issue.html", {"directive": found, "operation_id": operation_id, "reach": reach}
    )


@reads_and_writes
def withdraw(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    if request.method == "POST":
        commands.withdraw_directive(
            request.actor, directive_id=directive_id, **ReasonForm(request.POST).values
        )
        messages.success(request, _("It is withdrawn. Nothing more is asked on it."))
        return _to_directive(operation_id, directive_id)
    context = _ending(request, "withdraw", operation_id, directive_id) | {"form": ReasonForm()}
    return render(request, "directives/withdraw.html", context)


@reads_and_writes
def close(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    if request.method == "POST":
        commands.close_directive(request.actor, directive_id=directive_id)
        messages.success(request, _("It is closed."))
        return _to_directive(operation_id, directive_id)
    return render(request, "directives/close.html", _ending(request, "close", operation_id, directive_id))


def _ending(request: Request, verb: str, operation_id: UUID, directive_id: UUID) -> dict[str, Any]:
    found = _before(request, verb, operation_id, directive_id)
    reached = queries.reached(request.actor, directive_id=directive_id)
    return {"directive": found, "operation_id": operation_id, "reached": reached}


# Reading, accepting, reporting.


@require_POST
def read(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    commands.mark_read(request.actor, directive_id=directive_id)
    messages.success(request, _("Thank you. You have read it."))
    return _to_directive(operation_id, directive_id)


@require_safe
def waiting(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    """Units yet to accept, narrowed to a county-level or township unit and all below it."""
    actor = request.actor
    found = _directive(request, operation_id, directive_id)
    below = next(iter(ids([request.GET.get("unit", "")])), None)
    silent = queries.units_yet_to_accept(actor, directive_id=directive_id, unit_id=below)
    context = {
        "directive": found,
        "operation_id": operation_id,
        "page": Paginator(silent, ROWS_A_PAGE).get_page(
            request.GET.get("page")
        ),  # exact: they are at most thousands
        "choices": queries.units_to_narrow_by(actor, directive_id=directive_id),
        "below": below,
        "remindable": queries.unit_to_remind(actor, directive=found, unit_id=below),
    }
    return render(request, "directives/waiting.html", context)


@require_safe
def delivery(request: Request, operation_id: UUID, directive_id: UUID, unit_id: UUID) -> HttpResponse:
    actor, about = request.actor, {"directive_id": directive_id, "unit_id": unit_id}
    found = _directive(request, operation_id, directive_id)
    own = queries.delivery(actor, **about)
    context = _unit_of(request, found, own, queries.text(actor, directive_id=directive_id)) | {
        "directive": found,
        "operation_id": operation_id,
        "reports": queries.reports(actor, **about),
        "reminders": queries.reminders(actor, **about),
    }
    if "members" in context["acts"]:
        context["page"] = page_of(queries.members_reached(actor, **about), request.GET.get("page"))
    return render(request, "directives/delivery.html", context)


@require_POST
def accept(request: Request, operation_id: UUID, directive_id: UUID, unit_id: UUID) -> HttpResponse:
    typed = AcceptForm(request.POST).values
    commands.accept_directive(request.actor, directive_id=directive_id, unit_ids=[unit_id], **typed)
    messages.success(request, _("Accepted. Report progress here, and mark it done when it is."))
    if wanted := next_page(request):
        return redirect(wanted)
    return _to_delivery(operation_id, directive_id, unit_id)


@require_POST
def detail(request: Request, operation_id: UUID, directive_id: UUID, unit_id: UUID) -> HttpResponse:
    text = LocalDetailForm(request.POST).values["local_detail"]
    commands.add_local_detail(request.actor, directive_id=directive_id, unit_id=unit_id, text=text)
    messages.success(request, _("Your local detail is shown to every unit below."))
    return _to_delivery(operation_id, directive_id, unit_id)


@require_POST
def report(request: Request, operation_id: UUID, directive_id: UUID, unit_id: UUID) -> HttpResponse:
    typed = ReportForm(request.POST).values
    commands.report_progress(request.actor, directive_id=directive_id, unit_id=unit_id, **typed)
    messages.success(request, _("Your report is kept."))
    return _to_delivery(operation_id, directive_id, unit_id)


@require_POST
def done(request: Request, operation_id: UUID, directive_id: UUID, unit_id: UUID) -> HttpResponse:
    typed = DoneForm(request.POST).values
    commands.mark_done(request.actor, directive_id=directive_id, unit_ids=[unit_id], **typed)
    messages.success(request, _("Done. Whoever issued it can send it back with a reason."))
    return _to_delivery(operation_id, directive_id, unit_id)


@require_POST
def return_report(request: Request, operation_id: UUID, directive_id: UUID, unit_id: UUID) -> HttpResponse:
    typed = ReasonForm(request.POST).values
    commands.return_report(request.actor, directive_id=directive_id, unit_id=unit_id, **typed)
    messages.success(request, _("It is back with the unit, with your reason."))
    return _to_delivery(operation_id, directive_id, unit_id)


@require_POST
def told(request: Request, operation_id: UUID, directive_id: UUID, unit_id: UUID) -> HttpResponse:
    typed = ToldForm(request.POST).values
    commands.mark_told(request.actor, directive_id=directive_id, person_ids=typed["person"], how=typed["how"])
    messages.success(request, _("Kept as told, apart from read."))
    return _to_delivery(operation_id, directive_id, unit_id)


def _directive(request: Request, operation_id: UUID, directive_id: UUID) -> Directive:
    return queries.directive(request.actor, operation_id=operation_id, directive_id=directive_id)


def _before(request: Request, verb: str, operation_id: UUID, directive_id: UUID) -> Directive:
    return queries.directive_before(
        request.actor, verb=verb, operation_id=operation_id, directive_id=directive_id
    )


def _to_directive(operation_id: UUID, directive_id: UUID) -> HttpResponse:
    return redirect("directives:directive", operation_id=operation_id, directive_id=directive_id)


def _to_delivery(operation_id: UUID, directive_id: UUID, unit_id: UUID) -> HttpResponse:
    return redirect(
        "directives:delivery", operation_id=operation_id, directive_id=directive_id, unit_id=unit_id
    )
