"""Which records are one person, by evidence alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.people import matching
from muster.people.matching import Verdict, numbers
from muster.people.matching.names import simplified


def records(*rows):
    """(name, identity number, phone, birth, unit)"""
    names, ids, phones, births, units = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    meant_of, meant = numbers.with_meant(ids, matching.tokens)
    return matching.Records(
        names=list(names),
        sexes=np.zeros(len(names), dtype=np.int8),
        numbers=matching.tokens(ids),
        phones=matching.tokens(phones),
        births=matching.tokens(births),
        units=matching.tokens(units),
        meant_of=meant_of,
        meant=meant,
    )


def number(n):
    body = f"5129251850010{n:04}"
    return body + numbers.CHECKS[sum(w * int(d) for w, d in zip(numbers.WEIGHTS, body, strict=True)) % 11]


CROWD = [(f"王{chr(0x4E00 + n)}", number(n), f"194{n:08}", None, f"u{n % 40}") for n in range(300)]


def verdict(one, other):
    """Of two records in a crowd."""
    left, right = records(*CROWD, one), records(*CROWD[:0], other, *CROWD[150:])
    found = matching.match(left, right)
    hits = [
        (Verdict(v), set(found.told(n)))
        for n, (i, j, v) in enumerate(zip(found.left, found.right, found.verdict, strict=True))
        if (i, j) == (len(CROWD), 0)
    ]
    return hits[0] if hits else (0, set())


ZHAO = ("赵建国", number(900), "19499999999", None, "u7")


def test_the_same_number_is_the_same_person():
    assert verdict(ZHAO, ("赵建国", number(900), None, None, "u9"))[0] == Verdict.SAME


def test_a_mistyped_number_is_found_by_what_it_may_have_meant():
    wrong = number(900)
    wrong = wrong[:9] + str((int(wrong[9]) + 1) % 10) + wrong[10:]
    found, told = verdict(ZHAO, ("赵建国", wrong, "19411111111", None, "u7"))
    assert found == Verdict.SAME
    assert "number_mistyped" in told


def test_homophones_and_traditional_forms_are_one_name():
    for name in ("赵建过", "趙建國"):
        assert verdict(ZHAO, (name, None, "19499999999", None, "u7"))[0] == Verdict.SAME


def test_two_sound_numbers_that_differ_are_never_one_person_by_a_programs_word():
    found, told = verdict(ZHAO, ("赵建国", number(901), "19499999999", None, "u7"))
    assert found in {0, Verdict.REVIEW}
    assert found == 0 or "different_number" in told


def test_twins_stay_two():
    assert verdict(ZHAO, ("赵建军", number(902), "19499999999", None, "u7"))[0] != Verdict.SAME


def test_two_namesakes_in_one_unit_are_for_a_person_to_tell_apart():
    left = records(*CROWD, ZHAO, ("赵建国", number(903), "19488888888", None, "u7"))
    found = matching.match(left, records(("赵建国", None, None, None, "u7"), *CROWD[:50]))
    pairs = {(i, v) for i, j, v in zip(found.left, found.right, found.verdict, strict=True) if j == 0}
    assert {i for i, _ in pairs} == {len(CROWD), len(CROWD) + 1}
    assert {v for _, v in pairs} == {Verdict.REVIEW}


def test_a_phone_of_a_whole_office_joins_nobody():
    office = [(f"李{chr(0x5E00 + n)}", None, "19400000000", None, None) for n in range(200)]
    assert len(matching.match(records(*office))) == 0


def test_within_one_list_nobody_is_paired_with_themselves():
    found = matching.match(records(*CROWD, ZHAO, ("趙建國", None, "19499999999", None, "u7")))
    assert list(zip(found.left, found.right, strict=True)) == [(300, 301)]


def test_nothing_matches_nothing():
    assert len(matching.match(records(), records())) == 0
    assert len(matching.match(records())) == 0


@given(st.integers(0, 9999), st.integers(0, 16), st.integers(1, 9))
def test_every_single_wrong_digit_is_among_what_was_meant(n, place, by):
    right = number(n)
    wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]
    assert not numbers.is_sound(wrong)
    meant = numbers.meant_by(wrong)
    assert right in meant
    assert len(meant) <= 35
    assert all(numbers.is_sound(one) for one in meant)


@given(st.integers(0, 9999), st.integers(0, 15))
def test_every_swap_of_neighbours_is_too(n, place):
    right = number(n)
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    if wrong != right:
        assert right in numbers.meant_by(wrong)


@pytest.mark.parametrize("name", ["張 偉", "张·伟", "张伟"])
def test_names_are_compared_without_what_does_not_tell(name):
    assert simplified(name) == "张伟"


def test_the_synthetic_list_is_matched_as_well_as_is_promised():
    from bench.matching import run

    outcome = run(people=8_000)
    assert outcome["precision"] >= 0.99
    assert outcome["recall"] >= 0.95
