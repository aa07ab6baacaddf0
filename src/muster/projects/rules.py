"""What blocks a project, as pure functions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_HOURS = 24 * 90
MOST_TASKS = 100


class Reason(StrEnum):
    BLOCKED = "blocked"  # somebody says so
    LATE = "late"  # its time has passed
    MISSING = "missing"  # something that the project needs is not there


@dataclass(frozen=True, slots=True)
class Step:
    """A task, as far as the clock is concerned."""

    number: int
    due_at: datetime
    is_done: bool
    is_blocked: bool
    after: frozenset[int] = frozenset()


def reasons(steps: Sequence[Step], *, now: datetime) -> list[tuple[int, Reason]]:
    """The tasks that hold the project up now: blocked, then late. One that only waits for another is not named."""
    open_ = {step.number for step in steps if not step.is_done}
    blocked = [(step.number, Reason.BLOCKED) for step in steps if step.is_blocked and not step.is_done]
    late = [
        (step.number, Reason.LATE)
        for step in steps
        if not step.is_done and not step.is_blocked and step.due_at < now and not step.after & open_
    ]
    return [*blocked, *late]


def may_begin(step: Step, *, done: Collection[int]) -> bool:
    """Whether everything that comes before a task is done."""
    return step.after <= set(done)


def is_circular(after: dict[int, frozenset[int]]) -> bool:
    """Whether a task comes after itself.

    >>> is_circular({1: frozenset(), 2: frozenset({1})}), is_circular({1: frozenset({2}), 2: frozenset({1})})
    (False, True)
    """
    left = dict(after)
    while left:
        free = [number for number, before in left.items() if not before & left.keys()]
        if not free:
            return True
        for number in free:
            del left[number]
    return False


def share_gone(began_at: datetime, due_at: datetime, *, now: datetime) -> float:
    """How much of the time has gone, from 0 to 1.

    >>> from datetime import datetime
    >>> a, b = datetime(2020, 2, 1), datetime(2020, 2, 4)
    >>> share_gone(a, b, now=datetime(2020, 2, 2, 12)), share_gone(a, b, now=datetime(2020, 3, 1))
    (0.5, 1.0)
    """
    return min(1.0, max(0.0, (now - began_at) / (due_at - began_at)))


def hours_left(due_at: datetime, *, now: datetime) -> float:
    """Negative once the time is over."""
    return (due_at - now) / timedelta(hours=1)
