"""What is valid for messages: how codes are counted and end."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
CODE_SENDS = 3  # how often one code is handed to a provider that cannot say whether it went out
CONFIRMED_FOR = timedelta(minutes=30)  # what was begun with a code is finished within
CODES_KEPT = timedelta(days=1)  # as long as they count against a limit
# To one phone: so many within so long.
LIMITS_OF_PHONE = ((1, timedelta(minutes=1)), (5, timedelta(hours=1)), (10, timedelta(days=1)))
WINDOW_OF_ADDRESS = timedelta(hours=1)
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
