"""Names as they are compared: in simplified characters, and by their sound."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from opencc import OpenCC

from muster.kernel.pinyin import syllables

from .model import Floats, Tokens

FEWEST = 1_000  # of fewer names nobody can tell which are rare
# Forms of one character that people and offices use in turn for one name.
VARIANTS = str.maketrans("萧阎傅於邨喆堃淼", "肖闫付于村哲坤淼")


@dataclass(frozen=True, slots=True)
class Named:
    """Of each record: the number of its name and of its sound, the same across both sides."""

    exact: Tokens
    sound: Tokens


def numbered(left: Sequence[str], right: Sequence[str]) -> tuple[Named, Named]:
    """Both sides' names, numbered alike."""
    plain = [simplified(name) for name in (*left, *right)]
    exact = _numbers(plain)
    sound = _numbers([_sound(name) for name in plain])
    size = len(left)
    return Named(exact[:size], sound[:size]), Named(exact[size:], sound[size:])


def rarity(one: Tokens, other: Tokens) -> Floats:
    """For each number: how many bits it tells that two records share it. Common names tell little."""
    counts = np.bincount(np.concatenate([one, other]))
    return np.asarray(-np.log2(np.maximum(counts, 2) / max(len(one) + len(other), FEWEST)))


def simplified(name: str) -> str:
    """Without spaces, dots and width; traditional forms and common variants made one.

    >>> simplified("張 偉"), simplified("蕭・建國")
    ('张伟', '肖建国')
    """
    kept = "".join(c for c in unicodedata.normalize("NFKC", name) if c.isalnum())
    return "".join(_simple(c) for c in kept).translate(VARIANTS).lower()


@cache
def _sound(name: str) -> str:
    return " ".join(syllables(name))


@cache
def _simple(character: str) -> str:
    return character if character.isascii() else str(_converter().convert(character))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _numbers(texts: Sequence[str]) -> Tokens:
    known: dict[str, int] = {}
    return np.fromiter(
        (known.setdefault(text, len(known)) for text in texts), dtype=np.int64, count=len(texts)
    )
