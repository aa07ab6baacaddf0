"""Who is asking: builds the Actor of a request, once, when it is first needed."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from muster.kernel import sight
from muster.kernel.actor import Actor
from muster.units.queries import ONLY_ROOT

from . import queries


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = datetime.now(UTC)

        def known() -> Actor:
            actor = queries.actor_of(request.user, now=now)
            is_at_the_top = any("." not in grant.path for grant in actor.grants)
            sight.narrow_to(actor, whole_if=ONLY_ROOT if is_at_the_top else "false")
            return actor

        request.actor = SimpleLazyObject(known)  # type: ignore[attr-defined]  # what Request declares
        sight.close()
        try:
            return self.get_response(request)
        finally:
            sight.release()
