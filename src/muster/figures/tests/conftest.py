"""An operation to count in, figures declared for one test, and a second connection."""

import psycopg
import pytest
from django.db import connection

from muster.figures import registry
from muster.figures.triggers import install_triggers
from muster.operations import figures as of_operations
from muster.operations.commands import activate_operation


@pytest.fixture
def operation(chief, tree):
    return activate_operation(chief, unit_id=tree.city.pk, template="epidemic")


@pytest.fixture
def declare(db, monkeypatch):
    """`declare(figure, …)`: those of operations and these, as if the product were released with them."""
    own = of_operations.FIGURES

    def install(*figures, instead=own):
        monkeypatch.setattr(of_operations, "FIGURES", (*instead, *figures))
        registry.figures.cache_clear()
        install_triggers(connection)

    yield install
    registry.figures.cache_clear()


@pytest.fixture
def connect(committed_db, cluster):
    """`connect("muster_app")`: one more connection to the database of the test."""
    opened = []

    def another(role="muster_owner"):
        about = cluster.params(role, connection.settings_dict["NAME"])
        opened.append(psycopg.connect(**about, options="-c muster.sight=all"))  # as a job sees
        return opened[-1]

    yield another
    for one in opened:
        one.close()
