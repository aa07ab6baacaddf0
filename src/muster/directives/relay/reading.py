"""Replies pasted from a group chat (接龙): numbered lines, each with a name somewhere in it. People look over what it found."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

NUMBERED = re.compile(r"^\s*(\d{1,4})\s*[.、．)）:：,，]\s*(\S.*)$")
EDGE = re.compile(r"[\s,，、:：;；()（）\[\]【】·.\-—_+]+")
MOST_LINES, MOST_LETTERS = 1000, 200
SURE, GUESSED, SEVERAL, UNKNOWN = "sure", "guessed", "several", "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """A line and those whom it may mean. Sure: their name stands by itself in it. Several: it could be more than one."""

    line: str
    how: str
    members: tuple[UUID, ...] = ()


def replies(text: str) -> list[str]:
    """What stands behind the numbers; without any numbers, every line. The heading of a 接龙 has none and falls away."""
    lines = [line.strip()[:MOST_LETTERS] for line in text.splitlines()[:MOST_LINES] if line.strip()]
    numbered = [found.group(2) for line in lines if (found := NUMBERED.match(line))]
    return numbered or [line for line in lines if not line.startswith("#")]


def match(lines: Iterable[str], names: Mapping[UUID, str]) -> list[Found]:
    """Hold each line against the names of the unit's members."""
    return [_match(line, names) for line in lines]


def _match(line: str, names: Mapping[UUID, str]) -> Found:
    within = {key: name for key, name in names.items() if name and name in line}
    longest = {  # 王五 is not meant where 王五一 is written
        key: name
        for key, name in within.items()
        if not any(name != other and name in other for other in within.values())
    }
    members = tuple(longest)
    if not members:
        return Found(line, UNKNOWN)
    if len(members) > 1:
        return Found(line, SEVERAL, members)
    (name,) = longest.values()
    return Found(line, SURE if name in EDGE.split(line) else GUESSED, members)
