"""Where sessions are kept: as Django does, with columns of our own. Named by SESSION_ENGINE.

What the columns hold lies in the session under LOGIN, so that a session saved anew, under whatever key, keeps it.
"""

from datetime import datetime
from typing import Any, cast

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession

from .rules import SESSION_LIFE

LOGIN = "login"


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[AbstractBaseSession]:
        from .models import Session  # while apps are loaded there are no models yet

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        from .models import Session

        made = cast("Session", super().create_model_instance(data))
        if (login := data.get(LOGIN)) and (account_id := data.get("_auth_user_id")):
            made.account_id = account_id
            made.mark, made.device, made.address = login["mark"], login["device"], login["address"]
            made.began_at = datetime.fromisoformat(login["began_at"])
            made.expire_date = (
                made.began_at + SESSION_LIFE
            )  # however often it is used, and whatever its cookie says
            made.seen_at = datetime.fromisoformat(login["seen_at"])
        return made


def mark_of(session: SessionBase) -> str:
    """The mark of the session in which a request is made."""
    return str(session.get(LOGIN, {}).get("mark", ""))
