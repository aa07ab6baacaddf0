"""Operations in the browser: nothing is changed before it was shown what will change."""

from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from django.urls import reverse

from muster.kernel.problems import NotAllowed, NotFound
from muster.operations import commands, queries
from muster.operations.models import MobilisedMember, Operation, TemporaryUnit
from muster.operations.problems import OperationClosed


@pytest.fixture
def operation(chief, tree, people):
    return commands.begin_operation(chief, unit_id=tree.city.pk, template="epidemic")


@pytest.fixture
def proposed(chief, operation, tree, people):
    return commands.propose_temporary_unit(
        chief,
        operation_id=operation.pk,
        parent_id=tree.north.pk,
        name="高速出口临时党支部",
        task="出口值守",
        leader_id=people.riverside[0].pk,
    )


@pytest.fixture
def active(chief, proposed):
    return commands.approve_temporary_unit(chief, temporary_unit_id=proposed.pk)


def at(view, operation, unit=None):
    named = {"operation_id": operation.pk} | ({"temporary_unit_id": unit.pk} if unit else {})
    return reverse(f"operations:{view}", kwargs=named)


def today(actor):
    """The views' clock is the real one."""
    return replace(actor, now=datetime.now(UTC))


def words(response):
    return " ".join(unescape(response.content.decode()).split())


ACTIVATION = {"template": "epidemic", "name": "Flood on the river"}
WHO = ("chief", "officer", "auditor", "stranger", "member", "nobody")


def test_who_sees_which_page(client_as, operation, proposed):
    """Each page by role: the chief of the city, an officer of the township, an auditor, an officer elsewhere, a member, nobody."""
    expected = {
        reverse("operations:list"): (200, 200, 200, 200, 403, 302),
        reverse("operations:activate"): (200, 403, 403, 403, 403, 302),
        at("operation", operation): (200, 200, 200, 200, 200, 302),
        at("change_phase", operation): (200, 403, 403, 403, 403, 302),
        at("set_level", operation): (200, 403, 403, 403, 403, 302),
        at("close", operation): (200, 403, 403, 403, 403, 302),
        at("temporary_units", operation): (200, 200, 200, 200, 200, 302),
        at("propose", operation): (200, 200, 403, 200, 403, 302),
        at("temporary_unit", operation, proposed): (200, 200, 200, 404, 404, 302),
        at("approve", operation, proposed): (200, 403, 403, 404, 404, 302),
        at("decline", operation, proposed): (200, 403, 403, 404, 404, 302),
        at("end", operation, proposed): (200, 403, 403, 404, 404, 302),
        at("send_members", operation, proposed): (200, 200, 403, 404, 404, 302),
    }
    clients = {who: client_as(who) for who in WHO}
    found = {url: tuple(clients[who].get(url).status_code for who in WHO) for url in expected}
    assert found == expected


def test_activation_shows_whom_it_calls_and_only_then_calls_them(client_as, tree):
    client = client_as("chief")
    form = words(client.get(reverse("operations:activate")))
    assert "Epidemic response" in form
    asked = {**ACTIVATION, "unit": str(tree.city.pk), "is_drill": "on"}
    preview = words(client.post(reverse("operations:activate"), asked))
    assert "<dt>base units</dt><dd>6</dd>" in preview
    assert "<dt>members</dt><dd>16</dd>" in preview
    assert 'name="is_drill" value="True"' in preview
    assert not Operation.objects.exists()
    response = client.post(reverse("operations:activate"), {**asked, "is_drill": "True", "confirmed": "yes"})
    operation = Operation.objects.get()
    assert response.url == reverse("console:now", kwargs={"operation_id": operation.pk})
    assert (operation.name, operation.is_drill) == ("Flood on the river", True)
    assert MobilisedMember.objects.count() == 16


def test_a_form_with_errors_comes_back(client_as, tree):
    response = client_as("chief").post(reverse("operations:activate"), {"unit": str(tree.north.pk)})
    assert response.status_code == 422
    assert "This field is required." in words(response)
    assert not Operation.objects.exists()


def test_operations_are_listed_the_open_ones_first(client_as, chief, operation, tree):
    commands.close_operation(chief, operation_id=operation.pk)
    commands.activate_operation(chief, unit_id=tree.city.pk, template="flood", is_demo=True)
    page = words(client_as("chief").get(reverse("operations:list")))
    assert page.index("Flood response") < page.index("Epidemic response")
    assert "Demo data" in page
    assert list(queries.operations(chief).values_list("template", flat=True)) == ["flood", "epidemic"]


def test_without_an_operation_the_list_offers_to_activate_one(client_as):
    assert "Activate an operation" in words(client_as("chief").get(reverse("operations:list")))
    assert "Activate an operation" not in words(client_as("officer").get(reverse("operations:list")))


def test_the_phase_is_changed_after_a_preview(client_as, operation):
    client, url = client_as("chief"), at("change_phase", operation)
    preview = words(client.get(url, {"phase": "contain"}))
    assert "<del>Mobilisation</del>" in preview
    assert "<ins>Containment</ins>" in preview
    operation.refresh_from_db()
    assert operation.phase == "mobilise"
    assert client.post(url, {"phase": "contain"}).url == at("operation", operation)
    assert 'aria-current="step"' in words(client.get(at("operation", operation)))
    operation.refresh_from_db()
    assert operation.phase == "contain"
    assert client.get(url, {"phase": "party"}).status_code == 422


def test_the_level_is_set_after_a_preview(client_as, chief, operation):
    client, url = client_as("chief"), at("set_level", operation)
    preview = words(client.get(url, {"level": "3", "area": ""}))
    assert "<del>level I</del>" in preview
    assert "<ins>level III</ins>" in preview
    client.post(url, {"level": "3", "area": ""})
    assert queries.current_level(today(chief), operation_id=operation.pk).level == 3
    assert "level III" in words(client.get(at("operation", operation)))


def test_the_level_of_one_area(client_as, chief, operation, tree):
    from muster.places.models import Area

    area = Area.objects.create(code="511603", name="前锋区", level="county", unit=tree.county)
    url = at("set_level", operation)
    preview = words(client_as("chief").get(url, {"level": "2", "area": str(area.pk)}))
    assert '<th scope="row">前锋区</th>' in preview
    client_as("chief").post(url, {"level": "2", "area": str(area.pk)})
    levels = [
        (one.area, one.level) for one in queries.levels_in_force(today(chief), operation_id=operation.pk)
    ]
    assert levels == [(None, 1), (area, 2)]
    assert queries.current_level(today(chief), operation_id=operation.pk, area_id=area.pk).level == 2


def test_closing_says_what_stands_in_its_way(client_as, chief, operation, active):
    client, url = client_as("chief"), at("close", operation)
    assert "1 temporary units are still active" in words(client.get(url))
    assert client.post(url).status_code == 409
    commands.end_temporary_unit(chief, temporary_unit_id=active.pk)
    assert "still active" not in words(client.get(url))
    assert client.post(url).url == at("operation", operation)
    assert client.get(url).status_code == 409
    with pytest.raises(OperationClosed):
        queries.operation_to_change(chief, operation_id=operation.pk)
    assert queries.newest_open(chief) is None


def test_an_officer_proposes_a_temporary_unit(client_as, operation, tree, people):
    client, url = client_as("officer"), at("propose", operation)
    assert "First find the unit" in words(client.get(url))
    assert f"parent={tree.north.pk}" in words(client.get(url, {"unit": "north"}))
    assert "No unit was found" in words(client.get(url, {"unit": "south"}))
    assert client.get(url, {"parent": str(tree.south.pk)}).status_code == 404
    assert "riverside1" in words(client.get(url, {"parent": str(tree.north.pk)}))
    form = words(client.get(url, {"parent": str(tree.north.pk), "leader_name": "hillside2"}))
    assert f'value="{people.hillside[1].pk}"' in form
    assert "riverside1" not in form
    wrong = client.post(url, {"parent": str(tree.north.pk), "name": "X", "leader": "nobody"})
    assert wrong.status_code == 422
    assert not TemporaryUnit.objects.exists()
    about = {"parent": str(tree.north.pk), "name": "X", "task": "gates", "leader": str(people.hillside[1].pk)}
    response = client.post(url, about)
    unit = TemporaryUnit.objects.get()
    assert response.url == at("temporary_unit", operation, unit)
    assert (unit.name, unit.task, unit.leader_id, unit.state) == (
        "X",
        "gates",
        people.hillside[1].pk,
        "proposed",
    )
    page = words(client.get(response.url))
    assert "Approve" not in page


def test_a_proposal_is_approved_after_a_preview(client_as, operation, proposed):
    client = client_as("chief")
    assert "Approve" in words(client.get(at("temporary_unit", operation, proposed)))
    preview = words(client.get(at("approve", operation, proposed)))
    assert "<ins>riverside1</ins>" in preview
    client.post(at("approve", operation, proposed))
    proposed.refresh_from_db()
    assert proposed.state == "active"
    assert client.post(at("approve", operation, proposed)).status_code == 409
    page = words(client.get(at("temporary_unit", operation, proposed)))
    assert "End it" in page
    assert "Send members" in page


def test_a_proposal_is_declined_with_a_reason(client_as, operation, proposed):
    client = client_as("chief")
    assert client.post(at("decline", operation, proposed), {"reason": ""}).status_code == 422
    client.post(at("decline", operation, proposed), {"reason": "One stands there already"})
    assert "One stands there already" in words(client.get(at("temporary_unit", operation, proposed)))


def test_members_are_sent_and_the_unit_ends_with_its_task(client_as, chief, operation, active, people):
    client, url = client_as("chief"), at("send_members", operation, active)
    assert "hillside2" in words(client.get(url, {"q": "hillside2"}))
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"person": ["not-a-person"]}).status_code == 422
    client.post(url, {"person": [str(people.hillside[1].pk), str(people.hillside[2].pk)]})
    assert "hillside3" in words(client.get(at("temporary_unit", operation, active)))
    assert queries.serving(chief, temporary_unit_id=active.pk).count() == 3
    assert "<dt>members go back</dt><dd>3</dd>" in words(client.get(at("end", operation, active)))
    client.post(at("end", operation, active))
    assert "Nobody serves here now" in words(client.get(at("temporary_unit", operation, active)))


def test_temporary_units_are_listed_by_state(client_as, operation, active, proposed):
    client, url = client_as("auditor"), at("temporary_units", operation)
    assert active.name in words(client.get(url, {"state": "active"}))
    assert "No temporary units here" in words(client.get(url, {"state": "declined"}))
    assert active.name in words(client.get(url, {"state": "gone"}))


def test_whom_it_would_call_is_for_those_who_may_call(chief, officer, tree, people):
    assert queries.whom_it_would_call(chief, unit_id=tree.north.pk).members == 7
    with pytest.raises(NotAllowed):
        queries.whom_it_would_call(officer, unit_id=tree.north.pk)


def test_demo_data_are_announced_on_every_page_once_an_operation_is_one(client_as, chief, tree, operation):
    url = reverse("units:tree")
    assert "banner-demo" not in words(client_as("officer").get(url))
    commands.activate_operation(chief, unit_id=tree.city.pk, template="flood", is_demo=True)
    assert "banner-demo" in words(client_as("officer").get(url))
    assert "banner-demo" in words(client_as("nobody").get(reverse("account_login")))


def test_out_of_sight_is_not_found(stranger, proposed):
    with pytest.raises(NotFound):
        queries.temporary_unit(stranger, temporary_unit_id=proposed.pk)


def test_the_lists_ask_the_database_little(client_as, operation, proposed, django_assert_num_queries):
    client = client_as("chief")
    with django_assert_num_queries(9):
        client.get(reverse("operations:list"))
    with django_assert_num_queries(11):
        client.get(at("temporary_units", operation))
