from hypothesis import given
from hypothesis import strategies as st

from muster.zones import rules

FLOORS = st.lists(st.integers(1, 60), min_size=1, max_size=40)


@given(FLOORS)
def test_bands_cover_all_floors_in_order_and_none_is_empty(doors):
    starts = rules.bands(doors)
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    assert starts[-1] < len(doors)


@given(FLOORS)
def test_a_band_keeps_within_the_limit_unless_it_is_one_floor(doors):
    starts = rules.bands(doors)
    for start, end in zip(starts, [*starts[1:], len(doors)], strict=True):
        assert sum(doors[start:end]) <= rules.MOST_HOMES or end - start == 1


@given(st.integers(1, 12), st.integers(1, 60))
def test_bands_of_equal_floors_differ_by_one_floor_at_most(doors, floors):
    starts = rules.bands([doors] * floors)
    sizes = [end - start for start, end in zip(starts, [*starts[1:], floors], strict=True)]
    assert max(sizes) - min(sizes) <= 1


def test_a_stairwell_without_homes_has_no_band():
    assert rules.bands([]) == []


@given(st.integers(0, 5_000))
def test_every_zone_asks_for_somebody_beside_its_keeper(homes):
    skills, helpers = rules.seats(homes)
    assert len(skills) + helpers >= 1
    assert helpers >= 0
    assert bool(skills) is (homes >= rules.HOMES_WITH_CARE)
