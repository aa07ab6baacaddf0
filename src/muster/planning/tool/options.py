"""Options that every problem's command has."""

from pathlib import Path
from typing import Annotated

import typer

Seconds = Annotated[float, typer.Option(min=0, help="Stop after so many seconds on the clock.")]
Steps = Annotated[
    int | None, typer.Option(min=0, help="Stop after so many steps instead: the same plan on any machine.")
]
Seed = Annotated[int, typer.Option(min=0, help="The same seed and steps give the same plan.")]
Threads = Annotated[int, typer.Option(min=1, help="Cores to use; no plan depends on it.")]
OutFile = Annotated[
    Path | None, typer.Option("--out", help="Where the plan goes; the ending says in which form.")
]
Picture = Annotated[Path | None, typer.Option(help="A picture of the plan: .svg or .png")]
Explain = Annotated[
    bool, typer.Option("--explain/--no-explain", help="Say in words how good it is, and why.")
]
SeatsFile = Annotated[
    Path | None,
    typer.Option("--seats", help="The seats of a staffing plan, where they stand in a file of their own."),
]
