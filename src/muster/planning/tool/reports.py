"""What is printed: words and tables for people on standard error, one JSON object for programs on standard output."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table as Shown

from muster.planning.tool.runs import Run

EVERY_PLAN = ("objective", "lower_bound", "gap", "verified", "wall_s", "cpu_s", "seed")


def say(*words: object) -> None:
    Console(stderr=True, highlight=False).print(*words, markup=False, soft_wrap=True)


complain = say


def show(title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table; numbers stand to the right."""
    shown = Shown(*headings, title=title, title_justify="left")
    for row in rows:
        shown.add_row(*(_cell(value) for value in row))
    Console(stderr=True, highlight=False).print(shown, markup=False)


def last_line(run: Run, *, objective: float, lower_bound: float, verified: bool, **more: Any) -> None:
    """The last line of standard output."""
    gap = 1 - lower_bound / objective if objective else 0.0
    found = {
        "objective": _rounded(objective),
        "lower_bound": _rounded(lower_bound),
        "gap": _rounded(gap),
        "verified": verified,
        "wall_s": round(run.wall_s, 3),
        "cpu_s": round(run.cpu_s, 3),
        "seed": run.seed,
        "interrupted": run.is_interrupted,
    }
    print(json.dumps(found | more, ensure_ascii=False), flush=True)  # noqa: T201 - this is the output


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _rounded(value: float) -> float:
    return value if isinstance(value, int) else round(value, 6)


def _cell(value: object) -> str:
    return (
        f"{value:,}"
        if isinstance(value, int)
        else f"{value:,.1f}"
        if isinstance(value, float)
        else str(value)
    )
