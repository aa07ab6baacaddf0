"""Pages of getting in, and of getting others out."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muster.kernel.paging import page_of
from muster.kernel.qr import qr
from muster.kernel.requests import Request, client_address, next_page
from muster.people.access import oneself
from muster.people.labels import ROLE_LABELS
from muster.people.models import Account

from . import commands, queries
from .engine import mark_of
from .forms import CodeForm, InviteForm, NewcomerForm, PhoneForm
from .tokens import token_of

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
reads_and_writes = require_http_methods(["GET", "HEAD", "POST"])
UNPROCESSABLE = 422


@never_cache
@reads_and_writes
def by_phone(request: Request) -> HttpResponse:
    """A number, and a code goes to it."""
    if request.actor.is_signed_in:
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        phone = form.cleaned_data["phone"]
        asked = commands.ask_code(request.actor, phone=phone, address=client_address(request))
        if asked.problem is None:
            return _code_page(request, CodeForm(initial={"asked": asked.code_id, "phone": phone}))
        form.add_error("phone", f"{asked.problem} {asked.problem.remedy}".strip())
    context = {"form": form, "next": _wanted(request), "has_codes": queries.has_codes()}
    return render(request, "logins/phone.html", context, status=_status(form))


@never_cache
@require_POST
def enter(request: Request) -> HttpResponse:
    """The code, and one is in."""
    form = CodeForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        entered = commands.enter(request.actor, code_id=told["asked"], code=told["code"])
        if entered.account is not None:
            return let_in(request, entered.account)
        form.add_error(
            "code", f"{entered.problem} {entered.problem.remedy if entered.problem else ''}".strip()
        )
    return _code_page(request, form)


def let_in(request: Request, account: Account) -> HttpResponse:
    """A session of one's own; the language that the account chose speaks on a device that has chosen none."""
    auth.login(request, account, backend=BACKEND)
    answer = redirect(next_page(request) or settings.LOGIN_REDIRECT_URL)
    if account.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, account.language, samesite="Lax")
    return answer


def _code_page(request: Request, form: CodeForm, *, token: str = "") -> HttpResponse:
    """Where the code is typed; `token` if it is to accept an invitation."""
    asked = form["asked"].value()
    context = {
        "form": form,
        "phone": form["phone"].value(),
        "shown_code": queries.shown_code(asked) if asked and not form.is_bound else "",
        "next": _wanted(request),
        "enter": reverse("logins:invited_code", args=[token]) if token else reverse("logins:enter"),
        "again": reverse("logins:invited_phone", args=[token]) if token else reverse("logins:by_phone"),
        "other": reverse("logins:invited", args=[token]) if token else reverse("logins:by_phone"),
    }
    return render(request, "logins/code.html", context, status=_status(form))


def _wanted(request: Request) -> str:
    return request.POST.get("next") or request.GET.get("next", "")


def _status(form: Any) -> int:
    return UNPROCESSABLE if form.errors else 200


# Sessions.


@never_cache
@require_safe
def sessions(request: Request) -> HttpResponse:
    """Where I am logged in."""
    context = {
        "sessions": queries.own_sessions(request.actor),
        "mark": mark_of(request.session),
        "asks_number": queries.has_codes(),
    }
    return render(request, "logins/sessions.html", context)


@require_POST
def own_number(request: Request) -> HttpResponse:
    """A code goes to the number that the roll has."""
    asked = commands.ask_own_code(request.actor, address=client_address(request))
    if asked.problem is not None:
        messages.warning(request, f"{asked.problem} {asked.problem.remedy}".strip())
        return redirect("logins:sessions")
    return _own_code_page(request, CodeForm(initial={"asked": asked.code_id}))


@never_cache
@require_POST
def confirm_number(request: Request) -> HttpResponse:
    oneself(request.actor)
    form = CodeForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        problem = commands.confirm_own(request.actor, code_id=told["asked"], code=told["code"])
        if problem is None:
            messages.success(request, _("Confirmed. A code to this number logs you in from now on."))
            return redirect("logins:sessions")
        form.add_error("code", f"{problem} {problem.remedy}".strip())
    return _own_code_page(request, form)


def _own_code_page(request: Request, form: CodeForm) -> HttpResponse:
    asked = form["asked"].value()
    shown = queries.shown_code(asked) if asked and not form.is_bound else ""
    context = {"form": form, "shown_code": shown}
    return render(request, "logins/own_number.html", context, status=_status(form))


@require_POST
def end_session(request: Request, mark: UUID) -> HttpResponse:
    commands.end_session(request.actor, mark=mark)
    messages.success(request, _("Ended. Whoever uses that device is out."))
    return redirect("logins:sessions")


@require_POST
def end_others(request: Request) -> HttpResponse:
    kept = mark_of(request.session)
    count = commands.end_other_sessions(request.actor, kept=UUID(kept) if kept else None)
    messages.success(request, _said(count))
    return redirect("logins:sessions")


@reads_and_writes
def shut_out(request: Request, person_id: UUID) -> HttpResponse:
    """Somebody's device is lost."""
    person = queries.person_to_shut_out(request.actor, person_id=person_id)
    if request.method == "POST":
        messages.success(request, _said(commands.end_sessions_of(request.actor, person_id=person_id)))
        return redirect("logins:shut_out", person_id)
    count = queries.sessions_of(request.actor, person_id=person_id)
    return render(request, "logins/shut_out.html", {"person": person, "count": count})


# Invitations: at the desk, and for whoever was handed one.


@require_safe
def invitations(request: Request, unit_id: UUID) -> HttpResponse:
    """Those that nobody has used yet."""
    found = queries.invitations(request.actor, unit_id=unit_id)
    context = {"unit_id": unit_id, "page": page_of(found, request.GET.get("page"))}
    return render(request, "logins/invitations.html", context)


@require_POST
def invite(request: Request, unit_id: UUID) -> HttpResponse:
    form = InviteForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose who is invited, to which role, and until when."))
        return redirect("people:roles", unit_id)
    person_id, name, until = form.chosen
    made = commands.invite(request.actor, person_id=person_id, unit_id=unit_id, name=name, until=until)
    return redirect("logins:print_invitation", made.pk)


@never_cache
@require_safe
def print_invitation(request: Request, invitation_id: UUID) -> HttpResponse:
    """A sheet for one person's hand."""
    found = queries.invitation_to_manage(request.actor, invitation_id=invitation_id)
    url = request.build_absolute_uri(reverse("logins:invited", args=[token_of(found.pk)]))
    context = {"invitation": found, "role": ROLE_LABELS[found.name], "url": url, "qr": qr(url)}
    return render(request, "logins/print.html", context)


@require_POST
def revoke_invitation(request: Request, invitation_id: UUID) -> HttpResponse:
    unit_id = commands.revoke_invitation(request.actor, invitation_id=invitation_id).unit_id
    messages.success(request, _("Taken back. Its link leads nowhere now."))
    return redirect(next_page(request) or reverse("logins:invitations", args=[unit_id]))


@never_cache
@reads_and_writes
def invited(request: Request, token: str) -> HttpResponse:
    """What one is invited to, and two ways to accept: a phone or a password of one's own; or as whoever one is already."""
    form = NewcomerForm(request.POST if request.method == "POST" and not request.actor.is_signed_in else None)
    if request.method == "POST" and request.actor.is_signed_in:
        commands.accept_as_oneself(request.actor, token=token)
        messages.success(request, _("Accepted. The role is yours until its day."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    if form.is_valid():
        entered = commands.accept_with_password(request.actor, token=token, **form.cleaned_data)
        if entered.account is not None:
            return let_in(request, entered.account)
        form.add_error("username", str(entered.problem))
    return _invitation(request, token, form=form)


@never_cache
@require_POST
def invited_phone(request: Request, token: str) -> HttpResponse:
    queries.invitation_of(request.actor, token=token)
    form = PhoneForm(request.POST)
    if form.is_valid():
        phone = form.cleaned_data["phone"]
        address = client_address(request)
        asked = commands.ask_code(request.actor, phone=phone, address=address, purpose=commands.INVITED)
        if asked.problem is None:
            code_form = CodeForm(initial={"asked": asked.code_id, "phone": phone})
            return _code_page(request, code_form, token=token)
        form.add_error("phone", f"{asked.problem} {asked.problem.remedy}".strip())
    return _invitation(request, token, phone_form=form)


@never_cache
@require_POST
def invited_code(request: Request, token: str) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        entered = commands.accept_with_phone(
            request.actor, token=token, code_id=told["asked"], code=told["code"]
        )
        if entered.account is not None:
            return let_in(request, entered.account)
        form.add_error(
            "code", f"{entered.problem} {entered.problem.remedy if entered.problem else ''}".strip()
        )
    return _code_page(request, form, token=token)


def _invitation(request: Request, token: str, **forms: Any) -> HttpResponse:
    found = queries.invitation_of(request.actor, token=token)
    context = {
        "invitation": found,
        "role": ROLE_LABELS[found.name],
        "token": token,
        "has_codes": queries.has_codes(),
        "is_oneself": request.actor.is_signed_in,
        "can_log_in": queries.can_log_in(found.person),
        "form": NewcomerForm(),
        "phone_form": PhoneForm(),
    } | forms
    wrong = any(form.errors for form in forms.values())
    answer = render(request, "logins/invited.html", context, status=UNPROCESSABLE if wrong else 200)
    answer["Referrer-Policy"] = "no-referrer"  # the address is the secret
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _said(count: int) -> str:
    said = ngettext("{count} log-in was ended.", "{count} log-ins were ended.", count)
    return said.format(count=count)
