"""Pages of bulletins: at the desk, and for everybody."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_cookie

from muster.kernel.paging import page_of
from muster.kernel.problems import NotFound
from muster.kernel.requests import Request

from . import checking, commands, queries
from .checking import Findings
from .forms import DraftForm, Insertion, NumberAsked, OfUnit, ReasonForm, TypedText
from .highlights import AS_SHOWN, Mark, paragraphs
from .models import LONGEST_WORDING, Bulletin, State
from .queries import Opened
from .rules import Match, Verdict

reads_and_writes = require_http_methods(["GET", "HEAD", "POST"])
for_everybody = cache_control(max_age=60, private=True)  # private: the reader's language is in a cookie
UNPROCESSABLE = 422
MOST_NAMED = 20


# At the desk.


@require_safe
def bulletins(request: Request, operation_id: UUID) -> HttpResponse:
    found = queries.bulletins(request.actor, operation_id=operation_id)
    context = {
        "page": page_of(found, request.GET.get("page")),
        "may_draft": request.actor.holds("draft"),
        "operation_id": operation_id,
    }
    return render(request, "bulletins/list.html", context)


@require_safe
def bulletin(request: Request, operation_id: UUID, bulletin_id: UUID) -> HttpResponse:
    seen = _bulletin(request, operation_id, bulletin_id)
    is_draft = seen.state == State.DRAFT
    found = queries.findings(request.actor, bulletin=seen) if is_draft else None
    context = _about(request, seen) | {
        "paragraphs": _checked(found) if found else _kept(seen),
        "as_of": found.held.as_of if found else seen.as_of,
        "tally": _tally(found) if found else [],
        "errata": queries.errata(seen),
    }
    return render(request, "bulletins/bulletin.html", context)


@reads_and_writes
def new(request: Request, operation_id: UUID) -> HttpResponse:
    units = queries.writing_units(request.actor, operation_id=operation_id)
    starter = queries.starter(request.actor, operation_id=operation_id, unit_id=units[0].pk)
    initial = {
        "unit": units[0].pk,
        "kind": starter.kind,
        "title": starter.title,
        "text": starter.text,
        "revision": 0,
    }
    form = DraftForm(_sent(request), initial=initial, units=units)
    if request.method != "POST" or not form.is_valid():
        return _editor(request, operation_id, form)
    drafted = commands.draft_bulletin(request.actor, operation_id=operation_id, draft=form.draft)
    messages.success(request, _("The draft is kept. Nobody outside the desk sees it yet."))
    return _to(drafted)


@reads_and_writes
def edit(request: Request, operation_id: UUID, bulletin_id: UUID) -> HttpResponse:
    _bulletin(request, operation_id, bulletin_id)
    seen = queries.draft(request.actor, bulletin_id=bulletin_id)
    units = queries.writing_units(request.actor, operation_id=operation_id)
    initial = {
        "unit": seen.unit_id,
        "kind": seen.kind,
        "title": seen.title,
        "text": seen.text,
        "revision": seen.revision,
    }
    form = DraftForm(_sent(request), initial=initial, units=units, current=seen.revision)
    if request.method != "POST" or not form.is_valid():
        return _editor(request, operation_id, form, seen)
    commands.edit_bulletin(request.actor, bulletin_id=bulletin_id, draft=form.draft, revision=form.current)
    messages.success(request, _("The draft is kept."))
    return _to(seen)


@require_POST
def check(request: Request, operation_id: UUID) -> HttpResponse:
    """What the editor shows beside the text while it is typed."""
    asked = TypedText(request.POST).values
    found = queries.check(request.actor, operation_id=operation_id, unit_id=asked["unit"], text=asked["text"])
    return render(request, "bulletins/check.html", _check_context(found))


@require_safe
def phrases(request: Request, operation_id: UUID) -> HttpResponse:
    unit_id = OfUnit(request.GET).values["unit"]
    found = queries.phrases(request.actor, operation_id=operation_id, unit_id=unit_id)
    return render(request, "bulletins/phrases.html", {"phrases": found, "operation_id": operation_id})


@require_POST
def insert(request: Request, operation_id: UUID) -> HttpResponse:
    """The text's field again, with a figure's phrase at its end."""
    asked = Insertion(request.POST).values
    text = queries.with_phrase(
        request.actor,
        operation_id=operation_id,
        unit_id=asked["unit"],
        text=asked["text"],
        key=asked["figure"],
    )
    form = DraftForm(initial={"text": text}, units=[])
    response = render(request, "bulletins/text_field.html", {"field": form["text"]})
    response["HX-Trigger-After-Swap"] = "input"  # as if it had been typed: it is kept and checked
    return response


@require_safe
def number(request: Request, operation_id: UUID) -> HttpResponse:
    """A number of a draft, opened."""
    asked = NumberAsked(request.GET).values
    reading = None
    if asked["figure"]:
        reading = queries.figure(
            request.actor,
            operation_id=operation_id,
            unit_id=asked["unit"],
            key=asked["figure"],
            day=asked["as_of"],
        )
    rows = {"unit": asked["unit"], "as_of": asked["as_of"].isoformat()}
    context = {
        "text": asked["text"],
        "is_wrong": asked["verdict"] == Verdict.RED,
        "reading": reading,
        "rows_url": _rows_url(operation_id, asked["figure"], rows) if reading else "",
        "operation_id": operation_id,
        "body": "bulletins/number_body.html",
    }
    return _panel(request, context)


@require_safe
def statement(request: Request, operation_id: UUID, bulletin_id: UUID, start: int) -> HttpResponse:
    """A number of a published bulletin, opened."""
    seen = _bulletin(request, operation_id, bulletin_id)
    opened = queries.statement(request.actor, bulletin_id=bulletin_id, start=start)
    rows = {"unit": seen.unit_id, "as_of": opened.day.isoformat()}
    context = _statement_context(seen, opened) | {
        "operation_id": operation_id,
        "rows_url": _rows_url(operation_id, opened.statement.figure, rows) if opened.opens_rows else "",
    }
    return _panel(request, context)


@reads_and_writes
def publish(request: Request, operation_id: UUID, bulletin_id: UUID) -> HttpResponse:
    """Shows what will be public, then makes it so."""
    seen = _bulletin(request, operation_id, bulletin_id)
    if request.method == "POST":
        commands.publish_bulletin(request.actor, bulletin_id=bulletin_id)
        messages.success(request, _("The bulletin is published."))
        return _to(seen)
    found = queries.publication(request.actor, bulletin_id=bulletin_id)
    context = _about(request, seen) | _check_context(found) | {"warnings": _warnings(found)}
    return render(request, "bulletins/publish.html", context)


@reads_and_writes
def withdraw(request: Request, operation_id: UUID, bulletin_id: UUID) -> HttpResponse:
    seen = _bulletin(request, operation_id, bulletin_id)
    queries.withdrawal(request.actor, bulletin_id=bulletin_id)
    form = ReasonForm(_sent(request))
    if request.method != "POST" or not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return render(
            request, "bulletins/withdraw.html", _about(request, seen) | {"form": form}, status=status
        )
    commands.withdraw_bulletin(request.actor, bulletin_id=bulletin_id, reason=form.cleaned_data["reason"])
    messages.success(request, _("The bulletin is withdrawn from the public pages."))
    return _to(seen)


@require_safe
def markdown(request: Request, operation_id: UUID, bulletin_id: UUID) -> HttpResponse:
    """To take away. It says on its face when its data are a demonstration or a drill."""
    seen = _bulletin(request, operation_id, bulletin_id)
    context = {
        "bulletin": seen,
        "operation": seen.operation,
        "statements": queries.stated(request.actor, bulletin=seen),
        "errata": queries.errata(seen),
    }
    response = render(request, "bulletins/bulletin.md", context, content_type="text/markdown; charset=utf-8")
    name = f"bulletin-{seen.number}.md" if seen.number else "bulletin-draft.md"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# For everybody.


@require_safe
@for_everybody
@vary_on_cookie
def public_list(request: Request) -> HttpResponse:
    context = {"page": page_of(queries.published(), request.GET.get("page")), "current_operation": None}
    return render(request, "bulletins/public_list.html", context)


@require_safe
@for_everybody
@vary_on_cookie
def public(request: Request, token: str) -> HttpResponse:
    seen = queries.public_bulletin(token=token)
    marks = [
        Mark(one.start, one.end, one.verdict, reverse("bulletins:public_statement", args=[token, one.start]))
        for one in queries.public_statements(seen)
    ]
    context = _public_context(seen) | {
        "paragraphs": paragraphs(seen.text, marks),
        "errata": queries.errata(seen),
    }
    return render(request, "bulletins/public.html", context)


@require_safe
@for_everybody
@vary_on_cookie
def public_statement(request: Request, token: str, start: int) -> HttpResponse:
    seen = queries.public_bulletin(token=token)
    opened = queries.public_statement(token=token, start=start)
    context = _public_context(seen) | _statement_context(seen, opened)
    frame = "bulletins/panel.html" if request.htmx else "bulletins/public_number.html"
    return render(request, frame, context)


# What they share.


def _sent(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _bulletin(request: Request, operation_id: UUID, bulletin_id: UUID) -> Bulletin:
    seen = queries.bulletin(request.actor, bulletin_id=bulletin_id)
    if seen.operation_id != operation_id:
        raise NotFound
    return seen


def _about(request: Request, seen: Bulletin) -> dict[str, Any]:
    actor, path = request.actor, seen.unit.path
    return {
        "bulletin": seen,
        "operation_id": seen.operation_id,
        "may_edit": seen.state == State.DRAFT and actor.may("draft", path),
        "may_publish": seen.state == State.DRAFT and actor.may("issue", path),
        "may_withdraw": seen.state == State.PUBLISHED and actor.may("issue", path),
    }


def _public_context(seen: Bulletin) -> dict[str, Any]:
    """The banners are about this bulletin's operation, whoever looks."""
    return {
        "bulletin": seen,
        "publisher": seen.unit.name,
        "as_of": seen.as_of,
        "demo_data": seen.operation.is_demo,
        "current_operation": {"is_drill": seen.operation.is_drill},
    }


def _statement_context(seen: Bulletin, opened: Opened) -> dict[str, Any]:
    return {
        "bulletin": seen,
        "opened": opened,
        "text": opened.statement.text,
        "body": "bulletins/statement_body.html",
    }


def _editor(
    request: Request, operation_id: UUID, form: DraftForm, seen: Bulletin | None = None
) -> HttpResponse:
    context = {"form": form, "bulletin": seen, "operation_id": operation_id}
    return render(request, "bulletins/edit.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _check_context(found: Findings) -> dict[str, Any]:
    return {
        "paragraphs": _checked(found),
        "tally": _tally(found),
        "has_wrong": checking.has_wrong(found),
        "as_of": found.held.as_of,
        "unit": found.held.unit,
    }


def _checked(found: Findings) -> list[Any]:
    held = found.held
    url = reverse("bulletins:number", args=[held.operation.pk])
    about = {"unit": str(held.unit.pk), "as_of": held.day.isoformat()}
    marks = [
        Mark(match.number.start, match.number.end, match.verdict, f"{url}?{urlencode(about | _asked(match))}")
        for match in found.matches
    ]
    return list(paragraphs(found.source, marks))


def _asked(match: Match) -> dict[str, str]:
    return {
        "figure": match.figure.key if match.figure else "",
        "text": match.number.text[:LONGEST_WORDING],
        "verdict": match.verdict.value,
    }


def _kept(seen: Bulletin) -> list[Any]:
    marks = [
        Mark(
            one.start,
            one.end,
            one.verdict,
            reverse("bulletins:statement", args=[seen.operation_id, seen.pk, one.start]),
        )
        for one in queries.statements(seen)
    ]
    return list(paragraphs(seen.text, marks))


def _tally(found: Findings) -> list[tuple[str, str, int]]:
    """In the order of the colours: the style's name, the label, how many."""
    labels = {
        Verdict.GREEN: _("exactly true"),
        Verdict.AMBER: _("true as rounded or worded"),
        Verdict.RED: _("wrong"),
        Verdict.GREY: _("no figure speaks of it"),
    }
    counted = queries.tally(found)
    return [(AS_SHOWN[verdict], label, counted[verdict.value]) for verdict, label in labels.items()]


def _warnings(found: Findings) -> list[str]:
    unknown, private = queries.texts(found, Verdict.GREY), queries.private_figures(found)
    warnings = []
    if unknown:
        warnings.append(
            _("No figure speaks of these numbers; they will be marked so: {numbers}").format(
                numbers=_few(unknown)
            )
        )
    if private:
        warnings.append(
            _("The figures of these numbers are not public; they will not open: {numbers}").format(
                numbers=_few(private)
            )
        )
    return warnings


def _few(texts: Any) -> str:
    return "、".join(texts[:MOST_NAMED]) + ("…" if len(texts) > MOST_NAMED else "")


def _rows_url(operation_id: UUID, key: str, query: dict[str, Any]) -> str:
    return f"{reverse('figures:figure', args=[operation_id, key])}?{urlencode(query)}"


def _panel(request: Request, context: dict[str, Any]) -> HttpResponse:
    """Beside the text; a page of its own where there is no script."""
    frame = "bulletins/panel.html" if request.htmx else "bulletins/number.html"
    return render(request, frame, context)


def _to(seen: Bulletin) -> HttpResponse:
    return redirect("bulletins:bulletin", seen.operation_id, seen.pk)
