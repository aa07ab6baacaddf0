"""A small city in an operation, and bulletins at the points of their life that tests begin from."""

import pytest

from muster.bulletins import commands
from muster.bulletins.commands import Draft
from muster.operations.commands import activate_operation, mobilise

# In the small city: 6 base units (riverside, hillside, lakeside, hospital, north, south), and everybody on their rolls.
TRUE_ZH = "截至2020年1月28日16时，全市动员基层党组织6个。另有志愿者28人。"


@pytest.fixture
def operation(chief, tree, people):
    operation = activate_operation(
        chief, unit_id=tree.city.pk, template="epidemic", name="演练行动", is_demo=True
    )
    mobilise(chief, operation_id=operation.pk)
    return operation


@pytest.fixture
def drafted(chief, operation, tree):
    """`drafted(text)` or `drafted(text, unit=tree.north)`."""

    def draft(text=TRUE_ZH, *, unit=tree.city, by=chief, **changes):
        what = {"kind": "first", "title": "Bulletin of the day", "text": text, "unit_id": unit.pk} | changes
        return commands.draft_bulletin(by, operation_id=operation.pk, draft=Draft(**what))

    return draft


@pytest.fixture
def published(chief, drafted):
    return lambda *text, **changes: commands.publish_bulletin(chief, bulletin_id=drafted(*text, **changes).pk)


@pytest.fixture
def log_in(client, tree, people, operation):
    """`log_in("chief")`: the test client as one of the cast; "nobody" logs nobody in."""
    from datetime import date

    from muster.people.models import Account, Role

    places = {
        "chief": tree.city,
        "auditor": tree.city,
        "officer": tree.north,
        "stranger": tree.south,
    }
    roles = {"chief": "chief", "auditor": "auditor", "officer": "officer", "stranger": "officer"}

    def enter(name):
        if name == "nobody":
            return client
        account = Account.objects.create(username=name, person=getattr(people, name))
        if name in roles:
            Role.objects.create(
                person=account.person,
                unit=places[name],
                name=roles[name],
                during=(date(2015, 1, 1), None),
            )
        client.force_login(account)
        return client

    return enter
