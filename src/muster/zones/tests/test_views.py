"""Pages of zones, by role."""

from html import unescape

import pytest
from django.urls import reverse

from muster.kernel.models import Job
from muster.staffing.models import Assignment
from muster.zones import commands
from muster.zones.models import Zone, ZonePlan
from muster.zones.tasks import plan as plan_task

EVERYONE = ("chief", "officer", "auditor", "stranger", "member", "nobody")


@pytest.fixture
def url(operation):
    def build(name, *args, **query):
        found = reverse(f"zones:{name}", args=[operation.pk, *args])
        return f"{found}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else found

    return build


@pytest.fixture
def zone(in_force, tree):
    return Zone.objects.filter(state="active", unit=tree.riverside).order_by("code")[0]


def words(response):
    return " ".join(unescape(response.content.decode()).split())


def statuses(client_as, address):
    return [client_as(who).get(address).status_code for who in EVERYONE]


def refusals(client_as, address, data=None):
    """What those who may not do it are answered."""
    return [client_as(who).post(address, data or {}).status_code for who in EVERYONE[2:]]


def test_who_opens_the_list(client_as, url, in_force):
    assert statuses(client_as, url("list")) == [200, 200, 200, 200, 404, 302]


def test_the_list_says_whether_every_home_is_somebodys(client_as, url, in_force, town):
    page = words(client_as("chief").get(url("list")))
    assert f"Every one of {town.homes} homes here lies in exactly one zone." in page
    assert "no keeper" in page
    assert "Plan zones" in page
    assert "Plan zones" not in words(client_as("auditor").get(url("list")))


def test_an_empty_list_offers_the_first_step(client_as, url, operation):
    page = words(client_as("chief").get(url("list")))
    assert "No zones yet" in page
    assert "Plan zones" in page


def test_filters_live_in_the_url(client_as, url, zone, tree):
    client = client_as("officer")
    assert words(client.get(url("list", text=zone.code))).count(zone.name) == 1
    assert "No zone was found" in words(client.get(url("list", vacancy="complete")))
    assert client.get(url("list", unit=tree.south.pk)).status_code == 404
    assert (
        client.get(url("list", unit="nonsense", vacancy="nonsense", page="x", measure="x")).status_code == 200
    )


def test_the_map_is_geojson_in_sight(client_as, url, in_force, tree):
    answer = client_as("officer").get(url("map", unit=tree.riverside.pk, measure="homes"))
    assert answer["Content-Type"] == "application/geo+json"
    assert len(answer.json()["features"]) == Zone.objects.filter(state="active", unit=tree.riverside).count()
    assert statuses(client_as, url("map", unit=tree.north.pk)) == [200, 200, 200, 404, 404, 302]


def test_the_page_of_a_zone(client_as, url, zone, officer, people):
    commands.hand_over_zone(officer, zone_id=zone.pk, person_id=people.riverside[0].pk)
    assert statuses(client_as, url("zone", zone.pk)) == [200, 200, 200, 404, 404, 302]
    page = words(client_as("officer").get(url("zone", zone.pk)))
    assert "riverside1" in page
    assert "Hand over" in page
    unnamed = words(client_as("auditor").get(url("zone", zone.pk)))
    assert "riverside1" not in unnamed
    assert "Hand over" not in unnamed
    assert "somebody" in unnamed


def test_a_member_opens_the_zone_in_which_they_serve(client_as, url, zone, officer, people):
    commands.hand_over_zone(officer, zone_id=zone.pk, person_id=people.member.pk)
    page = words(client_as("member").get(url("zone", zone.pk)))
    assert "riverside2 yourself" in page.replace('</strong> <span class="text-secondary">', " ")


def test_an_ended_zone_says_so(client_as, url, zone, planned, system):
    commands.commit_zones(system, plan_id=planned(zones=10).pk)
    page = words(client_as("chief").get(url("zone", zone.pk)))
    assert "what stands here is history" in page
    assert "Nobody serves here any longer." in page


def test_a_zone_is_handed_over_by_hand(client_as, url, zone, people):
    address = url("hand_over", zone.pk)
    assert statuses(client_as, address) == [200, 200, 403, 404, 404, 302]
    assert refusals(client_as, address, {"person": people.member.pk}) == [
        403,
        404,
        404,
        302,
    ]
    answer = client_as("officer").post(address, {"person": people.member.pk})
    assert answer["Location"] == url("zone", zone.pk)
    assert Assignment.objects.get(ended_at=None).person == people.member
    assert client_as("officer").post(address, {"person": "nonsense"}).status_code == 302


def test_a_plan_is_started_watched_and_looked_at(
    client_as, url, operation, tree, django_capture_on_commit_callbacks
):
    client = client_as("officer")
    assert statuses(client_as, url("start", unit=tree.north.pk)) == [200, 200, 403, 404, 404, 302]
    sent = {"unit": tree.north.pk, "zones": 5, "seconds": 1, "seed": 2}
    answer = client.post(url("start"), sent)
    job = Job.objects.get()
    assert answer["Location"] == url("job", job.pk)
    assert "waiting" in words(client.get(url("job", job.pk)))
    assert "Zones are being planned." in words(client.get(url("list", unit=tree.north.pk)))
    plan_task(str(job.pk))
    plan = ZonePlan.objects.get()
    done = client.get(url("job", job.pk), headers={"HX-Request": "true"})
    assert "<html" not in words(done)
    assert url("plan", plan.pk) in words(done)
    assert plan.person_id == job.person_id
    assert (plan.seed, plan.certificate["zones"]) == (2, 5)
    assert "waits for a decision" in words(client.get(url("list", unit=tree.north.pk)))
    assert client_as("stranger").get(url("job", job.pk)).status_code == 404


def test_a_job_is_stopped(client_as, url, operation, tree):
    client = client_as("officer")
    client.post(url("start"), {"unit": tree.north.pk, "zones": 5, "seconds": 1, "seed": 0})
    job = Job.objects.get()
    assert client_as("stranger").post(url("stop_job", job.pk)).status_code == 404
    assert "stopped" in words(client.post(url("stop_job", job.pk), headers={"HX-Request": "true"}))
    assert client.get(url("stop_job", job.pk)).status_code == 405


def test_who_may_not_plan_is_told_so(client_as, url, operation, tree):
    sent = {"unit": tree.north.pk, "zones": 5, "seconds": 1, "seed": 2}
    assert refusals(client_as, url("start"), sent) == [403, 404, 404, 302]


def test_a_form_that_is_wrong_comes_back(client_as, url, operation, tree):
    answer = client_as("officer").post(
        url("start"), {"unit": tree.north.pk, "zones": 0, "seconds": 9999, "seed": -1}
    )
    assert answer.status_code == 422
    assert words(answer).count("field-errors") == 3
    assert not Job.objects.exists()


def test_a_failed_job_says_why(client_as, url, operation, tree):
    client = client_as("officer")
    client.post(url("start"), {"unit": tree.north.pk, "zones": 9999, "seconds": 1, "seed": 0})
    job = Job.objects.get()
    plan_task(str(job.pk))
    page = words(client.get(url("job", job.pk)))
    assert "So many zones cannot be cut." in page
    assert not ZonePlan.objects.exists()


def test_a_plan_shows_before_and_after_with_its_certificate(client_as, url, planned, in_force, tree):
    plan = planned(unit=tree.north, zones=5)
    assert statuses(client_as, url("plan", plan.pk)) == [200, 200, 404, 404, 404, 302]
    page = words(client_as("officer").get(url("plan", plan.pk)))
    assert "5 / 5" in page
    assert "Certificate" in page
    assert "whoever serves in them is released" in page
    assert f"plan={plan.pk}" in page
    one = words(client_as("officer").get(url("plan", plan.pk, unit=tree.riverside.pk)))
    assert "hull around its buildings" in one


def test_a_plan_is_put_into_force_or_discarded(client_as, url, planned, tree):
    first, second = planned(unit=tree.north, zones=5), planned(unit=tree.north, zones=6)
    for name in ("commit", "discard"):
        assert refusals(client_as, url(name, first.pk)) == [404, 404, 404, 302]
        assert client_as("officer").get(url(name, first.pk)).status_code == 405
    client = client_as("officer")
    assert client.post(url("discard", first.pk)).status_code == 302
    answer = client.post(url("commit", second.pk), follow=True)
    assert "6 zones are in force." in words(answer)
    assert client.post(url("commit", second.pk)).status_code == 409
    assert "committed" in words(client.get(url("plan", second.pk)))


def test_pages_speak_chinese(client_as, url, in_force, zone):
    client = client_as("chief", language="zh-hans")
    for address in (url("list"), url("zone", zone.pk), url("start")):
        assert "责任区" in words(client.get(address))


def test_a_list_costs_as_many_queries_whatever_its_length(
    client_as, url, in_force, planned, system, django_assert_max_num_queries
):
    client = client_as("chief")
    client.get(url("list"))
    with django_assert_max_num_queries(40) as few:
        client.get(url("list"))
    commands.commit_zones(system, plan_id=planned(zones=19).pk)
    with django_assert_max_num_queries(len(few)):
        client.get(url("list"))
