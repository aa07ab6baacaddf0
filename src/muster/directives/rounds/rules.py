"""What is valid for a rhythm of reports: each level later than the one below, so that it can add up what came."""

from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LEVELS = ("village", "township", "county", "city")  # in the order in which they report
USUAL = {"village": "16:00", "township": "17:00", "county": "18:00", "city": "19:00"}
MOST_ITEMS = 12


def is_staggered(cut_offs: Mapping[str, str]) -> bool:
    """Whether each level's time lies after that of the level below.

    >>> is_staggered(USUAL), is_staggered(USUAL | {"township": "15:30"})
    (True, False)
    """
    times = [cut_offs[level] for level in LEVELS if level in cut_offs]
    return len(times) == len(LEVELS) and times == sorted(set(times))


def cut_off(cut_offs: Mapping[str, str], *, level: str, day: date, time_zone: str) -> datetime:
    """Units of no level of their own, such as branches of agencies, report with the villages."""
    hours, minutes = cut_offs.get(level, cut_offs[LEVELS[0]]).split(":")
    return datetime.combine(day, time(int(hours), int(minutes)), ZoneInfo(time_zone))
