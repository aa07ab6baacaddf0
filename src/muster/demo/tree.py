"""The units of the demo city: those of places here, those of sectors in `sectors.py`.

How a code is made: `DZ` and the area's 12 digits for the unit that answers for an area; `DZ`, the county's 6 digits (5116 and
00 for the city), a hyphen, two letters for the sector and a number for a sector's unit; and `-01`, `-02`, … after the
code of the unit above for its own branches and groups.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from muster.demo.divisions import CITY, COUNTY, TOWNSHIP, VILLAGE, Division, at
from muster.demo.homes import COMPOUND, HAMLET, Premises

COMMITTEE, GENERAL, BRANCH, JOINT = "党委", "党总支", "党支部", "联合党支部"
GROUP, LEADING, WORKING = "党小组", "党组", "党工委"
OTHER = "其他"

HOLDS_MEMBERS = frozenset({BRANCH, JOINT})
_COUNTS = frozenset({COMMITTEE, GENERAL, BRANCH, JOINT})
_ABOVE_BASE = frozenset({CITY, COUNTY})
_GENERAL_SHARE = {"core": 0.75, "town": 0.55, "village": 0.27}
_COMMITTEE_AT = 4  # branches: a community with as many has a committee
_GROUPS_A_COUNTY = 4
_FOUNDED = (date(1950, 1, 1).toordinal(), date(2019, 7, 1).toordinal())
_FIRM_FOUNDED = (date(1996, 1, 1).toordinal(), _FOUNDED[1])
NEW = "“两新”组织"  # the sector of firms and social bodies


@dataclass(frozen=True)
class Unit:
    code: str
    name: str
    kind: str
    parent: str = ""
    locality: str = ""
    level: str = OTHER
    line: str = ""
    area: str = ""
    founded: str = ""
    home: str = ""  # what the codes of the buildings begin with where its members live
    weight: float = 0.0  # how many members it has, relative to others
    invented_name: bool = False

    @property
    def is_base(self) -> bool:
        return self.kind in _COUNTS and self.level not in _ABOVE_BASE


class Tree:
    """Units in the order of the tree's rows: a parent before its children."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.units: list[Unit] = []
        self.rng = rng
        self._children: Counter[str] = Counter()

    def add(self, unit: Unit) -> Unit:
        founded = date.fromordinal(int(self.rng.integers(*(_FIRM_FOUNDED if unit.line == NEW else _FOUNDED))))
        unit = replace(unit, founded=founded.isoformat(), weight=unit.weight * self.rng.lognormal(0, 0.3))
        self.units.append(unit)
        return unit

    def below(
        self, parent: Unit, name: str, kind: str, *, home: str, weight: float = 0.0, invented: bool = False
    ) -> Unit:
        """Add a unit of `parent`'s own, in its sector."""
        self._children[parent.code] += 1
        code = f"{parent.code}-{self._children[parent.code]:02}"
        unit = Unit(
            code, name, kind, parent.code, parent.locality, line=parent.line, home=home, weight=weight
        )
        return self.add(replace(unit, invented_name=invented))

    @property
    def base_units(self) -> int:
        return sum(unit.is_base for unit in self.units)


def unit_code(area: str) -> str:
    """The code of the unit that answers for an area."""
    return f"DZ{area}"


def silent_candidates(units: Sequence[Unit]) -> list[str]:
    """Codes of the units with invented names: the only ones that the demo ever shows as silent, late or at fault."""
    return [unit.code for unit in units if unit.invented_name]


def add_places(tree: Tree, divisions: Sequence[Division], premises: Sequence[Premises]) -> None:
    """City, counties, townships, villages and communities with their branches."""
    inside: dict[str, list[Premises]] = {}
    for one in premises:
        inside.setdefault(one.code[:12], []).append(one)
    shapes = _shapes(divisions, tree.rng)
    town = ""
    for division in divisions:
        if division.level == VILLAGE:
            _add_village(tree, division, town, shapes[division.code], inside[division.code])
            continue
        town = division.name
        unit = tree.add(_place_unit(division))
        if division.level == TOWNSHIP:
            tree.below(unit, f"{town}机关党支部", BRANCH, home=division.stem, weight=24)
    _add_groups(tree, divisions)


def _place_unit(division: Division) -> Unit:
    if division.level == TOWNSHIP:
        kind = WORKING if division.is_street else COMMITTEE
        name = f"{division.name}{kind}"
    else:
        kind, name = COMMITTEE, f"中共{division.name}委员会"
    parent = unit_code(division.parent) if division.parent else ""
    return Unit(unit_code(division.code), name, kind, parent, level=division.level, area=division.code)


def _shapes(divisions: Sequence[Division], rng: np.random.Generator) -> Mapping[str, int]:
    """How many branches each village or community has of its own; most are one branch, here 0."""
    branches: dict[str, int] = {}
    villages = at(VILLAGE, divisions)
    for sort, share in _GENERAL_SHARE.items():
        chosen = [one for one in villages if _sort(one) == sort]
        many = {
            chosen[number].code for number in rng.permutation(len(chosen))[: -int(-len(chosen) * share // 1)]
        }
        for one in chosen:
            most = 6 if sort == "core" else 4
            branches[one.code] = int(rng.integers(2, most)) if one.code in many else 0
    return branches


def _sort(village: Division) -> str:
    if village.is_core:
        return "core"
    return "town" if village.is_community else "village"


def _add_village(
    tree: Tree, village: Division, town: str, branches: int, premises: Sequence[Premises]
) -> None:
    several = COMMITTEE if branches >= _COMMITTEE_AT else GENERAL
    kind = several if branches else BRANCH
    unit = tree.add(
        Unit(
            unit_code(village.code),
            f"{town}{village.short}{kind}",
            kind,
            unit_code(village.parent),
            level=VILLAGE,
            area=village.code,
            home=village.code,
            weight=0 if branches else 33,
        )
    )
    own = (
        _community_branches(f"{town}{village.short}", premises)
        if village.is_community
        else _natural_branches(premises)
    )
    for _, (name, home, invented) in zip(range(branches), own, strict=False):
        tree.below(unit, name, BRANCH, home=home, weight=16 if invented else 28, invented=invented)


def _natural_branches(premises: Sequence[Premises]) -> Iterator[tuple[str, str, bool]]:
    """Branches of natural villages: their names are invented, as the hamlets' are."""
    for one in premises:
        if one.kind == HAMLET:
            yield f"{one.name}自然村党支部", one.code, True


def _community_branches(community: str, premises: Sequence[Premises]) -> Iterator[tuple[str, str, bool]]:
    for one in premises:
        if one.kind == COMPOUND:
            yield f"{one.name}小区党支部", one.code, False
    for number in "一二三四五六":
        yield f"{community}第{number}党支部", premises[0].code[:12], False


def _add_groups(tree: Tree, divisions: Sequence[Division]) -> None:
    """A few groups in branches, which are never counted."""
    for county in at(COUNTY, divisions):
        branches = [unit for unit in tree.units if unit.kind == BRANCH and unit.area.startswith(county.stem)]
        for branch in branches[:_GROUPS_A_COUNTY]:
            for number in "一二":
                tree.below(branch, f"{branch.name}第{number}党小组", GROUP, home="")
