"""What a reorganisation may do: pure functions on plain values."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

ENDS_UNITS = frozenset({"merge", "dissolve"})
SPLITS = "split"
MOST_AHEAD = timedelta(days=366)


def is_into_itself(*, paths: Sequence[str], into: str) -> bool:
    """Whether the unit that takes over is one of those that go, or below one.

    >>> is_into_itself(paths=["a.b"], into="a.b.c"), is_into_itself(paths=["a.b"], into="a")
    (True, False)
    """
    return any(into == path or into.startswith(f"{path}.") for path in paths)


def is_day(day: date, *, today: date) -> bool:
    """Back as far as the units go, and ahead by a year."""
    return day <= today + MOST_AHEAD


def can_be_undone(*, in_force_at: datetime, now: datetime, within: timedelta) -> bool:
    return now <= in_force_at + within


def is_complete(*, kind: str, has_into: bool, name: str) -> bool:
    """Whether it says where to, or what a unit is to be called."""
    return bool(name) if kind in {"rename", "split"} else has_into
