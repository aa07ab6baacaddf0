"""How likely two records are one person: evidence in bits, added up (Fellegi and Sunter), rarer agreement weighing more."""

import numpy as np

from .model import BIT, NOTHING, Bools, Floats, Records, Tokens, Verdict
from .names import Named, rarity

# What is likely of two records of one person; what is likely of two of different people is counted from the data.
NAME_KEPT, NAME_HOMOPHONE = 0.90, 0.06
PHONE_KEPT, UNIT_KEPT, BIRTH_KEPT = 0.80, 0.85, 0.97
# Bits for what cannot be counted.
SAME_NUMBER, MISTYPED, OTHER_NUMBER = 30.0, 17.0, -14.0
OTHER_NAME, OTHER_SEX, SAME_SEX = -9.0, -6.0, 0.8
FAMILY = 6.0  # bits off a shared phone: families and offices share them
PHONES = 1_000_000  # however few there are here, each is one of very many
SURE, LIKELY = 7.0, -1.0  # bits from which two are the same, and from which a person must look
CLEAR_OF_OTHERS = 4.0  # bits by which the best must beat the next

Features = dict[str, Bools]


def scored(
    left: Records, right: Records, names: tuple[Named, Named], pairs: tuple[Tokens, Tokens]
) -> tuple[Floats, Tokens]:
    """Bits for each pair, and why."""
    features = _features(left, right, names, pairs)
    i, j = pairs
    compared = (left.numbers[i] != NOTHING) & (right.numbers[j] != NOTHING)
    bits = _numbers(features) + _names(names, pairs, features) + _phones(left, right, pairs, features)
    bits += _units(left, right, pairs, features)
    # A birth is part of the number: it tells something of its own only where one number is missing.
    bits += np.where(compared | features["number_mistyped"], 0.0, _births(left, right, pairs, features))
    both = (left.sexes[i] > 0) & (right.sexes[j] > 0)
    same = left.sexes[i] == right.sexes[j]
    bits += np.where(both, np.where(same, SAME_SEX, OTHER_SEX), 0.0)
    reasons = np.zeros(len(i), dtype=np.int64)
    for name, holds in features.items():
        reasons |= np.where(holds, BIT[name], 0)
    return bits - np.log2(max(len(left), len(right), 2)), reasons


def verdicts(score: Floats, reasons: Tokens, pairs: tuple[Tokens, Tokens], sizes: tuple[int, int]) -> Tokens:
    """The same, to be looked at, or neither (0). Two sound numbers that differ are never the same by a program's word, and
    where two records fit nearly as well somebody must choose.
    """
    clear = np.ones(len(score), dtype=np.bool_)
    for side, size in zip(pairs, sizes, strict=True):
        clear &= score - _next_best(score, side, size) >= CLEAR_OF_OTHERS
    certain = (reasons & BIT["same_number"]) > 0
    sure = (score >= SURE) & (clear | certain) & ((reasons & BIT["different_number"]) == 0)
    return np.where(sure, Verdict.SAME, np.where(score >= LIKELY, Verdict.REVIEW, 0))


def _next_best(score: Floats, side: Tokens, size: int) -> Floats:
    """For each pair: the best score of its record's other pairs."""
    best = np.full(size, -np.inf)
    np.maximum.at(best, side, score)
    is_best = score == best[side]
    second = np.full(size, -np.inf)
    np.maximum.at(second, side[~is_best], score[~is_best])
    ties = np.bincount(side[is_best], minlength=size) > 1
    return np.where(is_best, np.where(ties[side], best[side], second[side]), best[side])


def _features(
    left: Records, right: Records, names: tuple[Named, Named], pairs: tuple[Tokens, Tokens]
) -> Features:
    i, j = pairs
    same = {
        field: (getattr(left, field)[i] == getattr(right, field)[j]) & (getattr(left, field)[i] != NOTHING)
        for field in ("numbers", "phones", "births", "units")
    }
    mistyped = _meant(left, right, pairs) | _meant(right, left, (j, i))
    unsound = _unsound(left)[i] | _unsound(right)[j]
    both = (left.numbers[i] != NOTHING) & (right.numbers[j] != NOTHING)
    exact = names[0].exact[i] == names[1].exact[j]
    return {
        "same_number": same["numbers"],
        "number_mistyped": mistyped & ~same["numbers"],
        "different_number": both & ~same["numbers"] & ~mistyped & ~unsound,
        "same_phone": same["phones"],
        "same_name": exact,
        "name_sounds_alike": ~exact & (names[0].sound[i] == names[1].sound[j]),
        "same_birth": same["births"],
        "same_unit": same["units"],
    }


def _meant(one: Records, other: Records, pairs: tuple[Tokens, Tokens]) -> Bools:
    """Whether the one's number may be a mistyping of the other's."""
    i, j = pairs
    if not len(one.meant_of):
        return np.zeros(len(i), dtype=np.bool_)
    order = np.argsort(one.meant_of, kind="stable")
    owners, meant = one.meant_of[order], one.meant[order]
    begin, end = np.searchsorted(owners, i, "left"), np.searchsorted(owners, i, "right")
    found = np.zeros(len(i), dtype=np.bool_)
    wanted = other.numbers[j]
    for step in range(int((end - begin).max(initial=0))):
        place = np.minimum(begin + step, len(meant) - 1)
        found |= (begin + step < end) & (meant[place] == wanted)
    return found


def _unsound(side: Records) -> Bools:
    mistyped = np.zeros(len(side), dtype=np.bool_)
    mistyped[side.meant_of] = True
    return mistyped


def _numbers(features: Features) -> Floats:
    return np.select(
        [features["same_number"], features["number_mistyped"], features["different_number"]],
        [SAME_NUMBER, MISTYPED, OTHER_NUMBER],
        0.0,
    )


def _names(names: tuple[Named, Named], pairs: tuple[Tokens, Tokens], features: Features) -> Floats:
    of_name, of_sound = rarity(names[0].exact, names[1].exact), rarity(names[0].sound, names[1].sound)
    kept = np.log2(NAME_KEPT) + of_name[names[0].exact[pairs[0]]]
    alike = np.log2(NAME_HOMOPHONE) + of_sound[names[0].sound[pairs[0]]]
    return np.select([features["same_name"], features["name_sounds_alike"]], [kept, alike], OTHER_NAME)


def _phones(left: Records, right: Records, pairs: tuple[Tokens, Tokens], features: Features) -> Floats:
    agree = np.log2(PHONE_KEPT) + _shared(left.phones, right.phones, PHONES)[pairs[0]] - FAMILY
    return _evidence(left.phones, right.phones, pairs, features["same_phone"], agree, 1 - PHONE_KEPT)


def _units(left: Records, right: Records, pairs: tuple[Tokens, Tokens], features: Features) -> Floats:
    agree = np.log2(UNIT_KEPT) + _shared(left.units, right.units)[pairs[0]]
    return _evidence(left.units, right.units, pairs, features["same_unit"], agree, 1 - UNIT_KEPT)


def _births(left: Records, right: Records, pairs: tuple[Tokens, Tokens], features: Features) -> Floats:
    agree = np.log2(BIRTH_KEPT) + _shared(left.births, right.births)[pairs[0]]
    return _evidence(left.births, right.births, pairs, features["same_birth"], agree, 1 - BIRTH_KEPT)


def _evidence(
    one: Tokens, other: Tokens, pairs: tuple[Tokens, Tokens], same: Bools, agree: Floats, lost: float
) -> Floats:
    """Bits for agreement, bits against for a difference, none where one does not say."""
    known = (one[pairs[0]] != NOTHING) & (other[pairs[1]] != NOTHING)
    return np.where(known, np.where(same, agree, np.log2(lost)), 0.0)


def _shared(one: Tokens, other: Tokens, at_least: int = 0) -> Floats:
    """For each record of the one side: how many bits it tells that another record has the same value."""
    everything = np.concatenate([one, other])
    values, counts = np.unique(everything[everything != NOTHING], return_counts=True)
    if not len(values):
        return np.zeros(len(one))
    place = np.minimum(np.searchsorted(values, one), len(values) - 1)
    return np.asarray(-np.log2(np.maximum(counts[place], 2) / max(len(everything), at_least)))
