"""Who is asking: builds the Actor of a request, once, when it is first needed."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from . import queries


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = datetime.now(UTC)
        request.actor = SimpleLazyObject(lambda: queries.actor_of(request.user, now=now))  # type: ignore[attr-defined]
        return self.get_response(request)
