"""The members of the demo city. Nobody is meant: names are drawn from lists, ID numbers are of the nineteenth century.

Everything is drawn column by column: 134,000 people take about a second.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from muster.demo import names, sectors
from muster.demo.apportion import apportion
from muster.demo.homes import Stock
from muster.demo.tree import HOLDS_MEMBERS, NEW, Unit

LEAST, MOST = 3, 49  # members of a branch; from 50 on it would be a general branch
SECRETARY, DEPUTY, COMMITTEE_MEMBER, NO_OFFICE = "书记", "副书记", "委员", "无"
_DEPUTY_FROM = 7  # members: a branch as large has a committee
FULL, PROBATIONARY = "正式党员", "预备党员"
ELDERLY, ILL, PREGNANT, CARING = "年老", "患病", "孕期", "照护家人"
YES, NO = "是", "否"
_ELDERLY_WHO_CAN = 0.1
_SINGLE_GIVEN = 0.12  # given names of one character

# Prefixes in force until 1993, by county: numbers of that time pass every check of shape and place. Today's districts had none.
ID_PREFIX = {
    "511602": "512925", "511603": "512925", "511621": "512923", "511622": "512928", "511623": "513031", "511681": "512925",
}  # fmt: skip
ID_YEARS_BACK = 110  # a notional person of 1966 has a number of 1856
_NOTIONAL_YEAR = 2026
_ID_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_ID_CHECKS = np.array(list("10X98765432"))
PHONE_PREFIX = "194"  # given to no network
_PHONES, _PHONE_STEP = 100_000_000, 61_803_399  # coprime, so no number comes twice

SKILLS = (
    "医生", "护士", "消杀", "驾驶", "物资保障", "心理疏导", "翻译", "水电维修", "信息技术", "社会工作",
    "教学辅导", "照护", "手语", "宣传文艺", "应急救援", "膳食保障",
)  # fmt: skip
_SKILL_RATES = (
    0.003,
    0.003,
    0.04,
    0.22,
    0.05,
    0.008,
    0.005,
    0.03,
    0.025,
    0.03,
    0.012,
    0.03,
    0.002,
    0.02,
    0.025,
    0.04,
)
_LINE_SKILLS: dict[str, dict[str, float]] = {
    sectors.HEALTH: {"医生": 0.30, "护士": 0.25, "消杀": 0.25, "照护": 0.12, "心理疏导": 0.03},
    sectors.HOSPITALS: {"医生": 0.38, "护士": 0.33, "消杀": 0.12, "照护": 0.15, "心理疏导": 0.03},
    sectors.EDUCATION: {"教学辅导": 0.75, "心理疏导": 0.04, "翻译": 0.05, "信息技术": 0.06, "宣传文艺": 0.08},
    sectors.POLICE: {"驾驶": 0.70, "应急救援": 0.25},
    sectors.EMERGENCY: {"应急救援": 0.55, "驾驶": 0.50},
    sectors.CITY_MANAGEMENT: {"驾驶": 0.40, "消杀": 0.15},
    sectors.TRANSPORT: {"驾驶": 0.60, "物资保障": 0.20},
    NEW: {"驾驶": 0.35, "物资保障": 0.12, "水电维修": 0.10, "信息技术": 0.06},
}


@dataclass(frozen=True)
class Profile:
    age: float
    spread: float
    women: float
    away: float  # not available, and no reason asked
    elsewhere: float  # lives in the county, but not where the unit is


_RETIRED = Profile(70, 7, 0.36, 0.05, 0.15)
_STAFF = Profile(43, 10, 0.34, 0.06, 0.20)
_PROFILES = {
    "village": Profile(56, 15, 0.20, 0.20, 0.06),
    "community": Profile(57, 16, 0.40, 0.08, 0.06),
    sectors.HEALTH: Profile(42, 10, 0.58, 0.05, 0.20),
    sectors.HOSPITALS: Profile(41, 10, 0.62, 0.05, 0.20),
    sectors.EDUCATION: Profile(44, 10, 0.52, 0.06, 0.20),
    sectors.POLICE: Profile(41, 10, 0.14, 0.04, 0.20),
    sectors.RETIRED: _RETIRED,
    NEW: Profile(39, 10, 0.32, 0.10, 0.20),
}

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class People:
    """Columns; a row of each is one member."""

    name: list[str]
    is_woman: Bools
    national_id: list[str]
    phone: list[str]
    unit: list[str]
    is_probationary: Bools
    office: list[str]
    building: list[str]
    stairwell: Ints
    floor: Ints
    door: Ints
    skills: list[str]
    is_available: Bools
    reason: list[str]

    def __len__(self) -> int:
        return len(self.name)


def make_people(units: Sequence[Unit], stock: Stock, *, total: int, rng: np.random.Generator) -> People:
    """Exactly `total` members, 3 to 49 in every branch, one of them its secretary, homes near by."""
    branches = [unit for unit in units if unit.kind in HOLDS_MEMBERS]
    counts = apportion(total, [unit.weight for unit in branches], low=LEAST, high=MOST)
    of = np.repeat(np.arange(len(branches)), counts)
    place = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
    profiles = [_profile(unit) for unit in branches]
    women = rng.random(total) < np.array([one.women for one in profiles])[of]
    office = _offices(place, counts[of])
    leads = office != NO_OFFICE
    ages = _ages(profiles, of, leads, rng)
    reason = _reasons(ages, women, leads, rng)
    away = rng.random(total) < np.array([one.away for one in profiles])[of]
    excused = (reason != "") & ~((reason == ELDERLY) & (rng.random(total) < _ELDERLY_WHO_CAN))
    where = _homes(branches, profiles, of, stock, rng)
    return People(
        name=_names(women, rng),
        is_woman=women,
        national_id=_national_ids([unit.home[:6] for unit in branches], of, ages, women, rng),
        phone=_phones(total, rng),
        unit=[branches[number].code for number in of.tolist()],
        is_probationary=(rng.random(total) < 0.03) & ~leads & (ages < 55),  # noqa: PLR2004 - shares and ages of an invented people
        office=office.tolist(),
        building=[stock.codes[number] for number in where[0].tolist()],
        stairwell=where[1],
        floor=where[2],
        door=where[3],
        skills=_skills([unit.line for unit in branches], of, rng),
        is_available=leads | ~(excused | away),
        reason=reason.tolist(),
    )


def _profile(unit: Unit) -> Profile:
    if "退休" in unit.name:
        return _RETIRED
    if unit.line:
        return _PROFILES.get(unit.line, _STAFF)
    if len(unit.home) < len("511602001001"):  # the township's own staff
        return _STAFF
    return _PROFILES["community" if unit.home[9] == "0" else "village"]


def _offices(place: Ints, size: Ints) -> NDArray[np.str_]:
    """A secretary in each branch; in a larger one a deputy and one to three on its committee."""
    large = size >= _DEPUTY_FROM
    seats = np.where(large, 3 + (size >= 15) + (size >= 25), 1)  # noqa: PLR2004 - shares and ages of an invented people
    return np.select(
        [place == 0, large & (place == 1), place < seats],
        [SECRETARY, DEPUTY, COMMITTEE_MEMBER],
        default=NO_OFFICE,
    )


def _ages(profiles: Sequence[Profile], of: Ints, leads: Bools, rng: np.random.Generator) -> Ints:
    mean = np.array([one.age for one in profiles])[of]
    spread = np.array([one.spread for one in profiles])[of]
    ages = np.clip(np.round(rng.normal(mean, spread)), 19, 92).astype(np.int64)
    return np.where(leads, np.clip(ages, 30, 64), ages)


def _reasons(ages: Ints, women: Bools, leads: Bools, rng: np.random.Generator) -> NDArray[np.str_]:
    roll = rng.random(len(ages))
    reasons = [
        (ages >= 70) & (roll < 0.7),  # noqa: PLR2004 - shares and ages of an invented people
        women & (ages >= 22) & (ages <= 40) & (roll < 0.05),  # noqa: PLR2004 - shares and ages of an invented people
        roll > 0.97,  # noqa: PLR2004 - shares and ages of an invented people
        roll > 0.95,  # noqa: PLR2004 - shares and ages of an invented people
    ]
    return np.where(leads, "", np.select(reasons, [ELDERLY, PREGNANT, ILL, CARING], default=""))


def _homes(
    branches: Sequence[Unit], profiles: Sequence[Profile], of: Ints, stock: Stock, rng: np.random.Generator
) -> tuple[Ints, Ints, Ints, Ints]:
    """Building, stairwell, floor and door of each: any home near the unit, or for some any in its county."""
    upto = np.concatenate([[0], np.cumsum(stock.homes)])

    def span(stem: str) -> tuple[int, int]:
        return int(upto[bisect_left(stock.codes, stem)]), int(upto[bisect_left(stock.codes, f"{stem}~")])

    near = np.array([span(unit.home) for unit in branches])
    county = {stem: span(stem) for stem in {unit.home[:6] for unit in branches}}
    wide = np.array([county[unit.home[:6]] for unit in branches])
    elsewhere = rng.random(len(of)) < np.array([one.elsewhere for one in profiles])[of]
    spans = np.where(elsewhere[:, None], wide[of], near[of])
    home = rng.integers(spans[:, 0], spans[:, 1])
    building = np.searchsorted(upto, home, side="right") - 1
    _, floors, doors = stock.shapes[building].T
    inside = home - upto[building]
    return building, inside // (floors * doors) + 1, inside // doors % floors + 1, inside % doors + 1


def _names(women: Bools, rng: np.random.Generator) -> list[str]:
    weights = np.array(list(names.SURNAMES.values()), dtype=float)
    surnames = rng.choice(list(names.SURNAMES), len(women), p=weights / weights.sum())
    single = rng.random(len(women)) < _SINGLE_GIVEN
    male = _given(names.MALE_FIRST, names.MALE_SECOND, names.MALE_SINGLE, single, rng)
    female = _given(names.FEMALE_FIRST, names.FEMALE_SECOND, names.FEMALE_SINGLE, single, rng)
    full: list[str] = np.char.add(surnames, np.where(women, female, male)).tolist()
    return full


def _given(first: str, second: str, alone: str, single: Bools, rng: np.random.Generator) -> NDArray[np.str_]:
    count = len(single)
    two = np.char.add(rng.choice(list(first), count), rng.choice(list(second), count))
    return np.where(single, rng.choice(list(alone), count), two)


def _national_ids(
    counties: Sequence[str], of: Ints, ages: Ints, women: Bools, rng: np.random.Generator
) -> list[str]:
    """18 characters: prefix, birth date before 1900, order (odd for men), check digit; none twice."""
    prefixes = np.array([int(ID_PREFIX[county]) for county in counties])[of]
    years = _NOTIONAL_YEAR - ID_YEARS_BACK - ages
    days = rng.integers(1, 13, len(of)) * 100 + rng.integers(1, 29, len(of))
    dates = prefixes * 10**8 + years * 10**4 + days
    numbers = dates * 1000 + 2 * _rank(dates * 2 + women) + np.where(women, 2, 1)
    digits = numbers[:, None] // 10 ** np.arange(16, -1, -1) % 10
    checks = _ID_CHECKS[(digits * _ID_WEIGHTS).sum(axis=1) % 11]
    return [f"{number}{check}" for number, check in zip(numbers.tolist(), checks.tolist(), strict=True)]


def _rank(keys: Ints) -> Ints:
    """How many of the same key come earlier."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.searchsorted(ordered, ordered, side="left")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(keys)) - starts
    return rank


def _phones(total: int, rng: np.random.Generator) -> list[str]:
    numbers = (np.arange(total) * _PHONE_STEP + rng.integers(_PHONES)) % _PHONES
    return [f"{PHONE_PREFIX}{number:08}" for number in numbers.tolist()]


def _skills(lines: Sequence[str], of: Ints, rng: np.random.Generator) -> list[str]:
    """What each can do, joined by 、; a doctor is not a nurse as well."""
    rates = np.array(
        [
            [
                _LINE_SKILLS.get(line, {}).get(skill, rate)
                for skill, rate in zip(SKILLS, _SKILL_RATES, strict=True)
            ]
            for line in lines
        ]
    )
    has = rng.random((len(of), len(SKILLS))) < rates[of]
    has[:, 1] &= ~has[:, 0]
    sets = has @ (1 << np.arange(len(SKILLS)))
    known = {
        number: "、".join(skill for bit, skill in enumerate(SKILLS) if number >> bit & 1)
        for number in np.unique(sets).tolist()
    }
    return [known[number] for number in sets.tolist()]
