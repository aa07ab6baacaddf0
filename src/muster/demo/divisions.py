"""Real codes and names of Guang'an's divisions: the one part of the demo city that is not made up."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

DIVISIONS = Path(__file__).parent / "data" / "divisions.csv"

CITY, COUNTY, TOWNSHIP, VILLAGE = "市", "区市县", "乡镇(街道)", "村(社区)"
_DIGITS = {CITY: 4, COUNTY: 6, TOWNSHIP: 9, VILLAGE: 12}
_ABOVE = {COUNTY: CITY, TOWNSHIP: COUNTY, VILLAGE: TOWNSHIP}
_SEAT = "100"  # the town where a county has its seat; lower numbers are streets


@dataclass(frozen=True)
class Division:
    code: str
    name: str

    @property
    def level(self) -> str:
        if self.code.endswith("00000000"):
            return CITY
        if self.code.endswith("000000"):
            return COUNTY
        return TOWNSHIP if self.code.endswith("000") else VILLAGE

    @property
    def stem(self) -> str:
        """The digits that everything inside begins with."""
        return self.code[: _DIGITS[self.level]]

    @property
    def parent(self) -> str:
        """The code of the division around this one; none above the city."""
        above = _ABOVE.get(self.level)
        return self.code[: _DIGITS[above]].ljust(12, "0") if above else ""

    @property
    def is_street(self) -> bool:
        return self.level == TOWNSHIP and self.name.endswith("街道")

    @property
    def is_community(self) -> bool:
        return self.level == VILLAGE and self.code[9] == "0"

    @property
    def is_core(self) -> bool:
        """Whether it is built up: a street or a county's seat, or a community of one."""
        return self.level in {TOWNSHIP, VILLAGE} and self.code[6:9] <= _SEAT and self.code[9] == "0"

    @property
    def is_urban(self) -> bool:
        return self.is_community or self.is_core or self.level == CITY

    @property
    def short(self) -> str:
        """The name without the name of its body: 翠屏路社区, 报国村."""
        return (
            self.name.removesuffix("委会")
            if self.name.endswith("村委会")
            else self.name.removesuffix("居委会")
        )


def load(*, prefix: str = "5116", villages: int | None = None) -> list[Division]:
    """The divisions under `prefix` with those above them, by code; `villages` keeps that many of the last level."""
    with DIVISIONS.open(encoding="utf-8", newline="") as lines:
        everything = [Division(row["code"], row["name"]) for row in csv.DictReader(lines)]
    kept = [one for one in everything if one.code.startswith(prefix) or prefix.startswith(one.stem)]
    leaves = [one.code for one in kept if one.level == VILLAGE]
    if villages is None:
        return kept
    chosen = {leaves[number * len(leaves) // villages] for number in range(villages)}
    return [one for one in kept if one.level != VILLAGE or one.code in chosen]


def at(level: str, divisions: Iterable[Division]) -> list[Division]:
    return [one for one in divisions if one.level == level]
