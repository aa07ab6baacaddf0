"""From two lists of records to the pairs that are one person."""

import numpy as np

from .blocking import candidates
from .model import Matches, Records, Tokens
from .names import numbered
from .scoring import scored, verdicts


def match(left: Records, right: Records | None = None) -> Matches:
    """Pairs of the left and the right that are, or may be, the same person; within the left alone where there is no right.

    Between two lists each record is in at most one pair that is called the same.
    """
    other = left if right is None else right
    names = numbered(left.names, other.names)
    found = candidates(left, other, names)
    i, j = np.divmod(found, len(other)) if len(other) else (found, found)
    if right is None:
        once = i < j
        i, j = i[once], j[once]
    score, reasons = scored(left, other, names, (i, j))
    verdict = (
        verdicts(score, reasons, (i, j), (len(left), len(other)))
        if right is not None
        else _within(score, reasons, (i, j), len(left))
    )
    order = np.flatnonzero(verdict)
    order = order[np.lexsort((j[order], i[order], -score[order]))]
    return Matches(i[order], j[order], score[order], reasons[order], verdict[order].astype(np.int8))


def _within(score: np.ndarray, reasons: Tokens, pairs: tuple[Tokens, Tokens], size: int) -> Tokens:
    """In one list a record's rivals stand on either side of its pairs."""
    both = np.concatenate([pairs[0], pairs[1]]), np.concatenate([pairs[1], pairs[0]])
    doubled = verdicts(np.tile(score, 2), np.tile(reasons, 2), both, (size, size))
    return np.minimum(doubled[: len(score)], doubled[len(score) :])
