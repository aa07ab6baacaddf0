"""A town with an operation."""

import pytest
from django.utils import translation

from muster.staffing.tests import town as towns


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
