"""What became of one try to send, whatever the channel."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """`LATER`: the provider is down or busy, try again. `UNKNOWN`: it may have gone out, nobody can tell."""

    SENT = "sent"
    REFUSED = "refused"
    LATER = "later"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Result:
    """`reason` is the provider's short code, for the log; never a number or a name."""

    outcome: Outcome
    reason: str = ""
