"""What is valid in the tree."""

from collections.abc import Mapping

ABOVE_BASE = frozenset({"city", "county"})


def is_base(*, counts_as_base: bool, level: str) -> bool:
    """Whether a unit counts as a base-level unit: city and county committees do not, whatever their kind."""
    return counts_as_base and level not in ABOVE_BASE


def label(unit_id_hex: str) -> str:
    """A unit's label in paths: its id as 32 hexadecimal digits."""
    return unit_id_hex.replace("-", "")


def cycle_in(parents: Mapping[str, str | None]) -> list[str]:
    """The codes of one loop in child → parent, or [] when there is none. A parent outside the mapping ends the walk."""
    settled: set[str] = set()
    for start in parents:
        walk: list[str] = []
        here: str | None = start
        while here is not None and here in parents and here not in settled:
            if here in walk:
                return walk[walk.index(here) :]
            walk.append(here)
            here = parents[here]
        settled.update(walk)
    return []
