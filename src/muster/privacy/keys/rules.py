"""When an old key may go."""

from datetime import datetime, timedelta

# Longer than any process trusts a key it holds, and than any write takes that was sealed with one.
AT_LEAST = timedelta(minutes=15)
BATCH = 1_000


def may_retire(*, renewed_at: datetime, now: datetime) -> bool:
    return now - renewed_at >= AT_LEAST
