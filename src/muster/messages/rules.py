"""What is valid for messages: what may be asked again, how long one waits, how codes are counted and end."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any

# What may be asked again and climb to superiors: what units and duty-holders owe. Appeals, gifts, coming forward, a call for
# people and a person's own reading are not here, and the database refuses what is not.
CLIMBED = frozenset({"directives.acceptance", "directives.report", "duty.task"})

ACTS = ("in_app", "message", "phone_list", "deputy", "superior")
WRITES = frozenset({"message", "deputy", "superior"})  # acts that send; the others stand on pages
ROLES_THAT_ACCEPT = ("chief", "officer")  # who may answer for a unit beside its secretary
LONGEST_CHAIN = 8  # of deputies of deputies
BY_HAND = 1000  # what somebody sends by hand between a ladder's steps is counted from here
MOST_STEPS = 8
LATEST_STEP = timedelta(days=14)

LANES = {"sms": 2, "email": 1, "chat": 1}  # jobs of a channel at the same time
MOST_A_JOB = 500
MOST_AT_ONCE = 50  # between two writes: so many may be repeated when a worker is killed
TIME_TO_SEND = timedelta(minutes=2)  # what takes longer was interrupted
LIFE = timedelta(hours=24)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
CODE_SENDS = 3  # how often one code is handed to a provider that cannot say whether it went out
CONFIRMED_FOR = timedelta(minutes=30)  # what was begun with a code is finished within
CODES_KEPT = timedelta(days=1)  # as long as they count against a limit
# To one phone: so many within so long.
LIMITS_OF_PHONE = ((1, timedelta(minutes=1)), (5, timedelta(hours=1)), (10, timedelta(days=1)))
WINDOW_OF_ADDRESS = timedelta(hours=1)
WRONG_OF_ADDRESS = 300  # wrong tries within it: a town hall's slips, and far too few to guess six digits
EMAIL_ADDRESS = re.compile(r"[^@\s,;<>\"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
MOST_CHARACTERS = 254
HOUSEHOLD_BITS = 64  # one subscriber's share of IPv6


def code_of(digest: bytes) -> str:
    r"""The digits that a keyed digest stands for.

    >>> code_of(bytes(31) + b"\x07")
    '000007'
    """
    return f"{int.from_bytes(digest) % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def free_again(
    sent: Iterable[datetime], *, now: datetime, limits: Iterable[tuple[int, timedelta]] = LIMITS_OF_PHONE
) -> datetime | None:
    """When the next code may be sent after these; None when it may be sent at once."""
    newest_first = sorted(sent, reverse=True)
    waits = [
        newest_first[most - 1] + span
        for most, span in limits
        if len(newest_first) >= most and newest_first[most - 1] + span > now
    ]
    return max(waits, default=None)


def subscriber(address: str) -> str:
    """The part of an address that one subscriber holds; a text that is no address counts as itself.

    >>> subscriber("2001:db8:1:2:3::4"), subscriber("192.0.2.7"), subscriber("")
    ('2001:db8:1:2::', '192.0.2.7', '')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(IPv6Address(int(found) >> HOUSEHOLD_BITS << HOUSEHOLD_BITS))
    return str(found)


def end_of_window(nth: datetime | None) -> datetime | None:
    """When an address may ask again, given its oldest request that fills the limit."""
    return None if nth is None else nth + WINDOW_OF_ADDRESS


def wait_after(failures: int) -> timedelta:
    """Twice as long after each failure in a row.

    >>> [wait_after(n).seconds // 60 for n in (1, 2, 3, 4, 5, 6, 99)]
    [1, 2, 4, 8, 15, 15, 15]
    """
    return min(FIRST_WAIT * (1 << min(failures - 1, 10)), LONGEST_WAIT)


def state_after(outcome: str, *, was_repeated: bool) -> str:
    """What becomes of a message after a try. What may have gone out is repeated once, and then left.

    >>> state_after("unknown", was_repeated=False), state_after("unknown", was_repeated=True)
    ('waiting', 'unsure')
    """
    if outcome == "unknown" and was_repeated:
        return "unsure"
    return {"sent": "sent", "refused": "failed"}.get(outcome, "waiting")


def is_within(hours: tuple[time, time], moment: time) -> bool:
    """Whether a time of day lies in hours that may span midnight; equal ends are no hours at all.

    >>> night = (time(22), time(7))
    >>> is_within(night, time(23)), is_within(night, time(6, 59)), is_within(night, time(7))
    (True, True, False)
    """
    since, until = hours
    if since <= until:
        return since <= moment < until
    return moment >= since or moment < until


def is_email_address(text: str) -> bool:
    return len(text) <= MOST_CHARACTERS and EMAIL_ADDRESS.fullmatch(text) is not None


def step_due(afters: Sequence[int], *, since: datetime, now: datetime, taken: Collection[int]) -> int | None:
    """The last step whose time has come, if it was not taken. Those before it that were missed stay missed: after a stop of a day
    nobody gets five messages at once.
    """
    due = [n for n, after in enumerate(afters) if since + timedelta(minutes=after) <= now]
    return due[-1] if due and due[-1] > max(taken, default=-1) else None


def is_ladder(steps: Sequence[Mapping[str, Any]]) -> bool:
    """Whether these can be climbed: a step or more, each later than the one before, and what writes has a channel.

    >>> is_ladder([{"after": 0, "act": "in_app"}, {"after": 60, "act": "message", "channels": ["sms"]}])
    True
    >>> is_ladder([{"after": 60, "act": "in_app"}, {"after": 60, "act": "phone_list"}]), is_ladder([])
    (False, False)
    """
    afters = [step["after"] for step in steps]
    latest = LATEST_STEP // timedelta(minutes=1)
    rises = afters == sorted(set(afters)) and all(0 <= after <= latest for after in afters)
    return rises and 1 <= len(steps) <= MOST_STEPS and all(_is_step(step) for step in steps)


def keeps_taken(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]], *, taken: Collection[int]
) -> bool:
    """Whether what a ladder has taken or passed stays as it was.

    >>> first, second, third = ({"after": n, "act": "in_app"} for n in (0, 60, 90))
    >>> keeps_taken([first, second], [first, third], taken=[0]), keeps_taken([first, second], [third], taken=[0])
    (True, False)
    """
    passed = max(taken, default=-1) + 1
    return list(old[:passed]) == list(new[:passed])


def _is_step(step: Mapping[str, Any]) -> bool:
    return step["act"] in ACTS and (step["act"] not in WRITES or bool(step.get("channels")))
