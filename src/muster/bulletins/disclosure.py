"""What of a breakdown may stand on a public page: small parts are left out, and enough others that nobody can work them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

SMALLEST = 5
FEWEST_LEFT_OUT = 2


@dataclass(frozen=True, slots=True)
class Part:
    """What a unit adds to a figure; no value where it is left out."""

    name: str
    value: Decimal | None


def disclosed(parts: Sequence[Part]) -> list[Part]:
    """Leave out every part under 5. The whole is known, so one gap alone, or gaps of little in all, would tell: then the next
    smallest part goes too.

    >>> [part.value for part in disclosed([Part("a", Decimal(3)), Part("b", Decimal(9)), Part("c", Decimal(40))])]
    [None, None, Decimal('40')]
    """
    by_size = sorted((part.value for part in parts if part.value is not None), key=abs)
    hidden: list[Decimal] = []
    for value in by_size:
        if abs(value) >= SMALLEST and _is_safe(hidden):
            break
        hidden.append(value)
    left_out = list(hidden)
    shown = []
    for part in parts:
        goes = part.value in left_out
        if goes:
            left_out.remove(part.value)  # type: ignore[arg-type]  # None is not in the list
        shown.append(Part(part.name, None if goes else part.value))
    return shown


def _is_safe(hidden: Sequence[Decimal]) -> bool:
    return not hidden or (len(hidden) >= FEWEST_LEFT_OUT and sum(map(abs, hidden)) >= SMALLEST)
