import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.staffing import rules


@given(st.integers(0, 10_000))
def test_small_numbers_of_people_are_not_told(count):
    told = rules.told(count)
    assert told == count if count == 0 or count >= 5 else told is None


@pytest.mark.parametrize(
    ("skill", "skills", "leads", "may_lead", "fit"),
    [
        (None, set(), False, False, True),
        (None, {"care"}, True, True, True),
        (None, {"care"}, True, False, False),
        ("care", {"care", "driving"}, False, False, True),
        ("care", {"driving"}, False, True, False),
    ],
)
def test_a_seat_takes_who_has_its_skill_and_may_lead_if_it_leads(skill, skills, leads, may_lead, fit):
    assert rules.is_fit(skill=skill, skills=skills, leads=leads, may_lead=may_lead) is fit


def test_full_members_lead():
    assert rules.may_lead(membership="full")
    assert not rules.may_lead(membership="probationary")
