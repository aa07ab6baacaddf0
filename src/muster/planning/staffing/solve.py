"""Filling seats."""

from collections.abc import Callable

from muster.planning.staffing.model import Instance, Plan
from muster.planning.stop import Stop

Progress = Callable[[float], None]


def solve(instance: Instance, *, stop: Stop, seed: int, progress: Progress | None = None) -> Plan:
    """A person for every seat that can be filled, at the least cost."""
    raise NotImplementedError
