"""Every home stands in a stairwell, whoever writes, and comes in once."""

from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError

import conftest as cast
from muster.directives.tests.test_races import meanwhile
from muster.kernel.statements import execute
from muster.places.models import Home, Stairwell
from muster.staffing.tests import town as towns

SOMEWHERE = {"at": (106.6, 30.5)}
TAKE_AWAY = "DELETE FROM places_stairwell WHERE id = %s"
ADD = "INSERT INTO places_home (id, stairwell_id, floor, door) VALUES (%s, %s, 9, 9)"


@pytest.fixture
def riverside(tree, system):
    towns.make_areas(system, tree)
    towns.build(system, "riverside", [towns.SLAB], **SOMEWHERE)


def test_the_same_building_twice_changes_nothing(riverside, system):
    before = set(Home.objects.values_list("pk", "stairwell", "floor", "door"))
    towns.build(system, "riverside", [towns.SLAB], **SOMEWHERE)
    assert set(Home.objects.values_list("pk", "stairwell", "floor", "door")) == before


def test_a_building_that_grows_gets_the_doors_it_lacks(riverside, system):
    Home.objects.filter(floor=6, door=2).delete()
    towns.build(system, "riverside", [(3, 7, 2)], **SOMEWHERE)
    doors = set(Home.objects.values_list("stairwell__number", "floor", "door"))
    assert doors == {
        (stairs, floor, door) for stairs in (1, 2, 3) for floor in range(1, 8) for door in (1, 2)
    }


def test_a_home_in_no_stairwell_is_refused(riverside):
    with pytest.raises(IntegrityError, match="no stairwell"):
        execute(ADD, [uuid4(), uuid4()])


def test_a_home_is_not_moved_to_no_stairwell(riverside):
    with pytest.raises(IntegrityError, match="no stairwell"):
        Home.objects.filter(stairwell__number=1, floor=1, door=1).update(stairwell=uuid4())


def test_a_stairwell_with_homes_stays(riverside):
    with pytest.raises(IntegrityError, match="homes stand"):
        execute(TAKE_AWAY, [Stairwell.objects.earliest("number").pk])


@pytest.fixture
def empty_stairwell(committed_db, system):
    towns.make_areas(system, cast.make_tree(system))
    towns.build(system, "riverside", [towns.SLAB], **SOMEWHERE)
    stairwell = Stairwell.objects.earliest("number")
    Home.objects.filter(stairwell=stairwell).delete()
    return stairwell.pk


def test_a_stairwell_waits_for_the_home_that_somebody_is_adding(empty_stairwell):
    _, gone = meanwhile(
        partial(execute, ADD, [uuid4(), empty_stairwell]), partial(execute, TAKE_AWAY, [empty_stairwell])
    )
    assert isinstance(gone.exception(), IntegrityError)


def test_a_home_waits_for_the_stairwell_that_somebody_is_taking_away(empty_stairwell):
    _, added = meanwhile(
        partial(execute, TAKE_AWAY, [empty_stairwell]), partial(execute, ADD, [uuid4(), empty_stairwell])
    )
    assert isinstance(added.exception(), IntegrityError)
