"""How often one person may look at what is masked."""

from datetime import timedelta

# Whoever calls people up one after the other needs some; whoever copies a list needs many.
LIMITS = ((timedelta(minutes=10), 20), (timedelta(days=1), 200))
SHOWN_SECONDS = 60


def is_within(counts: tuple[int, ...], *, more: int = 1) -> bool:
    """Whether somebody who looked so often within each span may look again."""
    return all(count + more <= most for count, (_, most) in zip(counts, LIMITS, strict=True))
