"""What is valid for a directive: its kinds, its life, and that of each unit's copy of it, as tables."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class KindRule:
    """`is_binding`: units must act on it; `may_ask`: they can be asked to accept it; `addresses_members`: persons get it too."""

    is_binding: bool
    may_ask: bool
    addresses_members: bool


BINDING = KindRule(is_binding=True, may_ask=True, addresses_members=True)
BINDING_ON_UNITS = KindRule(is_binding=True, may_ask=True, addresses_members=False)
VOLUNTARY = KindRule(is_binding=False, may_ask=False, addresses_members=True)

KINDS: dict[str, KindRule] = {
    "notice": BINDING,
    "guidance": BINDING,
    "measures": BINDING,
    "division_of_labour": BINDING_ON_UNITS,
    "appeal": VOLUNTARY,
    "open_letter": VOLUNTARY,
}
FOR_ACTION = "for_action"

# Groups of a branch hold no roll and are counted nowhere: they hear through their branch, and so do their members.
KINDS_OF_UNIT_NOT_ADDRESSED = frozenset({"group"})

# The life of a directive: (state, verb) → state.
TRANSITIONS = {
    ("draft", "submit"): "in_review",
    ("in_review", "return"): "draft",
    ("in_review", "sign_off"): "signed",
    ("signed", "issue"): "issued",
    ("signed", "withdraw"): "withdrawn",
    ("issued", "amend"): "issued",
    ("issued", "withdraw"): "withdrawn",
    ("issued", "close"): "closed",
}
# What these take on the issuing unit; `submit` is its author's.
POWERS = {
    "return": "review",
    "sign_off": "issue",
    "issue": "issue",
    "amend": "issue",
    "withdraw": "issue",
    "close": "issue",
}
# The life of one unit's copy of it.
DELIVERY_TRANSITIONS = {
    ("delivered", "accept"): "accepted",
    ("accepted", "report"): "in_progress",
    ("in_progress", "report"): "in_progress",
    ("returned", "report"): "in_progress",
    ("accepted", "finish"): "done",
    ("in_progress", "finish"): "done",
    ("returned", "finish"): "done",
    ("done", "return"): "returned",
}
DELIVERY_POWERS = {"accept": "accept", "report": "accept", "finish": "accept", "return": "review"}
REPEATABLE = frozenset({"return", "amend"})  # what they lead to says nothing of whether they happened
UNFINISHED = frozenset(
    {"draft", "in_review", "signed"}
)  # only its author and those who review or issue see it
# 机密 inside 手机密码 or 司机密切 marks nothing, nor does 商业秘密. A marking may be spaced out where it stands alone.
CLASSIFIED = re.compile(
    r"绝密|(?<!商业)(?<!通信)(?<!个人)秘密|(?<![手司飞时])(?<!计算)机密(?![码切集闭度封钥])"
    r"|(?<![\u4e00-\u9fff])[绝机秘][ \t\u3000]+密(?![\u4e00-\u9fff])"
)
TIME_BETWEEN_REMINDERS = timedelta(hours=1)


def is_voluntary(kind: str) -> bool:
    """Nobody is asked, reminded or counted for these."""
    return not KINDS[kind].is_binding


def asks_acceptance(*, kind: str, purpose: str) -> bool:
    """Only what is for action is accepted, and never what is voluntary."""
    return KINDS[kind].may_ask and purpose == FOR_ACTION


def is_purpose_for(*, kind: str, purpose: str) -> bool:
    """A voluntary document is for information: it cannot be handed out as work."""
    return KINDS[kind].may_ask or purpose != FOR_ACTION


def next_state(state: str, verb: str) -> str | None:
    return TRANSITIONS.get((state, verb))


def verbs_from(state: str) -> list[str]:
    """What can be done to a directive in this state by those who hold the power."""
    return [verb for verb in POWERS if (state, verb) in TRANSITIONS]


def delivery_verbs_from(state: str) -> list[str]:
    return [verb for verb in DELIVERY_POWERS if (state, verb) in DELIVERY_TRANSITIONS]


def has_happened(state: str, verb: str) -> bool:
    """Whether this verb is what led to the state: asked again, it changes nothing."""
    return verb not in REPEATABLE and state in {
        after for (_, done), after in TRANSITIONS.items() if done == verb
    }


def states_before(verb: str) -> list[str]:
    """The states of a unit's copy in which this can be done to it."""
    return [state for (state, possible) in DELIVERY_TRANSITIONS if possible == verb]


def state_after(verb: str) -> str:
    return next(after for (_, done), after in DELIVERY_TRANSITIONS.items() if done == verb)


def document_number(*, series: str, year: int, number: int) -> str:
    """代字〔year〕n号: full-width hexagonal brackets, no padding.

    >>> document_number(series="演组发", year=2020, number=5)
    '演组发〔2020〕5号'
    """
    return f"{series}〔{year}〕{number}号"


def reminded_before(now: datetime) -> datetime:
    """A unit reminded since then is left in peace; a double click reminds nobody twice."""
    return now - TIME_BETWEEN_REMINDERS


def classified_marking(text: str) -> str:
    """The marking of state secrets that a text bears, or nothing. Muster is not built to hold such papers.

    >>> classified_marking("机密★1年"), classified_marking("请修改手机密码"), classified_marking("保护商业秘密")
    ('机密', '', '')
    """
    found = CLASSIFIED.search(text)
    return re.sub(r"\s", "", found.group()) if found else ""
