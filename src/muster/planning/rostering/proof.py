"""The verifier's own way to a lower bound: everybody's cheapest row at the certificate's prices."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.problems import PlanRejected
from muster.planning.rostering.certificate import SCALE, Certificate
from muster.planning.rostering.model import FREE, SATURDAY, SUNDAY, WEEK, Instance, Longs

NEVER = 1 << 60


class _Person(NamedTuple):
    """One person's rules; limits only of the shifts that are counted, -1 for the others."""

    cost: Longs  # (days, shifts + 1) the last: a day off
    weekday: Longs
    forbidden: NDArray[np.bool_]
    units: Longs
    limit: Longs
    least: int
    most: int
    max_run: int
    min_run: int
    min_rest: int
    weekends: int
    past: Longs
    may_rest: bool  # on the first day


def proved(instance: Instance, certificate: Certificate) -> int:
    """The bound that the prices prove; PlanRejected where they are no prices."""
    price, limit_price = certificate.price, certificate.limit_price
    if not (price.any() or limit_price.any()):
        return 0
    low, high = -SCALE * instance.under_weight, SCALE * instance.over_weight
    if (price < low).any() or (price > high).any() or (limit_price < 0).any():
        raise PlanRejected(["a price of the certificate is out of its range"])
    total = -sum(map(int, price * instance.need_people)) - sum(
        map(int, (limit_price * instance.max_shifts).ravel())
    )
    for person in range(instance.people):
        total += int(least_cost(_person(instance, certificate, person)))
    return max(-(-total // SCALE), 0)


def _person(instance: Instance, certificate: Certificate, person: int) -> _Person:
    unit = int(np.gcd.reduce(instance.shift_minutes))
    units, past = instance.shift_minutes // unit, instance.before[person].tolist()
    return _Person(
        cost=_costs(instance, certificate, person),
        weekday=(instance.first_weekday + np.arange(instance.days)) % WEEK,
        forbidden=instance.forbidden.copy(),
        units=units,
        limit=np.where(certificate.counted[person], instance.max_shifts[person], -1),
        least=int(-(-instance.min_minutes[person] // unit)),
        most=int(min(instance.max_minutes[person] // unit, instance.days * units.max())),
        max_run=int(min(instance.max_run[person], instance.days + instance.before.shape[1])),
        min_run=int(instance.min_run[person]),
        min_rest=int(min(max(instance.min_rest[person], 1), instance.days + instance.before.shape[1] + 1)),
        weekends=int(min(instance.max_weekends[person], instance.days)),
        past=instance.before[person].copy(),
        may_rest=_worked(past) in {0, len(past)} or _worked(past) >= instance.min_run[person],
    )


def _worked(past: list[int]) -> int:
    """Days worked in a row up to the last."""
    return next((length for length, shift in enumerate(reversed(past)) if shift < 0), len(past))


def _costs(instance: Instance, certificate: Certificate, person: int) -> Longs:
    cost = np.zeros((instance.days, instance.shifts + 1), dtype=np.int64)
    cost[:, :-1] += certificate.limit_price[person]
    for need in range(instance.need_day.size):
        if instance.serves(person, need):
            cost[instance.need_day[need], instance.need_shift[need]] += certificate.price[need]
    for wish in np.flatnonzero(instance.wish_person == person):
        day, shift, weight = (
            instance.wish_day[wish],
            instance.wish_shift[wish],
            instance.wish_weight[wish] * SCALE,
        )
        if instance.wish_wants[wish]:
            cost[day] += weight
            cost[day, shift] -= weight
        else:
            cost[day, shift] += weight
    if instance.has_previous:
        cost += instance.change_price * SCALE
        cost[np.arange(instance.days), instance.previous[person]] -= instance.change_price * SCALE
    for day, pin in enumerate(instance.pins[person].tolist()):
        if pin != FREE:
            kept = cost[day, pin]
            cost[day] = NEVER
            cost[day, pin] = kept
    cost[:, :-1][:, instance.max_shifts[person] == 0] = NEVER
    return cost


@compiled
def least_cost(person: _Person) -> int:
    """Day by day: the least cost of having worked so many weekends, counts and units, by run or rest and last shift."""
    shifts = person.units.size
    radix = np.ones(shifts + 1, dtype=np.int64)
    for shift in range(shifts):
        radix[shift + 1] = radix[shift] * (person.limit[shift] + 1 if person.limit[shift] >= 0 else 1)
    states = person.max_run * shifts + person.min_rest
    shape = (states, person.weekends + 1, radix[shifts], person.most + 1)
    now = np.full(shape, NEVER)
    now[_first_state(person, shifts), 0, 0, 0] = 0
    for day in range(person.weekday.size):
        after = np.full(shape, NEVER)
        for state in range(states):
            for weekends in range(person.weekends + 1):
                for count in range(radix[shifts]):
                    for units in range(person.most + 1):
                        if now[state, weekends, count, units] < NEVER:
                            _go_on(person, radix, now, after, day, state, weekends, count, units)
        now = after
    return now[:, :, :, min(person.least, person.most + 1) :].min() if person.least <= person.most else NEVER


@compiled
def _first_state(person: _Person, shifts: int) -> int:
    """Rests come after the runs; the state of a run is (run - 1) * shifts + its last shift."""
    rested = person.max_run * shifts + person.min_rest - 1
    days = person.past.size
    length = 0
    while length < days and (person.past[days - 1 - length] >= 0) == (person.past[days - 1] >= 0):
        length += 1
    if length == 0 or (person.past[days - 1] < 0 and length == days):
        return rested
    if person.past[days - 1] < 0:
        return person.max_run * shifts + min(length, person.min_rest) - 1
    state: int = (min(length, person.max_run) - 1) * shifts + person.past[days - 1]
    return state


@compiled
def _go_on(
    person: _Person,
    radix: Longs,
    now: NDArray[np.int64],
    after: NDArray[np.int64],
    day: int,
    state: int,
    weekends: int,
    count: int,
    units: int,
) -> None:
    """A day off, or any shift, after this state."""
    shifts = person.units.size
    runs = person.max_run * shifts
    cost = now[state, weekends, count, units]
    rested, run, last = state - runs + 1, state // shifts + 1, state % shifts
    if person.cost[day, shifts] < NEVER and (
        rested > 0 or run >= person.min_run or run == day + person.past.size or (day == 0 and person.may_rest)
    ):
        target = runs + min(max(rested, 0) + 1, person.min_rest) - 1
        after[target, weekends, count, units] = min(
            after[target, weekends, count, units], cost + person.cost[day, shifts]
        )
    if 0 < rested < person.min_rest or (rested <= 0 and run == person.max_run):
        return
    sunday = person.weekday[day] == SUNDAY and (rested > 0 or day == 0)
    weekend = weekends + (person.weekday[day] == SATURDAY or sunday)
    for shift in range(shifts):
        total = units + person.units[shift]
        barred = person.cost[day, shift] >= NEVER or (rested <= 0 and person.forbidden[last, shift])
        if barred or total > person.most or weekend > person.weekends:
            continue
        counted = count
        if person.limit[shift] >= 0:
            if count // radix[shift] % (person.limit[shift] + 1) == person.limit[shift]:
                continue
            counted += radix[shift]
        target = shift if rested > 0 else run * shifts + shift
        after[target, weekend, counted, total] = min(
            after[target, weekend, counted, total], cost + person.cost[day, shift]
        )
