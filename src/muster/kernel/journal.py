"""The journal: one row a command, in the same transaction, by ids alone.

It is the audit trail, the activity feed and the trigger of later work. The application's database role may add rows and read
them, nothing else (`sql/grants.sql`).
"""

from typing import Protocol
from uuid import UUID

from .actor import Actor
from .models import Entry

Fact = UUID | int | bool | None
CODE_LENGTH = 40


class HasId(Protocol):
    @property
    def pk(self) -> UUID: ...


def record(
    actor: Actor,
    event: str,
    subject: HasId | None = None,
    *,
    operation_id: UUID | None = None,
    unit_id: UUID | None = None,
    count: int = 1,
    **about: Fact | str,
) -> Entry:
    """Write down that `actor` did `event` (past tense, `app.what_happened`).

    `about` takes ids, numbers and short codes ("draft", "IV"). Names, phone numbers or free text do not belong here: the journal
    outlives the right to keep them.
    """
    return Entry.objects.create(
        at=actor.now,
        person_id=actor.person_id,
        system=actor.system,
        event=event,
        operation_id=operation_id,
        unit_id=unit_id,
        subject_id=subject.pk if subject is not None else None,
        count=count,
        about={key: _plain(key, fact) for key, fact in about.items()},
    )


def _plain(key: str, fact: Fact | str) -> str | int | bool | None:
    if isinstance(fact, str) and not (len(fact) <= CODE_LENGTH and fact.isascii() and " " not in fact):
        raise TypeError(f"{key}: the journal takes ids, numbers and short codes, not text")
    return str(fact) if isinstance(fact, UUID) else fact
