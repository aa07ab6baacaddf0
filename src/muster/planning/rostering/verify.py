"""Checks a roster and its bound; shares no code with the solver."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from muster.planning.problems import PlanRejected
from muster.planning.rostering.model import FREE, OFF, SATURDAY, SUNDAY, WEEK, Instance, Plan, Rosters
from muster.planning.rostering.proof import proved


@dataclass(frozen=True, slots=True)
class Recount:
    """What the verifier counted for itself."""

    objective: int
    score: dict[str, int]
    lower_bound: int  # from the certificate's prices, with rows of its own
    is_optimal: bool


def verify(instance: Instance, plan: Plan) -> Recount:
    """Raise PlanRejected with everything that is wrong, or return the recount."""
    score = check(instance, plan.roster)
    _demand(_shapes(instance, plan))
    objective, bound = sum(score.values()), proved(instance, plan.certificate)
    recount = Recount(objective=objective, score=score, lower_bound=bound, is_optimal=objective == bound)
    _demand(_claims(plan, recount))
    return recount


def check(instance: Instance, roster: Rosters) -> dict[str, int]:
    """Raise PlanRejected with every hard rule that is broken, or return the cost by rule."""
    whole = isinstance(roster, np.ndarray) and roster.dtype.kind == "i"
    if not whole or roster.shape != (instance.people, instance.days):
        raise PlanRejected(
            [f"roster: a whole number for each of {instance.people} × {instance.days} is needed"]
        )
    rows = roster.tolist()
    _demand(_unknown(instance, rows))
    _demand(finding for person, row in enumerate(rows) for finding in _broken(instance, person, row))
    return _score(instance, rows)


def _demand(findings: Iterator[str]) -> None:
    if wrong := list(findings):
        raise PlanRejected(wrong)


def _unknown(instance: Instance, rows: list[list[int]]) -> Iterator[str]:
    for person, row in enumerate(rows):
        for day, shift in enumerate(row):
            if not OFF <= shift < instance.shifts:
                yield f"{instance.people_names[person]}, day {day + 1}: there is no shift {shift}"


def _broken(instance: Instance, person: int, row: list[int]) -> Iterator[str]:
    name = instance.people_names[person]
    for findings in (_pins, _followers, _amounts, _runs, _weekends):
        yield from (f"{name}: {finding}" for finding in findings(instance, person, row))


def _pins(instance: Instance, person: int, row: list[int]) -> Iterator[str]:
    for day, (pin, shift) in enumerate(zip(instance.pins[person].tolist(), row, strict=True)):
        if pin not in {FREE, shift}:
            yield f"day {day + 1} is not as pinned"


def _followers(instance: Instance, person: int, row: list[int]) -> Iterator[str]:
    all_days = [*instance.before[person].tolist()[-1:], *row]
    for first, after in pairwise(all_days):
        if OFF not in {first, after} and instance.forbidden[first, after]:
            yield f"{instance.shift_names[after]} the day after {instance.shift_names[first]}"


def _amounts(instance: Instance, person: int, row: list[int]) -> Iterator[str]:
    for shift, limit in enumerate(instance.max_shifts[person].tolist()):
        if row.count(shift) > limit:
            yield f"{row.count(shift)} of {instance.shift_names[shift]}, at most {limit}"
    minutes = sum(int(instance.shift_minutes[shift]) for shift in row if shift != OFF)
    low, high = int(instance.min_minutes[person]), int(instance.max_minutes[person])
    if not low <= minutes <= high:
        yield f"{minutes} minutes in all, not {low} to {high}"


def _runs(instance: Instance, person: int, row: list[int]) -> Iterator[str]:
    """Runs at either end may be the rest of longer ones, so only those between have a least length."""
    past = instance.before[person].tolist()
    stretches = [
        (worked, len(list(days))) for worked, days in groupby([*past, *row], key=lambda shift: shift != OFF)
    ]
    day = -len(past)
    for number, (worked, length) in enumerate(stretches):
        day += length
        if day < 0:
            continue  # it was over before this roster began
        inside = 0 < number < len(stretches) - 1
        if worked and length > max(instance.max_run[person], length - day):
            yield f"{length} days worked in a row, at most {instance.max_run[person]}"
        least = int((instance.min_run if worked else instance.min_rest)[person])
        if inside and length < least:
            yield f"{length} days {'worked' if worked else 'off'} in a row, at least {least}"


def _weekends(instance: Instance, person: int, row: list[int]) -> Iterator[str]:
    weekends = {
        (instance.first_weekday + day) // WEEK
        for day, shift in enumerate(row)
        if shift != OFF and (instance.first_weekday + day) % WEEK in {SATURDAY, SUNDAY}
    }
    if len(weekends) > instance.max_weekends[person]:
        yield f"{len(weekends)} weekends worked, at most {instance.max_weekends[person]}"


def _score(instance: Instance, rows: list[list[int]]) -> dict[str, int]:
    score = dict.fromkeys(("under", "over", "wishes", "buddies", "changes"), 0)
    for need, (day, shift, people) in enumerate(
        zip(
            instance.need_day.tolist(),
            instance.need_shift.tolist(),
            instance.need_people.tolist(),
            strict=True,
        )
    ):
        there = sum(row[day] == shift and instance.serves(person, need) for person, row in enumerate(rows))
        score["under"] += max(people - there, 0) * int(instance.under_weight[need])
        score["over"] += max(there - people, 0) * int(instance.over_weight[need])
    for wish in range(instance.wish_day.size):
        has = rows[instance.wish_person[wish]][instance.wish_day[wish]] == instance.wish_shift[wish]
        if has != instance.wish_wants[wish]:
            score["wishes"] += int(instance.wish_weight[wish])
    for (one, other), weight in zip(instance.buddies.tolist(), instance.buddy_weight.tolist(), strict=True):
        score["buddies"] += weight * sum(a != b for a, b in zip(rows[one], rows[other], strict=True))
    for row, old in zip(rows, instance.previous.tolist(), strict=False):
        score["changes"] += instance.change_price * sum(a != b for a, b in zip(row, old, strict=True))
    return score


def _shapes(instance: Instance, plan: Plan) -> Iterator[str]:
    table = (instance.people, instance.shifts)
    for name, array, shape, kind in (
        ("price", plan.certificate.price, (instance.need_day.size,), "i"),
        ("limit_price", plan.certificate.limit_price, table, "i"),
        ("counted", plan.certificate.counted, table, "b"),
    ):
        if array.shape != shape or array.dtype.kind != kind:
            yield f"{name} of the certificate does not have the shape {shape}"


def _claims(plan: Plan, recount: Recount) -> Iterator[str]:
    for name in ("objective", "score", "lower_bound", "is_optimal"):
        if getattr(plan.certificate, name) != getattr(recount, name):
            yield f"the certificate says {name} {getattr(plan.certificate, name)}, counted {getattr(recount, name)}"
