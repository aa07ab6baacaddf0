"""Tokens of values, and what a mistyped identity number may have been meant to be."""

import hashlib
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from .model import NOTHING, Tokens

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
LENGTH = 18


def token(key: bytes | None) -> int:
    """Of the bytes that stand for a value, such as a blind index; never `NOTHING` for a value."""
    if not key:
        return NOTHING
    return int.from_bytes(key[:8], "big", signed=True) or 1


def tokens(texts: Iterable[str | None]) -> Tokens:
    """Of texts that are no secret, or will not be kept."""
    digest = hashlib.blake2b
    return np.array(
        [token(digest(text.encode(), digest_size=8).digest()) if text else NOTHING for text in texts],
        dtype=np.int64,
    )


def is_sound(number: str) -> bool:
    """Whether the check digit is right: it finds every single wrong digit and every swap of two neighbours.

    >>> is_sound("11010519491231002X"), is_sound("11010519491231003X")
    (True, False)
    """
    body, last = number[:-1], number[-1:]
    return len(number) == LENGTH and body.isdecimal() and CHECKS[_sum(body) % 11] == last


def meant_by(number: str) -> list[str]:
    """Sound numbers that differ from this one by one digit, or by two neighbours swapped; at most 35.

    So a mistyped number is found by looking up equals, and numbers that are kept sealed stay sealed.
    """
    if len(number) != LENGTH or not number[:-1].isdecimal() or is_sound(number):
        return []
    return sorted(set(_one_digit(number)) | set(_swapped(number)))


def with_meant(
    numbers: Iterable[str | None], token_of: Callable[[list[str]], Iterable[int]]
) -> tuple[Tokens, Tokens]:
    """For a column of numbers: the place of each mistyped one, and the token of what it may mean, pair by pair."""
    places: list[int] = []
    texts: list[str] = []
    for place, number in enumerate(numbers):
        found = meant_by(number) if number else []
        places += [place] * len(found)
        texts += found
    return np.array(places, dtype=np.int64), np.fromiter(token_of(texts), dtype=np.int64, count=len(texts))


def _one_digit(number: str) -> Iterator[str]:
    body, last = number[:-1], number[-1]
    yield body + CHECKS[_sum(body) % 11]
    if last not in CHECKS:
        return
    owed = CHECKS.index(last) - _sum(body)
    for place, weight in enumerate(WEIGHTS):
        here = int(body[place])
        for digit in range(10):
            if digit != here and (weight * (digit - here) - owed) % 11 == 0:
                yield f"{body[:place]}{digit}{body[place + 1 :]}{last}"


def _swapped(number: str) -> Iterator[str]:
    for place in range(LENGTH - 2):
        one, other = number[place], number[place + 1]
        swapped = f"{number[:place]}{other}{one}{number[place + 2 :]}"
        if one != other and is_sound(swapped):
            yield swapped


def _sum(body: str) -> int:
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True))
