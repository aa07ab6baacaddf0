"""Pages of getting in."""

from typing import Any

from django.conf import settings
from django.contrib import auth
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from muster.kernel.requests import Request, client_address, next_page
from muster.people.models import Account

from . import commands, queries
from .forms import CodeForm, PhoneForm

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


def _code_page(request: Request, form: CodeForm) -> HttpResponse:
    asked = form["asked"].value()
    shown = queries.shown_code(asked) if asked and not form.is_bound else ""
    context = {"form": form, "phone": form["phone"].value(), "shown_code": shown, "next": _wanted(request)}
    return render(request, "logins/code.html", context, status=_status(form))


def _wanted(request: Request) -> str:
    return request.POST.get("next") or request.GET.get("next", "")


def _status(form: Any) -> int:
    return UNPROCESSABLE if form.errors else 200
