"""The messages of one channel, chunk by chunk: claimed, tried at the same time, kept. What is done stays, if the worker dies."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from muster.kernel import crypto
from muster.kernel.statements import execute, fetch, statement

from . import rules
from .channels import Letter, send_all
from .outcome import Outcome, Result

Clock = Callable[[], datetime]
Counts = Counter[str]


def is_quiet(now: datetime) -> bool:
    """Whether only what is urgent is sent at this hour."""
    return rules.is_within(settings.MUSTER_QUIET_HOURS, timezone.localtime(now).time())


def deliver(channel: str, *, clock: Clock, most: int = rules.MOST_A_JOB) -> Counts:
    """Send what is due, up to a number; how many had which outcome. Ends early when nothing of a chunk can be sent."""
    counts: Counts = Counter()
    while (left := most - counts.total()) > 0:
        now = clock()
        letters = claim(channel, now=now, quiet=is_quiet(now), most=min(left, rules.MOST_AT_ONCE))
        if not letters:
            break
        found = keep(letters, send_all(channel, letters), now=clock())
        counts += found
        if found[Outcome.LATER] == len(letters):
            break
    return counts


def claim(channel: str, *, now: datetime, quiet: bool, most: int) -> list[Letter]:
    """Take messages that are due. Committed before anything is sent: a worker that dies leaves open attempts, not silence."""
    rows = fetch(
        statement("messages", "claim"), {"channel": channel, "now": now, "is_quiet": quiet, "most": most}
    )
    return [_letter(*row) for row in rows]


def keep(letters: list[Letter], results: list[Result], *, now: datetime) -> Counts:
    """Write down what became of each; how many of each outcome."""
    states = [
        rules.state_after(result.outcome, was_repeated=letter.was_repeated)
        for letter, result in zip(letters, results, strict=True)
    ]
    values = {
        "messages": [letter.message_id for letter in letters],
        "outcomes": [result.outcome.value for result in results],
        "reasons": [result.reason[:60] for result in results],
        "states": states,
        "nexts": [now + rules.wait_after(letter.tries) for letter in letters],
        "now": now,
    }
    execute(statement("messages", "keep"), values)
    return Counter(result.outcome.value for result in results)


def _letter(
    message_id: UUID,
    template: str,
    variables: str,
    was_repeated: bool,  # noqa: FBT001 - a column
    tries: int,
    language: str,
    kind: str | None,
    sealed: bytes | None,
) -> Letter:
    address = crypto.unseal(sealed) if sealed else ""
    return Letter(
        message_id, template, json.loads(variables), was_repeated, tries, language, kind or "", address
    )
