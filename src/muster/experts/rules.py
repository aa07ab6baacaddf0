"""What is valid in the register of experts."""

from datetime import date, datetime
from uuid import UUID

MOST_METRES = 200_000


def state(
    *, verified_at: datetime | None, refused_at: datetime | None, expires_on: date | None, day: date
) -> str:
    """What a qualification is worth on a day.

    >>> state(verified_at=None, refused_at=None, expires_on=None, day=date(2020, 2, 1))
    'declared'
    """
    if refused_at is not None:
        return "refused"
    if expires_on is not None and expires_on <= day:
        return "expired"
    return "declared" if verified_at is None else "verified"


def may_verify(*, verifier: UUID | None, person: UUID, declared_by: UUID | None) -> bool:
    """Whoever checks a proof is neither the expert nor the one who entered it.

    >>> a, b, c = (UUID(int=n) for n in range(3))
    >>> may_verify(verifier=a, person=b, declared_by=c), may_verify(verifier=b, person=b, declared_by=c)
    (True, False)
    """
    return verifier is None or verifier not in {person, declared_by}
