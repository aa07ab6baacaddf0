"""Why somebody cannot be rostered: a smallest set of demands on them that cannot all be met, in words.

Demands are dropped one after the other; what is needed for there to be no row stays (deletion filter: J. W. Chinneck,
E. W. Dravnieks 1991).
"""

from typing import Any, NamedTuple

import numpy as np

from muster.planning.rostering.book import written
from muster.planning.rostering.bound import Pricer
from muster.planning.rostering.model import FREE, OFF, Clash, Instance

_RULES = {
    "max_minutes": "works at most {} minutes in all",
    "min_minutes": "works at least {} minutes in all",
    "max_run": "works at most {} days in a row",
    "min_run": "works at least {} days in a row",
    "min_rest": "has at least {} days off in a row",
    "max_weekends": "works at most {} weekends",
}
_NEEDS = ("need_day", "need_shift", "need_people", "under_weight", "over_weight")


class _Demand(NamedTuple):
    words: str
    rule: str
    at: tuple[int, ...] = ()


def clashes(instance: Instance) -> tuple[Clash, ...]:
    """Everybody who has no row at all, and why."""
    return tuple(
        Clash(person, tuple(demand.words for demand in _smallest(instance, person)))
        for person in range(instance.people)
        if not _has_row(instance, person, _demands(instance, person))
    )


def _smallest(instance: Instance, person: int) -> list[_Demand]:
    held = _demands(instance, person)
    for demand in list(held):
        without = [other for other in held if other is not demand]
        if not _has_row(instance, person, without):
            held = without
    return held


def _demands(instance: Instance, person: int) -> list[_Demand]:
    """All that is asked of a person, the plainest last: what is dropped first is kept least."""
    names = instance.shift_names
    found = [
        _Demand(f"no {names[after]} the day after {names[first]}", "forbidden", (int(first), int(after)))
        for first, after in np.argwhere(instance.forbidden)
    ]
    for shift, limit in enumerate(instance.max_shifts[person].tolist()):
        if limit < instance.days:
            found.append(_Demand(f"works at most {limit} of {names[shift]}", "max_shifts", (shift,)))
    found += [_Demand(words.format(getattr(instance, rule)[person]), rule) for rule, words in _RULES.items()]
    for day, pin in enumerate(instance.pins[person].tolist()):
        if pin != FREE:
            what = "is off" if pin == OFF else f"is pinned to {names[pin]}"
            found.append(_Demand(f"{what} on day {day + 1}", "pins", (day,)))
    return found


def _has_row(instance: Instance, person: int, demands: list[_Demand]) -> bool:
    """Whether a row meets these demands and no others."""
    rules = {demand.rule for demand in demands}
    ends = {
        "max_minutes": instance.days * int(instance.shift_minutes.max(initial=0)),
        "max_run": instance.days,
        "max_weekends": instance.days,
        "min_minutes": 0,
        "min_run": 0,
        "min_rest": 0,
    }
    one: dict[str, Any] = {
        rule: getattr(instance, rule)[[person]] if rule in rules else np.array([end])
        for rule, end in ends.items()
    }
    forbidden, pins = np.zeros_like(instance.forbidden), np.full((1, instance.days), FREE)
    limits = np.full((1, instance.shifts), instance.days)
    for demand in demands:
        if demand.rule == "forbidden":
            forbidden[demand.at] = True
        elif demand.rule == "max_shifts":
            limits[0, demand.at] = instance.max_shifts[person, demand.at]
        elif demand.rule == "pins":
            pins[0, demand.at] = instance.pins[person, demand.at]
    nobody_needed: dict[str, Any] = dict.fromkeys(_NEEDS, np.empty(0, dtype=np.int64))
    alone = Instance(
        days=instance.days,
        first_weekday=instance.first_weekday,
        shift_minutes=instance.shift_minutes,
        forbidden=forbidden,
        max_shifts=limits,
        pins=pins,
        before=instance.before[[person]],
        **nobody_needed,
        **one,
    )
    return Pricer(written(alone)).any_rows() is not None
