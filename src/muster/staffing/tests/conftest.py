"""A town with an operation, and seats of a zone and a team in it."""

from uuid import UUID

import pytest
from django.utils import translation

from muster.staffing import commands
from muster.staffing.commands import Need
from muster.staffing.models import Seat
from muster.staffing.tests import town as towns

ZONE, TEAM = UUID(int=1), UUID(int=2)


@pytest.fixture(autouse=True)
def english():
    """Whatever the installation speaks."""
    with translation.override("en"):
        yield


@pytest.fixture
def town(system, tree, people):
    return towns.make_town(system, tree)


@pytest.fixture
def operation(town, system, tree):
    return towns.activate(system, tree)


@pytest.fixture
def opened(system, operation):
    """`opened(unit, leader=1, general=2, care=1, group=ZONE, kind="zone")`: seats at a unit, by kind or by skill."""

    def open_(unit, *, group=ZONE, kind="zone", at=(106.60, 30.50), **seats):
        where = (group, f"{unit.code} {kind}", unit.pk, *at)
        needs = [
            Need(*where, kind=name, count=count)
            if name in ("leader", "general")
            else Need(*where, "skilled", name, count)
            for name, count in seats.items()
        ]
        commands.open_seats(system, operation_id=operation.pk, group_kind=kind, needs=needs)
        return list(Seat.objects.filter(group_id=group).order_by("pk"))

    return open_


@pytest.fixture
def zone(opened, tree):
    """A keeper's seat, one that needs a carer, and two more, in riverside."""
    seats = opened(tree.riverside, leader=1, care=1, general=2)
    return {"leader": seats[0], "skilled": seats[1], "general": seats[2], "other": seats[3]}
