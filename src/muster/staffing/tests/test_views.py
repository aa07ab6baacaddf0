"""Pages of seats and staffing plans, by role."""

from html import unescape
from urllib.parse import quote

import pytest
from django.urls import reverse

from muster.kernel.models import Job
from muster.staffing import commands
from muster.staffing.models import Assignment, StaffingPlan
from muster.staffing.tasks import plan as plan_task
from muster.staffing.tests import town as towns

EVERYONE = ("chief", "officer", "auditor", "stranger", "member", "nobody")


@pytest.fixture
def url(operation):
    def build(name, *args, **query):
        found = reverse(f"staffing:{name}", args=[operation.pk, *args])
        return f"{found}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else found

    return build


@pytest.fixture
def plan(zone, system, operation, tree):
    return commands.plan_staff(system, operation_id=operation.pk, unit_id=tree.north.pk, seconds=60)


def words(response):
    return " ".join(unescape(response.content.decode()).split())


def statuses(client_as, address):
    return [client_as(who).get(address).status_code for who in EVERYONE]


def refusals(client_as, address, data=None):
    """What those who may not do it are answered."""
    return [client_as(who).post(address, data or {}).status_code for who in EVERYONE[2:]]


def test_who_opens_the_vacancies(client_as, url, zone):
    assert statuses(client_as, url("vacancies")) == [200, 200, 200, 200, 404, 302]


def test_vacancies_are_listed_with_their_reasons(client_as, url, zone, plan, system):
    commands.commit_staff(system, plan_id=plan.pk)
    page = words(client_as("officer").get(url("vacancies")))
    assert "nobody free has the skill" in page
    assert "Find somebody" in page
    assert "Find somebody" not in words(client_as("auditor").get(url("vacancies")))
    assert "No vacant seat fits" in words(client_as("officer").get(url("vacancies", reason="nobody_near")))
    assert client_as("officer").get(url("vacancies", reason="nonsense", unit="x")).status_code == 200


def test_without_seats_the_page_offers_the_first_step(client_as, url, operation):
    assert "Cut zones first" in words(client_as("officer").get(url("vacancies")))


def test_when_all_is_filled_the_page_says_so(client_as, url, opened, tree, system, people):
    (seat,) = opened(tree.riverside, general=1)
    commands.assign(system, seat_id=seat.pk, person_id=people.member.pk)
    assert "Every seat is filled" in words(client_as("officer").get(url("vacancies")))


def test_a_seat_is_given_to_somebody_near(client_as, url, zone, tree, system, town):
    (near,) = towns.settle(tree.riverside, 1)
    towns.mobilise(system, operation_id=zone["leader"].operation_id)
    back = f"/o/{zone['leader'].operation_id}/zones/"
    address = url("seat", zone["leader"].pk, next=quote(back))
    assert statuses(client_as, address) == [200, 200, 403, 404, 404, 302]
    page = words(client_as("officer").get(address))
    assert near.name in page
    assert "Why others are not free is theirs." in page
    sent = {"person": near.pk, "next": back}
    assert refusals(client_as, address, sent) == [403, 404, 404, 302]
    assert client_as("officer").post(address, sent)["Location"] == back
    assert Assignment.objects.get(ended_at=None).person == near
    assert "will be released" in words(client_as("officer").get(address))


def test_nobody_is_led_to_another_site(client_as, url, zone, people):
    sent = {"person": people.member.pk, "next": "https://example.org/"}
    assert client_as("officer").post(url("seat", zone["leader"].pk), sent)["Location"] == url("vacancies")
    assert client_as("officer").post(url("seat", zone["leader"].pk), {"person": "x"}).status_code == 302
    assert "Nobody was found" in words(client_as("officer").get(url("seat", zone["leader"].pk, text="xyz")))


def test_a_person_is_released(client_as, url, zone, officer, people):
    held = commands.assign(officer, seat_id=zone["leader"].pk, person_id=people.member.pk)
    address = url("release", held.pk)
    assert refusals(client_as, address) == [403, 404, 403, 302]
    assert client_as("officer").post(address)["Location"] == url("vacancies")
    assert client_as("officer").post(address).status_code == 409


def test_a_plan_is_started_watched_and_looked_at(client_as, url, zone, tree):
    client = client_as("officer")
    assert statuses(client_as, url("start", unit=tree.north.pk)) == [200, 200, 403, 404, 404, 302]
    sent = {"unit": tree.north.pk, "kilometres": 5, "seconds": 1, "seed": 3}
    assert refusals(client_as, url("start"), sent) == [403, 404, 404, 302]
    client.post(url("start"), sent)
    job = Job.objects.get()
    assert "A staffing plan is being made." in words(client.get(url("vacancies")))
    plan_task(str(job.pk))
    plan = StaffingPlan.objects.get()
    assert url("plan", plan.pk) in words(client.get(url("job", job.pk), headers={"HX-Request": "true"}))
    assert "waits for a decision" in words(client.get(url("vacancies")))
    assert client_as("stranger").get(url("job", job.pk)).status_code == 404
    assert client.post(url("stop_job", job.pk)).status_code == 409


def test_a_form_that_is_wrong_comes_back(client_as, url, zone, tree):
    sent = {"unit": tree.north.pk, "kilometres": 0, "seconds": 9999, "seed": ""}
    answer = client_as("officer").post(url("start"), sent)
    assert (answer.status_code, words(answer).count("field-errors")) == (422, 3)


def test_a_plan_shows_what_it_fills_and_its_proof(client_as, url, plan):
    assert statuses(client_as, url("plan", plan.pk)) == [200, 200, 404, 404, 404, 302]
    page = words(client_as("officer").get(url("plan", plan.pk)))
    assert "proved: no plan is better" in page
    assert "nobody free has the skill" in page
    assert not any(name in page for name in ("riverside1", "riverside2"))


def test_a_plan_is_put_into_force_or_discarded(client_as, url, plan, system, operation, tree, people):
    other = commands.plan_staff(system, operation_id=operation.pk, unit_id=tree.north.pk, seconds=60)
    for name in ("commit", "discard"):
        assert refusals(client_as, url(name, plan.pk)) == [404, 404, 404, 302]
    client = client_as("officer")
    assert "The plan was discarded" in words(client.post(url("discard", other.pk), follow=True))
    type(people.member).objects.update(is_available=False)
    page = words(client.post(url("commit", plan.pk), follow=True))
    assert "0 people have a role now." in page
    assert "3 placements had become impossible meanwhile" in page
    assert client.post(url("commit", plan.pk)).status_code == 409
    assert "placements had become impossible." in words(client.get(url("plan", plan.pk)))


def test_pages_speak_chinese(client_as, url, zone, plan):
    client = client_as("chief", language="zh-hans")
    for address in (url("vacancies"), url("seat", zone["leader"].pk), url("start"), url("plan", plan.pk)):
        assert "岗" in words(client.get(address))
