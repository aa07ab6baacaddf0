"""A plain CP-SAT model of the same roster, every rule written as one would from the text: the peer of our bench.

python -m bench.rostering_peers Instance8.txt --seconds 60     prints one JSON object
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np

from muster.planning import rostering
from muster.planning.rostering.exchange import read_instance
from muster.planning.rostering.model import FREE, OFF, SATURDAY, SUNDAY, WEEK

WORKERS = 2


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.rostering_peers")
    parser.add_argument("instance", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(json.dumps(measured(read_instance(options.instance.read_text()), options.seconds, options.seed)))


def measured(
    instance: rostering.Instance, seconds: float, seed: int, workers: int = WORKERS
) -> dict[str, Any]:
    """What CP-SAT finds and proves; what it finds is counted by our verifier."""
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        return {"peer": "cp-sat", "absent": "ortools is not installed (pip install muster[peers])"}
    wall, cpu = time.perf_counter(), time.process_time()
    model = cp_model.CpModel()
    at = _written(model, instance)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    status = solver.solve(model)
    found = {
        "peer": "cp-sat",
        "objective": None,
        "lower_bound": max(round(solver.best_objective_bound), 0),
        "cpu_s": round(time.process_time() - cpu, 1),
        "wall_s": round(time.perf_counter() - wall, 1),
    }
    if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        works = np.array([[[solver.value(x) for x in day] for day in person] for person in at])
        roster = np.where(works.any(axis=2), works.argmax(axis=2), OFF).astype(np.int16)
        found["objective"] = sum(rostering.check(instance, roster).values())
    return found


def _written(model: Any, instance: rostering.Instance) -> list[list[list[Any]]]:
    """The variables: whether a person works a shift on a day."""
    for beyond in (instance.before, instance.buddies, instance.previous):
        assert not beyond.size, "not in this peer"
    days, shifts = range(instance.days), range(instance.shifts)
    at = [[[model.new_bool_var("") for _ in shifts] for _ in days] for _ in range(instance.people)]
    for person, row in enumerate(at):
        for day in days:
            model.add_at_most_one(row[day])
        worked = [model.new_bool_var("") for _ in days]
        for day in days:
            model.add(sum(row[day]) == worked[day])
        _pinned(model, instance, person, row)
        _amounts(model, instance, person, row)
        _stretches(model, instance, person, worked)
        _weekends(model, instance, person, worked)
    model.minimize(sum(_wishes(instance, at)) + sum(_needs(model, instance, at)))
    return at


def _pinned(model: Any, instance: rostering.Instance, person: int, row: list[list[Any]]) -> None:
    for day, pin in enumerate(instance.pins[person].tolist()):
        if pin == OFF:
            model.add(sum(row[day]) == 0)
        elif pin != FREE:
            model.add(row[day][pin] == 1)
    for first, after in np.argwhere(instance.forbidden).tolist():
        for day in range(instance.days - 1):
            model.add_bool_or([row[day][first].negated(), row[day + 1][after].negated()])


def _amounts(model: Any, instance: rostering.Instance, person: int, row: list[list[Any]]) -> None:
    for shift, limit in enumerate(instance.max_shifts[person].tolist()):
        if limit < instance.days:
            model.add(sum(day[shift] for day in row) <= limit)
    minutes = sum(day[shift] * int(instance.shift_minutes[shift]) for day in row for shift in range(len(day)))
    model.add_linear_constraint(minutes, int(instance.min_minutes[person]), int(instance.max_minutes[person]))


def _stretches(model: Any, instance: rostering.Instance, person: int, worked: list[Any]) -> None:
    """Stretches at either end may be the rest of longer ones."""
    days, most = instance.days, int(instance.max_run[person])
    for day in range(days - most):
        model.add_bool_or([work.negated() for work in worked[day : day + most + 1]])
    for length in range(1, int(instance.min_run[person])):
        for day in range(days - length - 1):
            inside = [work.negated() for work in worked[day + 1 : day + length + 1]]
            model.add_bool_or([worked[day], *inside, worked[day + length + 1]])
    for length in range(1, int(instance.min_rest[person])):
        for day in range(days - length - 1):
            inside = worked[day + 1 : day + length + 1]
            model.add_bool_or([worked[day].negated(), *inside, worked[day + length + 1].negated()])


def _weekends(model: Any, instance: rostering.Instance, person: int, worked: list[Any]) -> None:
    weekday = (instance.first_weekday + np.arange(instance.days)) % WEEK
    number = (instance.first_weekday + np.arange(instance.days)) // WEEK
    weekends = []
    for week in np.unique(number):
        its = np.flatnonzero((number == week) & ((weekday == SATURDAY) | (weekday == SUNDAY))).tolist()
        if its:
            weekends.append(model.new_bool_var(""))
            for day in its:
                model.add_implication(worked[day], weekends[-1])
    model.add(sum(weekends) <= int(instance.max_weekends[person]))


def _wishes(instance: rostering.Instance, at: list[list[list[Any]]]) -> list[Any]:
    costs = []
    for person, day, shift, wants, weight in zip(
        instance.wish_person.tolist(),
        instance.wish_day.tolist(),
        instance.wish_shift.tolist(),
        instance.wish_wants.tolist(),
        instance.wish_weight.tolist(),
        strict=True,
    ):
        has = 1 - sum(at[person][day]) if shift == OFF else at[person][day][shift]
        costs.append(weight * (1 - has if wants else has))
    return costs


def _needs(model: Any, instance: rostering.Instance, at: list[list[list[Any]]]) -> list[Any]:
    costs = []
    for need, (day, shift) in enumerate(zip(instance.need_day, instance.need_shift, strict=True)):
        wanted = int(instance.need_people[need])
        there = [at[person][day][shift] for person in range(instance.people) if instance.serves(person, need)]
        short = model.new_int_var(0, wanted, "")
        over = model.new_int_var(0, len(there), "")
        model.add(sum(there) + short - over == wanted)
        costs += [short * int(instance.under_weight[need]), over * int(instance.over_weight[need])]
    return costs


if __name__ == "__main__":
    main()
