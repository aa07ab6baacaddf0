"""Short messages: what every provider must be able to do, and the one that the settings name.

In China a short message is a signature and a template that the provider approved beforehand, and values for the template's
variables: free text cannot be sent. So a message here names our template, and the settings say what the provider calls it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from django.conf import settings

from .aliyun import Aliyun
from .outcome import Outcome, Result

ON_SCREEN = "screen"  # for demonstrations: nothing is sent, and the page shows the code


@dataclass(frozen=True, slots=True, kw_only=True)
class Sms:
    """`key` is the same for a message that is tried again; providers that can, tell repeats by it. The number is never shown."""

    number: str = field(repr=False)
    template: str
    variables: Mapping[str, str] = field(repr=False)
    key: str


class Provider(Protocol):
    def send(self, sms: Sms) -> Result:
        """Try once. Never raises for what the network or the provider does: that is an outcome."""


class Screen:
    """Sends nothing."""

    def send(self, sms: Sms) -> Result:  # noqa: ARG002 - a Provider
        return Result(Outcome.SENT, ON_SCREEN)


def provider() -> Provider | None:
    """The one that the settings name; None when none is connected."""
    if settings.MUSTER_SMS_PROVIDER == ON_SCREEN:
        return Screen()
    if settings.MUSTER_SMS_PROVIDER == "aliyun":
        return _aliyun(
            settings.MUSTER_SMS_ENDPOINT,
            settings.MUSTER_SMS_ACCESS_KEY_ID,
            settings.MUSTER_SMS_ACCESS_KEY_SECRET,
            settings.MUSTER_SMS_SIGNATURE,
            tuple(sorted(settings.MUSTER_SMS_TEMPLATES.items())),
        )
    return None


@lru_cache(maxsize=4)  # its connections stay open between messages
def _aliyun(
    endpoint: str, key_id: str, secret: str, signature: str, templates: tuple[tuple[str, str], ...]
) -> Aliyun:
    return Aliyun(
        endpoint=endpoint, key_id=key_id, secret=secret, signature=signature, templates=dict(templates)
    )
