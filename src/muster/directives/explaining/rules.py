"""What makes an explanation plain, and how long a short message is."""

from collections.abc import Sequence
from math import ceil

ONE_MESSAGE, EACH_OF_SEVERAL = 70, 67  # characters of a short message with Chinese in it
MOST_IN_A_POINT, MOST_POINTS = 60, 8


def points_of(text: str) -> list[str]:
    r"""One line, one point; numbers that were typed before them fall away.

    >>> points_of("1. 在家休息\n\n2、少聚集")
    ['在家休息', '少聚集']
    """
    lines = (line.strip().lstrip("0123456789.、．)） \t·-").strip() for line in text.splitlines())
    return [line for line in lines if line]


def too_long(points: Sequence[str]) -> list[str]:
    return [point for point in points if len(point) > MOST_IN_A_POINT]


def short_message(*, sender: str, headline: str, points: Sequence[str], ask: str) -> str:
    """The same words as one message.

    >>> short_message(sender="北城社区", headline="少出门", points=["戴口罩", "勤洗手"], ask="问：8401")
    '【北城社区】少出门：1.戴口罩；2.勤洗手。问：8401'
    """
    told = "；".join(f"{place}.{point.rstrip('。；;.')}" for place, point in enumerate(points, 1))
    return f"【{sender}】{headline}：{told}。{ask}"


def messages_needed(text: str) -> int:
    """How many short messages a text is charged and delivered as."""
    return 1 if len(text) <= ONE_MESSAGE else ceil(len(text) / EACH_OF_SEVERAL)
