"""From a unit's page to a reorganisation in force, and back."""

from html import unescape

import pytest
from django.urls import reverse

from conftest import TODAY
from muster.kernel.models import Job
from muster.reorganisations import commands
from muster.reorganisations.models import Reorganisation
from muster.units.models import Unit


def words(response):
    return " ".join(unescape(response.content.decode()).split())


def url(name, **where):
    return reverse(f"reorganisations:{name}", kwargs=where)


@pytest.fixture
def chief(client_as):
    return client_as("chief")


@pytest.fixture
def merge(town, tree, chief):
    """Sent from the form: hillside into riverside, as two villages that become one."""
    sent = {
        "units": [str(tree.hillside.pk)],
        "name": "Riverhill branch",
        "joins_areas": "on",
        "day": TODAY.isoformat(),
        "basis": "No. 4 of 2020",
    }
    response = chief.post(url("propose", unit_id=tree.riverside.pk, kind="merge"), sent)
    assert response.status_code == 302
    return Reorganisation.objects.get()


def test_a_units_page_leads_to_every_kind_of_change(town, tree, chief):
    page = words(chief.get(reverse("units:unit", kwargs={"unit_id": tree.riverside.pk})))
    assert url("choose", unit_id=tree.riverside.pk) in page
    page = words(chief.get(url("choose", unit_id=tree.riverside.pk)))
    for kind in ("rename", "move", "merge", "split", "dissolve"):
        assert url("propose", unit_id=tree.riverside.pk, kind=kind) in page
        assert chief.get(url("propose", unit_id=tree.riverside.pk, kind=kind)).status_code == 200


def test_a_kind_that_does_not_exist(town, tree, chief):
    assert chief.get(url("propose", unit_id=tree.riverside.pk, kind="sell")).status_code == 404


def test_the_preview_says_what_would_go_where(merge, chief):
    page = words(chief.get(url("reorganisation", reorganisation_id=merge.pk)))
    assert "merged into" in page
    assert "No. 4 of 2020" in page
    assert "山坡村 becomes part of 河边社区" in page
    assert "Responsibility zones" in page
    assert "office ends with its unit" in page
    assert "whoever takes over answers for them" in page
    assert url("decide", reorganisation_id=merge.pk) in page


def test_it_is_decided_followed_and_undone(merge, tree, system, chief):
    where = url("reorganisation", reorganisation_id=merge.pk)
    chief.post(url("decide", reorganisation_id=merge.pk))
    page = words(chief.get(where))
    assert url("progress", reorganisation_id=merge.pk) in page
    assert chief.get(url("progress", reorganisation_id=merge.pk)).status_code == 200
    commands.put_in_force(system, reorganisation_id=merge.pk)
    Job.objects.update(state="done", finished_at=system.now)
    assert chief.get(url("progress", reorganisation_id=merge.pk))["HX-Refresh"] == "true"
    Reorganisation.objects.update(in_force_at=Job.objects.get().created_at)
    page = words(chief.get(where))
    assert "What changed" in page
    assert url("undo", reorganisation_id=merge.pk) in page
    assert chief.post(url("undo", reorganisation_id=merge.pk)).status_code == 302
    assert Reorganisation.objects.get().job.name == commands.UNDO_JOB


def test_the_history_of_both_units_tells_of_it(merge, tree, system, chief):
    chief.post(url("decide", reorganisation_id=merge.pk))
    commands.put_in_force(system, reorganisation_id=merge.pk)
    for unit in (tree.riverside, tree.hillside):
        page = words(chief.get(reverse("units:unit", kwargs={"unit_id": unit.pk})))
        assert url("reorganisation", reorganisation_id=merge.pk) in page
    assert "Riverhill branch took it over." in page
    assert "merged into" in words(chief.get(url("list")))
    assert "put into force" in words(chief.get(reverse("console:journal")))


def test_one_discarded_stays_in_the_list(merge, chief):
    chief.post(url("discard", reorganisation_id=merge.pk))
    assert "discarded" in words(chief.get(url("list")))
    assert chief.post(url("decide", reorganisation_id=merge.pk)).status_code == 409


@pytest.mark.parametrize(
    ("kind", "sent", "said"),
    [
        ("merge", {}, "Choose at least one unit."),
        ("merge", {"codes": "nowhere"}, "No unit that you see has one of these codes."),
        ("move", {"code": "nowhere"}, "Choose a unit, or give the code of one that you see."),
        ("dissolve", {}, "Choose a unit, or give the code of one that you see."),
    ],
)
def test_what_is_missing_is_said(town, tree, chief, kind, sent, said):
    response = chief.post(
        url("propose", unit_id=tree.riverside.pk, kind=kind), {"day": TODAY.isoformat()} | sent
    )
    assert response.status_code == 422
    assert said in words(response)


def test_units_are_found_by_their_codes(town, tree, chief):
    sent = {"day": TODAY.isoformat(), "code": "south"}
    response = chief.post(url("propose", unit_id=tree.riverside.pk, kind="move"), sent)
    assert response.status_code == 302
    sent = {"day": TODAY.isoformat(), "codes": "lakeside, hillside"}
    chief.post(url("propose", unit_id=tree.riverside.pk, kind="merge"), sent)
    assert len(Reorganisation.objects.order_by("-pk")[0].plan["unit_ids"]) == 2


def test_a_split_is_offered_what_is_the_units_own(town, tree, people, chief, system):
    page = words(chief.get(url("propose", unit_id=tree.riverside.pk, kind="split")))
    assert "河边社区" in page
    assert people.riverside[1].name in page
    sent = {"day": TODAY.isoformat(), "name": "Quay", "people": [str(people.riverside[1].pk)]}
    assert chief.post(url("propose", unit_id=tree.riverside.pk, kind="split"), sent).status_code == 302
    made = Reorganisation.objects.get()
    chief.post(url("decide", reorganisation_id=made.pk))
    commands.put_in_force(system, reorganisation_id=made.pk)
    assert "Quay" in words(chief.get(url("reorganisation", reorganisation_id=made.pk)))
    assert Unit.objects.get(name="Quay").memberships.count() == 1


def test_a_unit_in_itself_is_refused_with_a_reason(town, tree, chief):
    sent = {"day": TODAY.isoformat(), "code": "riverside"}
    response = chief.post(url("propose", unit_id=tree.north.pk, kind="move"), sent)
    assert response.status_code == 422
    assert "its own ancestor" in words(response)


def test_what_is_not_in_force_is_for_those_who_decide(merge, client_as):
    where = url("reorganisation", reorganisation_id=merge.pk)
    assert client_as("auditor").get(where).status_code == 404
    assert client_as("stranger").get(where).status_code == 404
