"""One person once: which records mean the same human being. Plain Python on numpy; no Django, no database, no secrets.

Numbers come in as *tokens*, equal where the numbers are equal: the blind indexes that are kept anyway serve, so nothing is
unsealed. A number that fails its check comes with the tokens of what it may have been meant to be: see docs/explanation/.
"""

from .model import DIFFERENT_NUMBER, NOTHING, REASONS, Matches, Records, Verdict
from .numbers import meant_by, token, tokens
from .solve import match

__all__ = [
    "DIFFERENT_NUMBER",
    "NOTHING",
    "REASONS",
    "Matches",
    "Records",
    "Verdict",
    "match",
    "meant_by",
    "token",
    "tokens",
]
