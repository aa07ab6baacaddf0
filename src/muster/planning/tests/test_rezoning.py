import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.planning import zoning
from muster.planning.stop import MaxSteps
from muster.planning.tests.test_zoning import grid, places

FEW = MaxSteps(12)


def rezoned(instance, previous, price, **changes):
    again = dataclasses.replace(instance, previous=np.array(previous), move_price=price, **changes)
    plan = zoning.solve(again, stop=FEW, seed=0)
    return plan, zoning.verify(again, plan)


@settings(max_examples=25, deadline=None)
@given(places(), st.data())
def test_from_any_zones_in_force_whole_zones_follow(instance, data):
    ids = st.lists(st.integers(-1, 6), min_size=instance.atoms, max_size=instance.atoms)
    plan, recount = rezoned(instance, data.draw(ids), data.draw(st.sampled_from([0.0, 0.01, 5.0])))
    assert recount.contiguous == recount.zones
    assert plan.certificate.moved_homes == recount.moved_homes


def test_what_is_good_is_left_as_it_is():
    instance = grid(6, 6, zones=4)
    first = zoning.solve(instance, stop=MaxSteps(30), seed=0)
    again, recount = rezoned(instance, first.zone + 100, 0.05)
    assert recount.moved_homes == 0
    assert again.goes_on[again.zone].tolist() == (first.zone + 100).tolist()


def test_a_building_more_changes_the_zones_around_it_and_no_others():
    loads = np.ones(60, dtype=int)
    first = zoning.solve(grid(12, 5, zones=5, loads=loads), stop=MaxSteps(30), seed=0)
    grown = grid(12, 5, zones=5, loads=np.where(np.arange(60) == 0, 4, loads))
    near, paid = rezoned(grown, first.zone, 0.2)
    free = zoning.solve(grown, stop=FEW, seed=0)
    kept = sum(near.goes_on[near.zone] == first.zone)
    assert paid.moved_homes == 3 * (60 - kept)
    assert paid.moved_homes <= 3 * 15
    assert near.certificate.score["moved"] == pytest.approx(0.2 * paid.moved_homes)
    assert paid.worst_deviation <= free.certificate.worst_deviation + 0.3


def test_a_high_price_keeps_every_home_where_it_is():
    instance = grid(6, 6, zones=3)
    first = np.repeat([0, 1, 2], [18, 12, 6])
    _, recount = rezoned(instance, first, 1000.0)
    assert recount.moved_homes == 0


def test_zones_too_many_end_and_zones_too_few_begin():
    instance = grid(6, 6, zones=3)
    first = np.repeat([7, 8, 9], 12)
    fewer, _ = rezoned(instance, first, 0.01, zones=np.array([2]))
    assert len(fewer.goes_on) == 2
    assert set(fewer.goes_on.tolist()) < {7, 8, 9}
    more, recount = rezoned(instance, first, 0.01, zones=np.array([4]))
    assert sorted(more.goes_on.tolist()) == [-1, 7, 8, 9]
    assert recount.worst_deviation < 0.3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"goes_on": np.array([3, 3])}, "2 zones go on from zone 3"),
        ({"goes_on": np.array([4, 3])}, "moved_homes"),
        ({"goes_on": np.zeros(0, dtype=int)}, "goes_on: one value for each of 2 zones"),
    ],
)
def test_the_verifier_rejects_zones_that_go_on_from_the_wrong_ones(change, said):
    instance = dataclasses.replace(grid(4, 4, zones=2), previous=np.repeat([3, 4], 8), move_price=0.1)
    plan = zoning.solve(instance, stop=FEW, seed=0)
    assert plan.goes_on.tolist() == [3, 4]
    with pytest.raises(zoning.PlanRejected, match=said):
        zoning.verify(instance, dataclasses.replace(plan, **change))


@pytest.mark.parametrize(
    ("change", "rule"),
    [({"previous": np.full(16, -2)}, "previous_range"), ({"move_price": -1.0}, "move_price_range")],
)
def test_bad_zones_in_force_are_refused(change, rule):
    with pytest.raises(zoning.InvalidInstance) as refused:
        dataclasses.replace(grid(4, 4, zones=2), **change)
    assert refused.value.rule == rule
