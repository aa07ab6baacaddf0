"""One person once, at the size of a city: a roll of 134,000 against a list of 134,000 that holds most of them again, damaged.

python -m bench.matching                 precision, recall and time
python -m bench.matching --json
python -m bench.matching --people 20000

Everybody is invented, and who is whom is known. A record of the list that is somebody of the roll has one to three damages of six
kinds; the others are new people, damaged likewise, with the namesakes, twins and families that a county has.
"""

import argparse
import json
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from opencc import OpenCC

from muster.demo import names as words
from muster.kernel.pinyin import syllables
from muster.people import matching
from muster.people.matching import numbers

PEOPLE, UNITS = 134_000, 7_479
AGAIN = 0.5  # of the list's records: people of the roll
DAMAGES = ("homophone", "traditional", "one_digit_wrong", "number_missing", "phone_changed", "unit_swapped")
ONE, TWO = 0.70, 0.25  # shares of records with one damage, with two; the rest has three
TWINS, SHARED_PHONES, CLAN = 0.004, 0.08, 0.6
AREAS = ("512925", "512923", "512928", "513031")
FIRST_BIRTH, LAST_BIRTH = (
    np.datetime64("1825-01-01"),
    np.datetime64("1891-12-31"),
)  # so that no number is anybody's


@dataclass(frozen=True)
class One:
    """A record as a file has it."""

    person: int
    name: str
    is_woman: bool
    number: str | None
    birth: str | None
    phone: str | None
    unit: int


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.matching")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    outcome = run(people=options.people, seed=options.seed)
    if options.json:
        print(json.dumps(outcome))
        return
    for name, value in outcome.items():
        print(f"{name:28} {value}")


def run(*, people: int = PEOPLE, seed: int = 1) -> dict[str, Any]:
    roll, listed, damages = made(people=people, seed=seed)
    held = records(roll)  # as it is kept: tokens of blind indexes
    begun = time.perf_counter()
    found = matching.match(held, records(listed))
    seconds = time.perf_counter() - begun
    return judged(roll, listed, damages, found) | {"match_s": round(seconds, 2), "people": people}


def judged(
    roll: list[One], listed: list[One], damages: list[tuple[str, ...]], found: matching.Matches
) -> dict[str, Any]:
    """Precision and recall of what is called the same, and of what at least is shown to somebody."""
    here, there = np.array([one.person for one in roll]), np.array([one.person for one in listed])
    right = here[found.left] == there[found.right]
    same = found.verdict == matching.Verdict.SAME
    true = np.isin(there, here)
    hit, shown = np.zeros(len(listed), bool), np.zeros(len(listed), bool)
    hit[found.right[right & same]] = True
    shown[found.right[right]] = True
    has = {kind: true & np.array([kind in kinds for kinds in damages]) for kind in DAMAGES}
    many = {n: true & np.array([len(kinds) == n for kinds in damages]) for n in (1, 2, 3)}
    return {
        "true_duplicates": int(true.sum()),
        "precision": round(float(right[same].mean()), 5),
        "recall": round(float(hit[true].mean()), 5),
        "recall_with_review": round(float(shown[true].mean()), 5),
        "to_review": int((~same).sum()),
        "recall_by_damage": {kind: round(float(hit[rows].mean()), 4) for kind, rows in has.items()},
        "recall_by_damages": {str(n): round(float(hit[rows].mean()), 4) for n, rows in many.items()},
    }


def records(ones: list[One]) -> matching.Records:
    """As a job would make them: numbers as tokens alone."""
    meant_of, meant = numbers.with_meant([one.number for one in ones], matching.tokens)
    return matching.Records(
        names=[one.name for one in ones],
        sexes=np.array([2 if one.is_woman else 1 for one in ones], dtype=np.int8),
        numbers=matching.tokens(one.number for one in ones),
        phones=matching.tokens(one.phone for one in ones),
        births=matching.tokens(one.birth or (one.number and one.number[6:14]) for one in ones),
        units=np.array([one.unit + 1 for one in ones], dtype=np.int64),
        meant_of=meant_of,
        meant=meant,
    )


def made(*, people: int, seed: int) -> tuple[list[One], list[One], list[tuple[str, ...]]]:
    """The roll, the list, and for each record of the list what was done to it; to new people's as to others'."""
    rng = np.random.default_rng(seed)
    again = int(people * AGAIN)
    everybody = population(2 * people - again, rng)
    roll = everybody[:people]
    damage = Damage(everybody, rng)
    chosen = [roll[place] for place in rng.permutation(people)[:again]]
    damaged = [damage.of(one) for one in chosen]
    listed = [*damaged, *(damage.of(one) for one in everybody[people:])]
    order = rng.permutation(len(listed))
    return roll, [listed[place][0] for place in order], [listed[place][1] for place in order]


def population(size: int, rng: np.random.Generator) -> list[One]:
    """People in units where one surname is frequent; twins with one birth; families with one phone."""
    surnames, weights = list(words.SURNAMES), np.array(list(words.SURNAMES.values()), dtype=float)
    drawn = rng.choice(len(surnames), size=size, p=weights / weights.sum())
    clans = rng.choice(len(surnames), size=UNITS, p=weights / weights.sum())
    units = rng.integers(0, UNITS, size)
    of_clan = rng.random(size) < CLAN * 0.5
    women = rng.random(size) < 0.3
    days = rng.integers(0, int((LAST_BIRTH - FIRST_BIRTH).astype(int)), size)
    made: list[One] = []
    for n in range(size):
        surname = surnames[clans[units[n]] if of_clan[n] else drawn[n]]
        birth = str(FIRST_BIRTH + days[n]).replace("-", "")
        one = One(
            person=n,
            name=surname + _given(is_woman=bool(women[n]), rng=rng),
            is_woman=bool(women[n]),
            number=_number(AREAS[units[n] % len(AREAS)], birth, is_woman=bool(women[n]), rng=rng),
            birth=None,
            phone=_phone(rng),
            unit=int(units[n]),
        )
        if made and rng.random() < TWINS:
            one = _twin(made[-1], one, rng)
        if made and rng.random() < SHARED_PHONES:
            one = replace(one, phone=made[-1].phone, unit=made[-1].unit)
        made.append(one)
    return made


class Damage:
    """What happens to a record on its way through an office."""

    def __init__(self, everybody: list[One], rng: np.random.Generator) -> None:
        self.rng = rng
        self.traditional = OpenCC("s2t")
        self.alike: defaultdict[str, set[str]] = defaultdict(set)
        for character in {character for one in everybody for character in one.name}:
            self.alike[syllables(character)[0]].add(character)

    def of(self, one: One) -> tuple[One, tuple[str, ...]]:
        share = self.rng.random()
        count = 1 if share < ONE else 2 if share < ONE + TWO else 3
        kinds: list[str] = []
        for kind in self.rng.permutation(DAMAGES):
            changed = getattr(self, f"_{kind}")(one)
            if changed is not None and len(kinds) < count:
                one, kinds = changed, [*kinds, str(kind)]
        return one, tuple(kinds)

    def _homophone(self, one: One) -> One | None:
        place = len(one.name) - 1
        others = sorted(self.alike[syllables(one.name[place])[0]] - {one.name[place]})
        if not others:
            return None
        return replace(one, name=one.name[:place] + str(self.rng.choice(others)))

    def _traditional(self, one: One) -> One | None:
        name = self.traditional.convert(one.name)
        return replace(one, name=name) if name != one.name else None

    def _one_digit_wrong(self, one: One) -> One | None:
        if one.number is None:
            return None
        place = int(self.rng.integers(0, 17))
        digit = (int(one.number[place]) + int(self.rng.integers(1, 10))) % 10
        return replace(one, number=f"{one.number[:place]}{digit}{one.number[place + 1 :]}")

    def _number_missing(self, one: One) -> One | None:
        """Half of such lists have the day of birth instead."""
        if one.number is None or not numbers.is_sound(one.number):
            return None
        return replace(one, number=None, birth=one.number[6:14] if self.rng.random() < 0.5 else None)

    def _phone_changed(self, one: One) -> One | None:
        return replace(one, phone=_phone(self.rng))

    def _unit_swapped(self, one: One) -> One | None:
        return replace(one, unit=int(self.rng.integers(0, UNITS)))


def _twin(of: One, one: One, rng: np.random.Generator) -> One:
    """The same day, place and sex; the next number; a name that shares two characters."""
    assert of.number is not None
    body = of.number[:14] + f"{(int(of.number[14:17]) + 2) % 1000:03}"
    return replace(
        one,
        name=of.name[:-1] + _given(is_woman=of.is_woman, rng=rng)[-1],
        is_woman=of.is_woman,
        number=body + _check(body),
        unit=of.unit,
        phone=of.phone if rng.random() < 0.5 else one.phone,
    )


def _given(*, is_woman: bool, rng: np.random.Generator) -> str:
    first, second, single = (
        (words.FEMALE_FIRST, words.FEMALE_SECOND, words.FEMALE_SINGLE)
        if is_woman
        else (words.MALE_FIRST, words.MALE_SECOND, words.MALE_SINGLE)
    )
    if rng.random() < 0.12:
        return single[rng.integers(len(single))]
    return first[rng.integers(len(first))] + second[rng.integers(len(second))]


def _number(area: str, birth: str, *, is_woman: bool, rng: np.random.Generator) -> str:
    body = f"{area}{birth}{2 * int(rng.integers(0, 499)) + (not is_woman):03}"
    return body + _check(body)


def _check(body: str) -> str:
    return numbers.CHECKS[sum(w * int(d) for w, d in zip(numbers.WEIGHTS, body, strict=True)) % 11]


def _phone(rng: np.random.Generator) -> str:
    return f"194{rng.integers(0, 100_000_000):08}"


if __name__ == "__main__":
    main()
