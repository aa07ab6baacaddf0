"""What commands take and give: plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from . import rules


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A phone that its holder has shown to hold."""

    phone: str = field(repr=False)
    phone_index: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What messages are about. `variables` are public words (a number, a title), never personal data: they are kept.

    `purpose` says what the reader owes or is told; what is not in `rules.CLIMBED` can be said once only, by step 0. `path` is the
    page that the link in e-mails and chats opens.
    """

    purpose: str
    subject_id: UUID
    template: str
    variables: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    operation_id: UUID | None = None
    round: int = 0
    step: int = 0
    channels: Sequence[str] = ("sms", "email", "chat")
    is_urgent: bool = False
    life: timedelta = rules.LIFE


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom to write to: a SELECT of person_id, unit_id and facts (jsonb: variables of this person's message), with its values.

    Written by programmers, never by people: it becomes part of one statement, so that 134,000 cost no more than one.
    """

    select: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Queued:
    messages: int
    unreachable: int  # people with neither phone nor e-mail
