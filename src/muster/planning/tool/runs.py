"""One run of a planner: when it stops, how far it is, and what it took."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter, process_time
from types import FrameType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from muster.planning.stop import MaxSeconds, MaxSteps, Stop


@dataclass
class Run:
    """A stop rule that Ctrl-C ends early: the planner then gives the best so far. A second Ctrl-C is the usual one."""

    seconds: float
    steps: int | None
    seed: int
    threads: int
    is_interrupted: bool = False
    wall_s: float = field(default=0.0, init=False)
    cpu_s: float = field(default=0.0, init=False)

    def used(self, *, seconds: float, steps: int) -> float:
        if self.is_interrupted:
            return 1.0
        return self.rule.used(seconds=seconds, steps=steps)

    @property
    def rule(self) -> Stop:
        """When to stop if nobody interrupts."""
        return MaxSeconds(self.seconds) if self.steps is None else MaxSteps(self.steps)

    @contextmanager
    def watched(self, words: str) -> Iterator["Bar"]:
        """Measure what happens within, show a bar on standard error, and take Ctrl-C as `enough`."""
        before = signal.signal(signal.SIGINT, self._enough)
        wall, cpu = perf_counter(), process_time()
        try:
            with Bar(words) as bar:
                yield bar
        finally:
            signal.signal(signal.SIGINT, before)
            self.wall_s, self.cpu_s = perf_counter() - wall, process_time() - cpu

    def _enough(self, _number: int, _frame: FrameType | None) -> None:
        self.is_interrupted = True
        signal.signal(signal.SIGINT, signal.default_int_handler)


class Bar:
    """A progress bar that is only there where somebody looks: a planner calls it with the share done, 0 … 1."""

    def __init__(self, words: str) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        console = Console(stderr=True)
        self._shown = Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty())
        self._task = self._shown.add_task(words, total=1.0)

    def __enter__(self) -> Self:
        self._shown.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._shown.stop()

    def __call__(self, share: float) -> None:
        self._shown.update(self._task, completed=share)
