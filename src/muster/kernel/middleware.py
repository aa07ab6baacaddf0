"""Problems become answers here, and nowhere else: problem+json, a fragment for HTMX, or a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render, resolve_url
from django.utils.http import urlencode

from .problems import FormOutdated, NotAllowed, NotFound, Problem, SignInNeeded

PROBLEM_JSON = "application/problem+json"


class ProblemMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Problem):
            return None
        return answer(request, _for_nobody(request, exception))


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The HTTP form of a problem, as this client wants it."""
    if _wants_json(request):
        return JsonResponse(as_json(problem), status=problem.status, content_type=PROBLEM_JSON)
    if getattr(request, "htmx", False) and isinstance(problem, SignInNeeded):
        return _to_log_in(request, problem)
    if getattr(request, "htmx", False):
        return render(request, "parts/problem.html", {"problem": problem}, status=problem.status)
    if isinstance(problem, SignInNeeded):
        return HttpResponseRedirect(
            f"{resolve_url('account_login')}?{urlencode({'next': request.get_full_path()})}"
        )
    frame = "base.html" if request.actor.is_signed_in else "public_base.html"  # type: ignore[attr-defined]  # set by people's middleware
    context = {"problem": problem, "frame": frame}
    return render(request, "parts/problem_page.html", context, status=problem.status)


def _to_log_in(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A page of somebody whose session has ended goes away as a whole, by whatever it asks next."""
    fragment = render(request, "parts/problem.html", {"problem": problem}, status=problem.status)
    page = request.htmx.current_url_abs_path or "/"  # type: ignore[attr-defined]  # see kernel.requests
    fragment["HX-Redirect"] = f"{resolve_url('account_login')}?{urlencode({'next': page})}"
    return fragment


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """For an address that nothing answers to."""
    return answer(request, NotFound())


def form_outdated(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """For a form without the token of this log-in."""
    return answer(request, FormOutdated())


def as_json(problem: Problem) -> dict[str, object]:
    """RFC 9457: `type`, `title`, `status`, `detail`, and the problem's data."""
    return {
        "type": f"urn:muster:problem:{problem.code}",
        "title": str(problem.title),
        "status": problem.status,
        "detail": problem.detail,
        "kept": str(problem.kept),
        "remedy": str(problem.remedy),
        "data": {key: str(value) for key, value in problem.data.items()},
    }


def _for_nobody(request: HttpRequest, problem: Problem) -> Problem:
    """Nothing is in sight of those who have not logged in, so that is what they are asked to do."""
    is_nobody = not request.actor.is_signed_in  # type: ignore[attr-defined]  # see kernel.requests
    return SignInNeeded() if is_nobody and isinstance(problem, NotFound | NotAllowed) else problem


def _wants_json(request: HttpRequest) -> bool:
    accept = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or ("json" in accept and "text/html" not in accept)
