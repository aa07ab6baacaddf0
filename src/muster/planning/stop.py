"""When a planner stops. The only clock in the planning library."""

from dataclasses import dataclass, field
from time import perf_counter
from typing import Protocol


class Stop(Protocol):
    """Any rule that says what share of its allowance is used up; at 1 or more the planner stops.

    A planner always ends with a whole, valid plan, even when the allowance is gone before it began.
    """

    def used(self, *, seconds: float, steps: int) -> float: ...


@dataclass(frozen=True, slots=True)
class MaxSeconds:
    """Stop after so many seconds on the wall clock."""

    seconds: float

    def used(self, *, seconds: float, steps: int) -> float:  # noqa: ARG002 - one signature for all rules
        return seconds / self.seconds if self.seconds > 0 else 1.0


@dataclass(frozen=True, slots=True)
class MaxSteps:
    """Stop after so many steps: the same seed and steps give the same plan on any machine."""

    steps: int

    def used(self, *, seconds: float, steps: int) -> float:  # noqa: ARG002 - one signature for all rules
        return steps / self.steps if self.steps > 0 else 1.0


@dataclass(slots=True)
class Watch:
    """Counts a planner's steps and asks its stop rule."""

    stop: Stop
    steps: int = 0
    _began: float = field(default_factory=perf_counter)

    @property
    def seconds(self) -> float:
        return perf_counter() - self._began

    @property
    def used(self) -> float:
        return self.stop.used(seconds=self.seconds, steps=self.steps)

    @property
    def is_over(self) -> bool:
        return self.used >= 1
