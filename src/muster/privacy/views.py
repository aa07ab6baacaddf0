"""Personal data: the register, showing one field, who was shown what."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muster.kernel.paging import page_of
from muster.kernel.requests import Request
from muster.people import access as people

from . import commands, held, queries
from .forms import FindUnmaskings, Reason
from .rules import SHOWN_SECONDS


@require_safe
def register(request: Request) -> HttpResponse:
    """What is held of people, why, until when."""
    context = {"lines": queries.lines(request.actor), "may_count": queries.may_count(request.actor)}
    return render(request, "privacy/register.html", context)


@require_POST
def count(request: Request) -> HttpResponse:
    return redirect("console:job", job_id=commands.start_count(request.actor).pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("value")
def clear(request: Request, person_id: UUID, key: str) -> HttpResponse:
    """Asks for the reason, then shows one field of one person for a minute."""
    person, line = queries.field_to_unmask(request.actor, person_id=person_id, key=key)
    form = Reason(line, request.POST if request.method == "POST" else None)
    context = {"person": person, "line": line, "form": form, "seconds": SHOWN_SECONDS}
    if not form.is_valid():
        return render(request, "privacy/reason.html", context, status=422 if form.is_bound else 200)
    value = commands.unmask(request.actor, person_id=person_id, key=key, **form.cleaned_data)
    response = render(request, "privacy/shown.html", {**context, "value": value})
    response["Refresh"] = f"{SHOWN_SECONDS}; url={request.path}"
    return response


@never_cache
@require_safe
def mine(request: Request) -> HttpResponse:
    """What is held of whoever asks."""
    return _subject(request, people.oneself(request.actor))


@never_cache
@require_safe
def subject(request: Request, person_id: UUID) -> HttpResponse:
    return _subject(request, person_id)


@never_cache
@require_POST
def subject_file(request: Request, person_id: UUID) -> HttpResponse:
    """All of it in clear, as a file: for the person, or to be handed to them."""
    told = held.as_json(commands.tell_subject(request.actor, person_id=person_id))
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="muster-{person_id}.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: Request, person_id: UUID) -> HttpResponse:
    """Shows what goes and what stays, then does it."""
    if request.method == "POST":
        count = commands.erase(request.actor, person_id=person_id)
        messages.success(request, ngettext("{n} entry erased.", "{n} entries erased.", count).format(n=count))
        return redirect("privacy:erase", person_id=person_id)
    person, found = queries.to_erase(request.actor, person_id=person_id)
    return render(request, "privacy/erase.html", {"person": person, "holdings": found})


def _subject(request: Request, person_id: UUID) -> HttpResponse:
    person, found = queries.subject(request.actor, person_id=person_id)
    context = {"person": person, "holdings": found, "is_self": person.pk == request.actor.person_id}
    return render(request, "privacy/subject.html", context)


@require_safe
def unmaskings(request: Request) -> HttpResponse:
    """Who was shown what of whom, and why."""
    people.oneself(request.actor)
    form = FindUnmaskings(request.GET)
    asked = form.asked
    page = page_of(queries.unmaskings(request.actor, **asked), request.GET.get("page"))
    context = {
        "form": form,
        "is_filtered": any(asked.values()),
        "page": page,
        "shown": queries.shown(list(page)),
    }
    return render(request, "privacy/unmaskings.html", context)
