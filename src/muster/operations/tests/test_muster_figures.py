"""What a muster call counts: who was asked and what they said, where the call was made, and nobody's name."""

import pytest

from muster.figures import commands as figures
from muster.figures import queries
from muster.messages import commands as messages
from muster.operations.figures import FIGURES

from .test_musters import later, opened, operation, reply  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
KEYS = [figure.key for figure in FIGURES if figure.key.startswith("musters.")]
OF_MESSAGES = ["messages.sent", "messages.failed", "messages.waiting"]


@pytest.fixture
def read(system, operation):  # noqa: F811 - a fixture taken over by name
    """Values by key, as of the call's day, without those that are nothing."""

    def values(unit, keys=KEYS):
        figures.fold(system)
        day = later(system, minutes=30)
        found = queries.figures_of(day, operation_id=operation.pk, unit=unit, keys=keys)
        assert list(queries.drift(system)) == []
        return {one.key.split(".")[1]: int(one.value) for one in found if one.value}

    return values


def test_answers_count_by_how_soon_and_a_changed_one_as_it_is_now(opened, system, nobody, tree, read):  # noqa: F811 - a fixture taken over by name
    call = opened(needed=6, first=6)
    asked = list(call.asked.order_by("pk"))
    for one, answer in zip(asked, ("now", "in_15", "in_30", "in_60", "no"), strict=False):
        reply(later(nobody, minutes=1), one, answer)
    counted = {"asked": 6, "coming": 4, "now": 1, "in_a_quarter": 1, "in_half_an_hour": 1, "in_an_hour": 1}
    assert read(tree.north) == counted | {"not_coming": 1}
    reply(later(nobody, minutes=2), asked[0], "no")
    del counted["now"]
    assert read(tree.city) == counted | {"coming": 3, "not_coming": 2}


def test_no_unit_below_the_one_that_called_has_a_share(opened, nobody, tree, read):  # noqa: F811 - a fixture taken over by name
    call = opened(needed=6, first=6)
    reply(later(nobody, minutes=1), call.asked.earliest("pk"), "no")
    assert read(tree.riverside) == read(tree.hillside) == {}


def test_none_of_its_columns_names_a_person():
    assert not [
        column
        for figure in FIGURES
        if figure.key in KEYS
        for column in figure.columns
        if "person" in column.name
    ]


def test_messages_count_by_what_became_of_them(opened, system, tree, read, sms_double):  # noqa: F811 - a fixture taken over by name
    opened(needed=6, first=6)
    waiting = read(tree.north, OF_MESSAGES)["waiting"]
    assert waiting == 6
    messages.deliver(system, channel="sms", clock=lambda: system.now)
    assert read(tree.north, OF_MESSAGES) == {"sent": 6}
