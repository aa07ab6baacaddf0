"""What is valid in an operation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Called:
    """How many an operation calls."""

    units: int
    members: int


HIGHEST, LOWEST = 1, 4
NUMERALS = {1: "I", 2: "II", 3: "III", 4: "IV"}


def local_day(moment: datetime, *, time_zone: str) -> date:
    """The calendar day of a moment where the operation takes place: every figure's day."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def is_level(level: int) -> bool:
    return HIGHEST <= level <= LOWEST


def is_phase(phase: str, *, phases: Iterable[dict[str, str]]) -> bool:
    return any(phase == known["code"] for known in phases)
