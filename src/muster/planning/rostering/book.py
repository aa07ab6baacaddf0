"""An instance as compiled loops read it."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.planning.rostering.model import FREE, SATURDAY, SUNDAY, WEEK, Flags, Instance, Longs

BANNED = 1 << 40  # the cost of what may not be


class Book(NamedTuple):
    """Options are numbered from 0 = off; shift s is option s + 1.

    Shifts with the same followers are of one kind; shifts of one kind, of one length, with the same predecessors and
    no limit are one group: to the rest of a row they are the same.
    """

    days: int
    people: int
    shifts: int
    history: int
    saturday: Flags  # (days,)
    sunday: Flags  # (days,) whose Saturday is in the roster too
    weekend_start: Longs  # (days,) the first day of this day's weekend in the roster, -1 = not a weekend
    kind: Longs  # (shifts,)
    group: Longs  # (shifts,)
    group_kind: Longs
    group_units: Longs
    follows: Flags  # (kinds, groups)
    units: Longs  # (shifts,) length
    most_units: Longs  # (people,)
    least_units: Longs
    max_run: Longs
    min_run: Longs
    min_rest: Longs
    max_weekends: Longs
    limit: Longs  # (people, shifts)
    before: Longs  # (people, history) options
    may_rest: Flags  # (people,) on the first day, whatever the days before
    own: Longs  # (people, days, options) wishes and changes; BANNED where it may not be
    line_first: Longs  # (days * shifts + 1,) the needs of a day and shift
    line_need: Longs
    line_under: Longs
    line_over: Longs
    serves: Flags  # (people, lines)
    line: Longs  # (lines,) the instance's number of each
    friend_first: Longs  # (people + 1,)
    friend: Longs
    friend_weight: Longs


def written(instance: Instance) -> Book:
    kind, group, follows, first = _groups(instance)
    unit = max(int(np.gcd.reduce(instance.shift_minutes, initial=0)), 1)
    units = instance.shift_minutes // unit
    most = np.minimum(instance.max_minutes // unit, instance.days * units.max(initial=0))
    weekday = (instance.first_weekday + np.arange(instance.days)) % WEEK
    saturday, sunday = weekday == SATURDAY, weekday == SUNDAY
    sunday[0] = False
    if instance.first_weekday == SUNDAY:
        saturday[0] = True  # a weekend of one day
    return Book(
        days=instance.days,
        people=instance.people,
        shifts=instance.shifts,
        history=instance.before.shape[1],
        saturday=saturday,
        sunday=sunday,
        weekend_start=np.where(
            saturday, np.arange(instance.days), np.where(sunday, np.arange(instance.days) - 1, -1)
        ),
        kind=kind,
        group=group,
        group_kind=kind[first],
        group_units=units[first],
        follows=follows,
        units=units,
        most_units=most,
        least_units=-(-instance.min_minutes // unit),
        max_run=np.minimum(instance.max_run, instance.days + instance.before.shape[1]),
        min_run=instance.min_run.copy(),
        min_rest=np.clip(instance.min_rest, 1, instance.days + instance.before.shape[1] + 1),
        max_weekends=np.minimum(instance.max_weekends, int(saturday.sum() + sunday.sum())),
        limit=instance.max_shifts.copy(),
        before=instance.before + 1,
        may_rest=_may_rest(instance),
        own=_own(instance),
        **_lines(instance),
        **_friends(instance),
    )


def _lines(instance: Instance) -> dict[str, Any]:
    """Needs in the order of days and shifts."""
    order = np.lexsort([instance.need_shift, instance.need_day])
    at = (instance.need_day * instance.shifts + instance.need_shift)[order]
    skills = instance.need_skills[order]
    return {
        "line_first": np.searchsorted(at, np.arange(instance.days * instance.shifts + 1)),
        "line_need": instance.need_people[order],
        "line_under": instance.under_weight[order],
        "line_over": instance.over_weight[order],
        "serves": (instance.person_skills[:, None] & skills[None, :]) == skills[None, :],
        "line": order,
    }


def _friends(instance: Instance) -> dict[str, Any]:
    pairs = np.concatenate([instance.buddies, instance.buddies[:, ::-1]])
    order = np.argsort(pairs[:, 0], kind="stable")
    return {
        "friend_first": np.searchsorted(pairs[order, 0], np.arange(instance.people + 1)),
        "friend": pairs[order, 1],
        "friend_weight": np.tile(instance.buddy_weight, 2)[order],
    }


def _groups(instance: Instance) -> tuple[Longs, Longs, Flags, Longs]:
    """The kind and the group of each shift, which group may follow which kind, and a shift of each group."""
    forbidden = instance.forbidden
    _, kind = np.unique(forbidden, axis=0, return_inverse=True)
    kind = kind.reshape(-1)
    limited = ((instance.max_shifts > 0) & (instance.max_shifts < instance.days)).any(axis=0)
    alone = np.where(limited, np.arange(instance.shifts), -1)
    marks = np.column_stack([kind, instance.shift_minutes, forbidden.T, alone])
    _, first, group = np.unique(marks, axis=0, return_index=True, return_inverse=True)
    follows = np.ones((kind.max(initial=-1) + 1, first.size), dtype=np.bool_)
    follows[kind] = ~forbidden[:, first]
    return kind, group.reshape(-1), follows, first


def _may_rest(instance: Instance) -> Flags:
    """Whether the days worked before the first suffice, or may be the end of a longer run."""
    found = np.ones(instance.people, dtype=np.bool_)
    for person, past in enumerate(instance.before.tolist()):
        run = len(past) - max((day + 1 for day, shift in enumerate(past) if shift < 0), default=0)
        found[person] = run in {0, len(past)} or run >= instance.min_run[person]
    return found


def _own(instance: Instance) -> NDArray[np.int64]:
    """What each person, day and option costs by itself: wishes, changes, and what may not be."""
    people, days = instance.people, instance.days
    own = np.zeros((people, days, instance.shifts + 1), dtype=np.int64)
    for person, day, shift, wants, weight in zip(
        instance.wish_person,
        instance.wish_day,
        instance.wish_shift,
        instance.wish_wants,
        instance.wish_weight,
        strict=True,
    ):
        own[person, day] += weight * wants
        own[person, day, shift + 1] += weight * (1 - 2 * wants)
    if instance.has_previous:
        own += instance.change_price
        rows, columns = np.indices((people, days))
        own[rows, columns, instance.previous + 1] -= instance.change_price
    option = np.arange(-1, instance.shifts)
    pinned = (instance.pins != FREE)[:, :, None] & (option != instance.pins[:, :, None])
    never = (instance.max_shifts == 0)[:, None, :] & np.ones(days, dtype=np.bool_)[None, :, None]
    own[pinned] = BANNED
    own[:, :, 1:][never] = BANNED
    return own
