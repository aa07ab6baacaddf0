"""Jobs: found again, watched, stopped."""

from uuid import uuid4

import pytest
from django.urls import reverse

from muster.console import jobs
from muster.kernel.models import Job, JobState

from .conftest import words

JOBS = "/jobs/"


@pytest.fixture
def job(chief, people):
    return Job.objects.create(
        name="console.check_upload",
        person_id=people.chief.pk,
        state=JobState.RUNNING,
        phase="read",
        done=30,
        total=60,
        arguments={"upload_id": "00000000-0000-7000-8000-000000000000"},
        created_at=chief.now,
        started_at=chief.now,
    )


def at(view, job):
    return reverse(f"console:{view}", kwargs={"job_id": job.pk})


def test_jobs_are_listed_newest_first_ones_own_alone(client_as, job):
    page = words(client_as("chief").get(JOBS))
    assert "check a file" in page
    assert "reading · 50%" in page
    assert "No jobs yet" in words(client_as("officer").get(JOBS))
    assert "check a file" in words(client_as("auditor").get(JOBS))


def test_a_job_is_watched(client_as, job):
    client = client_as("chief")
    assert "<html" in words(client.get(at("job", job)))
    part = words(client.get(at("job", job), headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert 'hx-trigger="every 1s"' in part
    assert client_as("officer").get(at("job", job)).status_code == 404


def test_a_job_is_stopped(client_as, job):
    client = client_as("chief")
    part = words(client.post(at("stop", job), headers={"HX-Request": "true"}))
    assert "Stopping …" in part
    job.refresh_from_db()
    assert job.stop_requested
    assert client.post(at("stop", job)).url == at("job", job)
    assert client.get(at("stop", job)).status_code == 405
    assert client_as("officer").post(at("stop", job)).status_code == 404


def test_a_job_that_is_over_leads_to_its_result(client_as, job, chief):
    Job.objects.update(state=JobState.DONE, finished_at=chief.now)
    page = words(client_as("chief").get(at("job", job)))
    assert "/import/files/00000000-0000-7000-8000-000000000000/" in page
    assert "hx-trigger" not in page
    assert client_as("chief").post(at("stop", job)).status_code == 409


def test_a_job_that_nobody_knows_is_called_by_its_name(chief):
    unknown = jobs.shown(Job(name="weather.forecast", phase="clouds", created_at=chief.now))
    assert (unknown.title, unknown.phase_label, unknown.result_url) == ("weather.forecast", "clouds", "")


@pytest.mark.parametrize(
    ("name", "page"), [("zones.plan", "zones/plans"), ("staffing.plan", "staffing/plans")]
)
def test_a_plan_is_found_from_its_job_once_it_is_made(chief, name, page):
    operation, plan = uuid4(), uuid4()
    job = Job(name=name, operation_id=operation, created_at=chief.now)
    assert jobs.shown(job).result_url == ""
    job.result = {"plan": str(plan)}
    assert jobs.shown(job).result_url == f"/o/{operation}/{page}/{plan}/"
