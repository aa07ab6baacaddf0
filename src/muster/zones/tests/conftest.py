"""A town with an operation, and zones put into force."""

import pytest
from django.utils import translation

from muster.staffing.tests import town as towns
from muster.zones import commands


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
def planned(system, operation, tree):
    """`planned()` or `planned(unit=…, zones=…)`: a plan that waits for a decision."""

    def plan(*, unit=None, zones=9, actor=system, seed=0):
        return commands.plan_zones(
            actor,
            operation_id=operation.pk,
            unit_id=(unit or tree.city).pk,
            zones=zones,
            seconds=0.01,
            seed=seed,
        )

    return plan


@pytest.fixture
def in_force(system, planned):
    """Nine zones for the whole city."""
    return commands.commit_zones(system, plan_id=planned().pk)
