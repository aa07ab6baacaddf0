"""The request as our views know it."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from .actor import Actor


class Request(HttpRequest):
    """What the middleware adds. For annotations only."""

    actor: Actor
    htmx: HtmxDetails
    csp_nonce: str


def next_page(request: HttpRequest) -> str:
    """The page of ours that a form asks to go back to, or nothing."""
    wanted = request.POST.get("next", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else ""


def client_address(request: HttpRequest) -> str:
    """Where a request came from: behind the proxy that MUSTER_HTTPS declares, what it saw; no other header is believed."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
