"""From a message that was claimed to one try to send it, for each channel."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from types import ModuleType
from urllib.parse import quote, urlsplit
from uuid import UUID

from django.conf import settings

from . import sms
from .outcome import Outcome, Result
from .sms import Sms
from .texts import words

AT_ONCE = 32  # connections to a provider of short messages
AT_ONCE_BY_APPRISE = 8


@dataclass(frozen=True, slots=True)
class Letter:
    """A claimed message and where it goes. `address` is a number, an e-mail address, or a robot's key; it is never shown."""

    message_id: UUID
    template: str
    variables: Mapping[str, str] = field(repr=False)
    was_repeated: bool
    tries: int
    language: str
    kind: str
    address: str = field(repr=False)


def connected() -> list[str]:
    """The channels that the settings connect. Work chats need no setting: each unit has its own."""
    ready = {"sms": sms.provider() is not None, "email": bool(settings.MUSTER_EMAIL), "chat": True}
    return [channel for channel, is_ready in ready.items() if is_ready]


def send_all(channel: str, letters: Iterable[Letter]) -> list[Result]:
    """Try each once, many at the same time; in their order."""
    send = SENDERS[channel]
    return list(_threads(channel).map(lambda letter: _try(send, letter), letters))


@cache
def _threads(channel: str) -> ThreadPoolExecutor:
    """Kept from one chunk to the next: to start them costs as much as to send."""
    return ThreadPoolExecutor(AT_ONCE if channel == "sms" else AT_ONCE_BY_APPRISE, channel)


def _try(send: Callable[[Letter], Result], letter: Letter) -> Result:
    """A fault of ours or of a library in one letter must not hold up the others."""
    if not letter.address:
        return Result(Outcome.REFUSED, "no_address")
    try:
        return send(letter)
    except Exception as error:  # noqa: BLE001 - whatever a channel raises is its answer
        return Result(Outcome.UNKNOWN, type(error).__name__)


def _send_sms(letter: Letter) -> Result:
    provider = sms.provider()
    if provider is None:
        return Result(Outcome.LATER, "not_connected")
    variables = {name: value for name, value in letter.variables.items() if name != "path"}
    return provider.send(
        Sms(
            number=letter.address,
            template=letter.template,
            variables=variables,
            key=letter.message_id.hex,
        )
    )


def _send_email(letter: Letter) -> Result:
    if not settings.MUSTER_EMAIL:
        return Result(Outcome.LATER, "not_connected")
    joint = "&" if "?" in settings.MUSTER_EMAIL else "?"
    return _notify(f"{settings.MUSTER_EMAIL}{joint}to={quote(letter.address, safe='')}", letter)


def _send_chat(letter: Letter) -> Result:
    return _notify(room_url(letter.kind, letter.address), letter)


def _notify(url: str, letter: Letter) -> Result:
    """Apprise says yes or no, and no more: a no is tried again."""
    apprise = _apprise()
    service = apprise.Apprise.instantiate(url)
    if service is None:
        return Result(Outcome.REFUSED, "bad_address")
    subject, text = words(letter.template, letter.variables, language=letter.language)
    is_sent = service.notify(title=subject, body=text, notify_type=apprise.NotifyType.INFO)
    return Result(Outcome.SENT) if is_sent else Result(Outcome.LATER, "not_accepted")


def _apprise() -> ModuleType:
    """Loaded when first needed: it brings over a hundred services with it."""
    return import_module("apprise")


def room_url(kind: str, key: str) -> str:
    """The address of a robot as Apprise writes it; "" for a webhook that no setting allows."""
    if kind == "webhook":
        parts = urlsplit(key)
        is_allowed = parts.hostname in settings.MUSTER_WEBHOOK_HOSTS
        scheme = {"https": "jsons", "http": "json"}.get(parts.scheme, "")
        return f"{scheme}://{parts.netloc}{parts.path}" if is_allowed and scheme else ""
    scheme = {"wecom": "wecombot", "dingtalk": "dingtalk", "feishu": "feishu"}[kind]
    return f"{scheme}://{quote(key, safe='@')}/"


def is_room(kind: str, key: str) -> bool:
    """Whether a robot of this kind can have this key."""
    url = room_url(kind, key)
    return bool(url) and _apprise().Apprise.instantiate(url, suppress_exceptions=True) is not None


SENDERS: dict[str, Callable[[Letter], Result]] = {"sms": _send_sms, "email": _send_email, "chat": _send_chat}
