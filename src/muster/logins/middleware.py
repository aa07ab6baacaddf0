"""What a session remembers of its log-in: where it began, and when it was last used."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from muster.kernel.requests import client_address

from . import rules
from .engine import LOGIN


def note_login(request: HttpRequest, **_signal: Any) -> None:
    """Whatever the way in was: a password, a code, an invitation."""
    now = datetime.now(UTC)
    request.session[LOGIN] = {
        "mark": str(uuid4()),
        "device": rules.device(request.META.get("HTTP_USER_AGENT", "")),
        "address": rules.masked_address(client_address(request)),
        "began_at": now.isoformat(),
        "seen_at": now.isoformat(),
    }


class SeenMiddleware:
    """Writes down, now and then, that a session is in use. One that was ended meanwhile is not made again by it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        session = request.session
        if session.accessed and (login := session.get(LOGIN)):
            now = datetime.now(UTC)
            if datetime.fromisoformat(login["seen_at"]) + rules.SEEN_EVERY <= now:
                session[LOGIN] = login | {"seen_at": now.isoformat()}
        return answer
