"""What is valid for a clause and for each unit's part in it."""

from datetime import date

# The life of a unit's part: (state, verb) → state.
TRANSITIONS = {
    ("open", "report"): "in_progress",
    ("in_progress", "report"): "in_progress",
    ("returned", "report"): "in_progress",
    ("open", "finish"): "done",
    ("in_progress", "finish"): "done",
    ("returned", "finish"): "done",
    ("done", "confirm"): "confirmed",
    ("done", "return"): "returned",
    ("confirmed", "return"): "returned",
}
OF_SUPERIOR = frozenset({"confirm", "return"})  # the rest is the unit's own
OF_KEEPER = frozenset({"report", "finish"})  # and of the person in it who keeps the part
FINISHED = frozenset({"done", "confirmed"})
DAYS_BEFORE, DAYS_BEHIND = 2, 2
MOST_PHOTOGRAPHS = 6


def next_state(state: str, verb: str) -> str | None:
    return TRANSITIONS.get((state, verb))


def verbs_from(state: str) -> set[str]:
    return {verb for (before, verb) in TRANSITIONS if before == state}


def colour(*, due_on: date | None, today: date, is_finished: bool) -> str:
    """Blue: due within two days. Yellow: behind, by up to two days. Red: overdue by more. Nothing for what is finished.

    >>> colour(due_on=date(2020, 2, 3), today=date(2020, 2, 4), is_finished=False)
    'yellow'
    """
    if due_on is None or is_finished:
        return ""
    left = (due_on - today).days
    if left > DAYS_BEFORE:
        return ""
    if left >= 0:
        return "blue"
    return "yellow" if left >= -DAYS_BEHIND else "red"


def is_within(*, due_on: date | None, of_giver: date | None) -> bool:
    """A part is handed down with a deadline no later than the giver's own."""
    return of_giver is None or (due_on is not None and due_on <= of_giver)
