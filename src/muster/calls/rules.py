"""What is valid in calls and offers: states, promises, what the public may be told."""

from collections.abc import Collection
from datetime import datetime, timedelta

FEW = 5  # smaller numbers of people do not stand on public pages
MOST_NEEDED = 100_000
MOST_MINUTES = 7 * 24 * 60
UNCONFIRMED_FOR = timedelta(hours=24)  # what nobody confirmed is deleted
KNOCKS_A_MINUTE = 1_200  # an office, or a whole mobile network, is one address
MOST_PASSED_ON = 500  # asked in one go

ANSWERABLE = frozenset({"received", "waiting", "standing_by", "assigned"})
TOLD = frozenset({"assigned", "standing_by", "released"})  # answers; a withdrawal is one's own word
TOLD_WITHIN = timedelta(hours=24)
TELLING_SENDS = 2  # how often one answer is handed to a provider that cannot say whether it went out
MOST_TOLD = 300  # a minute
MAY_BECOME = {
    "assigned": frozenset({"received", "waiting", "standing_by"}),
    "standing_by": frozenset({"received", "waiting", "assigned"}),
    "released": frozenset({"received", "waiting", "standing_by", "assigned"}),
    "withdrawn": frozenset({"unconfirmed", "received", "waiting", "standing_by", "assigned"}),
    "moved": frozenset({"waiting", "standing_by"}),
}
WITH_PLACE = frozenset({"received", "assigned"})


def may_become(state: str, *, wanted: str) -> bool:
    """Whether an offer in one state may go to another.

    >>> may_become("waiting", wanted="assigned"), may_become("withdrawn", wanted="assigned")
    (True, False)
    """
    return state in MAY_BECOME.get(wanted, frozenset())


def promise_after(promise: str, *, due_at: datetime, now: datetime, is_answer: bool) -> str:
    """What becomes of a promise when the offer is answered, or ends without an answer. Once broken it stays so."""
    if promise != "pending":
        return promise
    if now > due_at:
        return "broken"
    return "kept" if is_answer else "lifted"


def suits(wanted: Collection[str], *, can: Collection[str]) -> bool:
    """Whether somebody who can do this suits a call that asks for one of these.

    >>> suits([], can=[]), suits(["care", "food"], can=["food"]), suits(["care"], can=[])
    (True, True, False)
    """
    return not wanted or bool(set(wanted) & set(can))


def told(count: int) -> int | None:
    """A number of people as everybody may know it; None is "fewer than five".

    >>> told(12), told(4), told(0)
    (12, None, 0)
    """
    return None if 0 < count < FEW else count


def told_parts(parts: Collection[int]) -> list[int | None]:
    """Parts of a sum that is told too: where one is hidden all are, or the rest would tell it.

    >>> told_parts([20, 7]), told_parts([20, 2]), told_parts([20, 0])
    ([20, 7], [None, None], [20, 0])
    """
    return [None] * len(parts) if None in map(told, parts) else list(parts)


def short_name(name: str) -> str:
    """What others in a team read of somebody who is on no roll: the first character of a name.

    >>> short_name("王小明"), short_name("Ann Lee"), short_name("")
    ('王*', 'A*', '*')
    """
    return f"{name[:1]}*"
