"""The request as our views know it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from .actor import Actor


class Request(HttpRequest):
    """What the middleware adds. For annotations only."""

    actor: Actor
    htmx: HtmxDetails
    csp_nonce: str
