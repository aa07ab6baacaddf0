"""What is valid for a muster call: answers, waves, and how long somebody who said no is left in peace."""

from dataclasses import dataclass
from datetime import datetime, timedelta

NO = "no"
MINUTES = {"now": 0, "in_15": 15, "in_30": 30, "in_60": 60}  # a yes, and when
IN_PEACE = timedelta(hours=8)  # who said no is not asked by another call so soon
MOST_AT_ONCE = 5_000
SHOWN_FOR = timedelta(days=2)  # an answer can be given through its link


@dataclass(frozen=True, slots=True)
class Wanted:
    """What whoever calls decides. `first` people are asked at once, and after `minutes` as many more, until `needed` said yes."""

    title: str
    place: str
    needed: int
    first: int = 20
    minutes: int = 10
    is_urgent: bool = False


def is_answer(answer: str) -> bool:
    return answer == NO or answer in MINUTES


def is_yes(answer: str) -> bool:
    return answer in MINUTES


def arrives_at(answer: str, *, at: datetime) -> datetime | None:
    """When somebody said they would be there; None for a no."""
    return at + timedelta(minutes=MINUTES[answer]) if is_yes(answer) else None
