"""Pages of calls: at the desk, and for everybody."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muster.figures import queries as figures
from muster.kernel.paging import page_of
from muster.kernel.qr import qr
from muster.kernel.requests import Request, client_address
from muster.staffing import queries as staffing
from muster.staffing.asking import OfUnit
from muster.staffing.words import title
from muster.units import queries as units
from muster.units.models import Unit

from . import commands, forms, queries, tokens
from .models import Call, OfferState, Through

reads_and_writes = require_http_methods(["GET", "HEAD", "POST"])
UNPROCESSABLE, CONFLICT, TOO_MANY = 422, 409, 429
OFFERS_A_PAGE = 50


# At the desk.


@require_safe
def calls(request: Request, operation_id: UUID) -> HttpResponse:
    """Everybody in the operation reads calls; what became of promises there, whoever sees the unit."""
    actor = request.actor
    asked = forms.FindCalls(request.GET).asked
    unit = _unit_in_sight(request, operation_id)
    unit_id = unit.pk if unit and asked.pop("unit", None) else None
    found = queries.calls(
        actor, operation_id=operation_id, unit_id=unit_id, kind=asked["kind"], state=asked["state"] or "open"
    )
    context = {
        "form": forms.FindCalls(request.GET),
        "is_filtered": bool(asked["kind"] or asked["state"]),
        "unit": unit,
        "page": page_of(found, request.GET.get("page")),
        "promises": unit and queries.promises(actor, operation_id=operation_id, unit_id=unit.pk),
        "own": queries.own_offers(actor, operation_id=operation_id),
        "may_plan": unit is not None and actor.may("plan", unit.path),
        "operation_id": operation_id,
    }
    return render(request, "calls/list.html", context)


@require_safe
def promises(request: Request, operation_id: UUID) -> HttpResponse:
    """Every promise kept and broken, and who waits."""
    actor = request.actor
    unit = figures.unit_to_open(actor, operation_id=operation_id, unit_id=OfUnit(request.GET).asked["unit"])
    waiting = page_of(
        queries.waiting(actor, operation_id=operation_id, unit_id=unit.pk),
        request.GET.get("page"),
        rows=OFFERS_A_PAGE,
    )
    every = queries.calls(actor, operation_id=operation_id, unit_id=unit.pk, state="")
    context = {
        "unit": unit,
        "ancestors": units.ancestors(actor, unit=unit),
        "promises": queries.promises(actor, operation_id=operation_id, unit_id=unit.pk),
        "calls": page_of(every, request.GET.get("calls")),
        "page": waiting,
        "lines": queries.lines(actor, waiting.object_list),
        "may_see_people": actor.may("see_people", unit.path),
        "may_answer": actor.may("plan", unit.path),
        "operation_id": operation_id,
    }
    return render(request, "calls/promises.html", context)


@reads_and_writes
def create(request: Request, operation_id: UUID) -> HttpResponse:
    unit = _unit_to_plan(request, operation_id)
    form = forms.CallForm(
        request.POST if request.method == "POST" else None,
        initial={"unit": unit.pk},
        skills=queries.skills(),
        teams=list(queries.teams(request.actor, operation_id=operation_id, unit_id=unit.pk)),
    )
    if not form.is_valid():
        context = {"form": form, "unit": unit, "operation_id": operation_id}
        return render(request, "calls/create.html", context, status=_status(form))
    made = commands.open_call(request.actor, operation_id=operation_id, unit_id=unit.pk, wanted=form.wanted)
    messages.success(request, _("The call is open. Print its poster, or pass its link on."))
    return redirect("calls:call", operation_id, made.pk)


@require_safe
def call(request: Request, operation_id: UUID, call_id: UUID) -> HttpResponse:
    actor = request.actor
    seen = queries.call(actor, call_id=call_id)
    asked = forms.FindOffers(request.GET).asked
    listed = page_of(
        queries.offers(actor, call_id=call_id, state=asked["state"]),
        request.GET.get("page"),
        rows=OFFERS_A_PAGE,
    )
    may_answer = queries.may_answer(actor, seen)
    context = {
        "call": seen,
        "form": forms.FindOffers(request.GET),
        "skills": queries.skills_asked(seen) if seen.skills else [],
        "page": listed,
        "lines": queries.lines(actor, listed.object_list),
        "is_filtered": bool(asked["state"]),
        "may_answer": may_answer,
        "sees_unit": actor.may("see", seen.unit.path),
        "without_work": queries.without_work(actor, call=seen) if may_answer else 0,
        "is_open": queries.is_open(seen),
        "operation_id": operation_id,
    }
    return render(request, "calls/call.html", context)


@require_safe
def poster(request: Request, operation_id: UUID, call_id: UUID) -> HttpResponse:
    seen = queries.call(request.actor, call_id=call_id)
    url = request.build_absolute_uri(reverse("calls:sign_up", args=[seen.token]))
    context = {"call": seen, "url": url, "qr": qr(url), "operation_id": operation_id}
    return render(request, "calls/poster.html", context)


@reads_and_writes
def close(request: Request, operation_id: UUID, call_id: UUID) -> HttpResponse:
    seen = queries.call_to_answer(request.actor, call_id=call_id)
    if request.method == "POST":
        commands.close_call(request.actor, call_id=call_id)
        messages.success(request, _("The call is closed, and everyone who waited is thanked."))
        return redirect("calls:call", operation_id, call_id)
    context = {"call": queries.call(request.actor, call_id=seen.pk), "operation_id": operation_id}
    return render(request, "calls/close.html", context)


@reads_and_writes
def take_down(request: Request, operation_id: UUID, call_id: UUID) -> HttpResponse:
    """For those who come in person, or phone."""
    seen = queries.call_to_answer(request.actor, call_id=call_id)
    form = _sign_up_form(request, seen, by_hand=True)
    if not form.is_valid():
        context = {"call": seen, "form": form, "operation_id": operation_id}
        return render(request, "calls/take_down.html", context, status=_status(form))
    commands.take_down(request.actor, call_id=call_id, form=form.filled_in)
    messages.success(request, _("Written down."))
    return redirect("calls:call", operation_id, call_id)


@reads_and_writes
def come_forward(request: Request, operation_id: UUID, call_id: UUID) -> HttpResponse:
    """A member who has logged in."""
    seen = queries.call(request.actor, call_id=call_id)
    ways = queries.ways(request.actor, call=seen)
    sent = request.POST if request.method == "POST" else None
    form = forms.MemberForm(sent, ways=ways, skills=queries.skills_asked(seen))
    if not form.is_valid():
        context = {"call": seen, "form": form, "operation_id": operation_id}
        return render(request, "calls/come_forward.html", context, status=_status(form))
    told = form.cleaned_data
    offer = commands.come_forward(
        request.actor,
        call_id=call_id,
        through=Through(told["through"]),
        skills=told["skills"],
        words=told["words"],
    )
    return redirect("calls:own", tokens.of_offer(offer.pk))


# Answering, one by one and several at once.


@require_POST
def assign(request: Request, operation_id: UUID, offer_id: UUID) -> HttpResponse:
    del operation_id
    offer = commands.assign_offer(request.actor, offer_id=offer_id)
    return _answered(request, offer.call, _("They have work now, and their page says where."))


@require_POST
def stand_by(request: Request, operation_id: UUID, offer_id: UUID) -> HttpResponse:
    del operation_id
    offer = commands.stand_by(request.actor, offer_id=offer_id)
    return _answered(request, offer.call, _("They are asked to stand by."))


@require_POST
def release(request: Request, operation_id: UUID, offer_id: UUID) -> HttpResponse:
    del operation_id
    offer = commands.release_offer(request.actor, offer_id=offer_id)
    return _answered(request, offer.call, _("They are thanked and free."))


@require_POST
def answer_several(request: Request, operation_id: UUID, call_id: UUID) -> HttpResponse:
    seen = queries.call_to_answer(request.actor, call_id=call_id)
    known = list(queries.offers(request.actor, call_id=call_id).values_list("pk", flat=True))
    form = forms.AnswerForm(request.POST, choices=known)
    if not form.is_valid():
        messages.warning(request, _("Tick whom you answer, and choose the answer."))
        return redirect("calls:call", operation_id, call_id)
    told = form.cleaned_data
    found = commands.answer_offers(request.actor, offer_ids=told["offer"], answer=OfferState(told["answer"]))
    if found.left:
        left = ngettext(
            "{count} could not be answered so: they have work elsewhere, or were answered meanwhile.",
            "{count} could not be answered so: they have work elsewhere, or were answered meanwhile.",
            found.left,
        )
        messages.warning(request, left.format(count=found.left))
    said = ngettext("{count} was answered.", "{count} were answered.", found.done)
    return _answered(request, seen, said.format(count=found.done))


@require_POST
def ask_on(request: Request, operation_id: UUID, call_id: UUID) -> HttpResponse:
    del operation_id
    asked_ = commands.ask_on(request.actor, call_id=call_id)
    said = ngettext(
        "{count} is asked whether they would help another unit.",
        "{count} are asked whether they would help another unit.",
        asked_,
    )
    seen = queries.call(request.actor, call_id=call_id)
    none = _("No other unit is short of people with these skills just now.")
    return _answered(request, seen, said.format(count=asked_) if asked_ else none)


@require_POST
def number(request: Request, operation_id: UUID, offer_id: UUID) -> HttpResponse:
    """The whole phone number, once; it is not kept on any page."""
    found = commands.show_number(request.actor, offer_id=offer_id)
    offer = queries.offer_to_answer(request.actor, offer_id=offer_id)
    context = {"number": found, "offer": offer, "operation_id": operation_id}
    return render(request, "calls/number.html", context)


@reads_and_writes
def seat(request: Request, operation_id: UUID, offer_id: UUID) -> HttpResponse:
    """Another seat than one in the call's own team."""
    offer = queries.offer_to_answer(request.actor, offer_id=offer_id)
    form = forms.SeatForm(request.POST)
    if request.method == "POST" and form.is_valid():
        commands.assign_offer(request.actor, offer_id=offer_id, seat_id=form.cleaned_data["seat"])
        return _answered(request, offer.call, _("They have work now, and their page says where."))
    asked = forms.FindSeats(request.GET).asked
    seats = queries.vacant_seats(request.actor, offer=offer, text=asked["text"])
    context = {
        "line": queries.lines(request.actor, [offer])[0],
        "form": forms.FindSeats(request.GET),
        "seats": [(one, title(one)) for one in seats],
        "operation_id": operation_id,
    }
    return render(request, "calls/seat.html", context)


# For everybody. Nothing here rests on a cookie: these forms work in the browser of any chat app, and nobody could forge a request
# that says more than its sender may.


@require_safe
def public_list(request: Request) -> HttpResponse:
    context = {
        "page": page_of(queries.public_calls(), request.GET.get("page")),
        "promises": queries.public_promises(),
    }
    return render(request, "calls/public_list.html", context)


@csrf_exempt
@never_cache
@reads_and_writes
def sign_up(request: Request, token: str) -> HttpResponse:
    """我要报名: whatever goes wrong, what was typed comes back."""
    seen = queries.public_call(token=token)
    form = _sign_up_form(request, seen)
    context = _marks(seen) | {"call": seen, "form": form, "is_open": queries.is_open(seen)}
    if not form.is_valid():
        return render(request, "calls/sign_up.html", context, status=_status(form))
    if not context["is_open"]:
        return render(request, "calls/sign_up.html", context, status=CONFLICT)
    if not commands.count_knock(request.actor, address=client_address(request)):
        form.add_error(
            None,
            _("Very many people are signing up just now. What you typed is here: send it again in a minute."),
        )
        return render(request, "calls/sign_up.html", context, status=TOO_MANY)
    offer = commands.sign_up(request.actor, token=token, form=form.filled_in)
    mark = tokens.of_offer(offer.pk)
    commands.send_code(request.actor, token=mark, address=client_address(request))
    return redirect("calls:own", mark)


@csrf_exempt
@never_cache
@reads_and_writes
def own(request: Request, token: str) -> HttpResponse:
    """Their own page, by the secret in its link: first the code, then what became of their offer."""
    form = forms.CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        tried = commands.confirm(request.actor, token=token, code=form.cleaned_data["code"])
        if tried.problem is None:
            return redirect("calls:own", tokens.of_offer(tried.offer.pk))
        form.add_error("code", f"{tried.problem} {tried.problem.remedy}")
    return _own(request, token, form)


@csrf_exempt
@require_POST
def send_code(request: Request, token: str) -> HttpResponse:
    problem = commands.send_code(request.actor, token=token, address=client_address(request))
    if problem is None:
        return redirect("calls:own", token)
    form = forms.CodeForm({"code": ""})
    form.errors.clear()
    form.add_error("code", str(problem))
    return _own(request, token, form)


@csrf_exempt
@require_POST
def withdraw(request: Request, token: str) -> HttpResponse:
    commands.withdraw(request.actor, token=token)
    return redirect("calls:own", token)


@csrf_exempt
@require_POST
def asked(request: Request, token: str) -> HttpResponse:
    goes = request.POST.get("goes") == "yes"
    offer = commands.answer_question(request.actor, token=token, goes=goes)
    return redirect("calls:own", tokens.of_offer(offer.pk))


def _own(request: Request, token: str, form: forms.CodeForm) -> HttpResponse:
    found = queries.own(request.actor, token=token)
    seen = {"own": found, "offer": found.offer, "call": found.offer.call, "form": form, "token": token}
    context = _marks(found.offer.call) | seen
    is_new = found.offer.state == OfferState.UNCONFIRMED
    context["shown_code"] = queries.shown_code(found.offer) if is_new else ""
    answer = render(
        request, "calls/confirm.html" if is_new else "calls/own.html", context, status=_status(form)
    )
    answer["Referrer-Policy"] = "no-referrer"  # the address is the secret
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _marks(seen: Call) -> dict[str, Any]:
    """What the shell would ask the database for: whether this is invented, or a drill."""
    return {
        "demo_data": seen.operation.is_demo,
        "current_operation": {"is_drill": seen.operation.is_drill},
        "publisher": seen.unit.name,
    }


def _sign_up_form(request: Request, seen: Call, *, by_hand: bool = False) -> forms.SignUp:
    sent = request.POST if request.method == "POST" else None
    return forms.SignUp(sent, call=seen, skills=queries.skills_asked(seen), by_hand=by_hand)


def _answered(request: Request, seen: Call, said: str) -> HttpResponse:
    """Back to where the answer was given."""
    messages.success(request, said)
    if request.POST.get("from") == "promises":
        return redirect(f"{reverse('calls:promises', args=[seen.operation_id])}?unit={seen.unit_id}")
    return redirect("calls:call", seen.operation_id, seen.pk)


def _status(form: Any) -> int:
    return UNPROCESSABLE if form.errors else 200


def _unit_in_sight(request: Request, operation_id: UUID) -> Unit | None:
    """None for a member, who sees calls and no unit."""
    return _opened(request, operation_id, request.GET) if request.actor.holds("see") else None


def _unit_to_plan(request: Request, operation_id: UUID) -> Unit:
    opened = _opened(request, operation_id, request.POST if request.method == "POST" else request.GET)
    return staffing.unit_to_plan(request.actor, operation_id=operation_id, unit_id=opened.pk)


def _opened(request: Request, operation_id: UUID, sent: QueryDict) -> Unit:
    asked = OfUnit(sent).asked["unit"]
    return figures.unit_to_open(request.actor, operation_id=operation_id, unit_id=asked)
