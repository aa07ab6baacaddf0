"""Patterns of projects, shipped as data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class Draft:
    """A task before it has a date: due so many hours after the beginning."""

    name: str
    hours: float
    after: frozenset[int] = frozenset()
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    name: str
    goal: str
    hours: float
    tasks: tuple[Draft, ...]
    needs: tuple[tuple[str, int], ...] = ()


def patterns(language: str) -> dict[str, str]:
    """Code and name of each."""
    return {path.stem: _read(path)[f"name_{language}"] for path in sorted(DATA.glob("*.toml"))}


def plan_of(code: str, *, language: str) -> Plan:
    held = _read(DATA / f"{code}.toml")
    tasks = tuple(
        Draft(task[language], task["hours"], frozenset(task.get("after", ()))) for task in held["tasks"]
    )
    needs = tuple((need[language], need["needed"]) for need in held["needs"])
    return Plan(
        name=held[f"name_{language}"],
        goal=held[f"goal_{language}"],
        hours=held["hours"],
        tasks=tasks,
        needs=needs,
    )


@cache
def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text())
