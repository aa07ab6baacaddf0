from dataclasses import replace

import pytest

from muster.kernel import commands, jobs, queries
from muster.kernel.models import Job, JobState
from muster.kernel.problems import BadRequest, JobOver, NotFound, NotYourJob

POWERS = frozenset({"plan"})


@pytest.fixture
def job(chief):
    return commands.start_job(chief, name="zones.plan", zones=7)


def run(job: Job, work) -> Job:
    jobs.run(job.pk, work, powers=POWERS)
    return Job.objects.get(pk=job.pk)


def test_a_job_keeps_what_its_work_returns(job, chief):
    def work(actor, *, progress, zones):
        progress("cut", 1, 2)
        return {
            "zones": zones,
            "for": str(actor.person_id),
            "may": actor.holds("plan"),
            "audits": actor.holds("audit"),
        }

    done = run(job, work)
    assert done.state == JobState.DONE
    assert done.result == {"zones": 7, "for": str(chief.person_id), "may": True, "audits": False}
    assert done.started_at <= done.finished_at


def test_a_problem_is_kept_in_words(job):
    def work(actor, **_):
        raise BadRequest("no homes")

    failed = run(job, work)
    assert (failed.state, failed.failure["title"]) == (JobState.FAILED, str(BadRequest.title))


def test_another_error_is_raised_and_its_text_is_not_shown(job):
    def work(actor, **_):
        raise ValueError("a name and a number")

    with pytest.raises(ValueError, match="number"):
        run(job, work)
    failed = Job.objects.get(pk=job.pk)
    assert (failed.state, failed.failure) == (JobState.FAILED, {"title": "ValueError"})


def test_a_waiting_job_stops_at_once_and_never_runs(job, chief):
    commands.stop_job(chief, job_id=job.pk)
    assert run(job, lambda *_, **__: {"ran": True}).result == {}
    with pytest.raises(JobOver):
        commands.stop_job(chief, job_id=job.pk)


def test_a_running_job_stops_at_its_next_report(committed_db, system):
    started = commands.start_job(replace(system, person_id=None), name="zones.plan")

    def work(actor, *, progress):
        Job.objects.filter(pk=started.pk).update(stop_requested=True)
        progress("cut", 1, 2)
        return {"ran": "on"}

    stopped = run(started, work)
    assert (stopped.state, stopped.result, stopped.phase) == (JobState.STOPPED, {}, "cut")


def test_one_sees_and_stops_ones_own(job, chief, officer, auditor):
    assert list(queries.jobs(chief)) == list(queries.jobs(auditor)) == [job]
    with pytest.raises(NotFound):
        queries.job(officer, job_id=job.pk)
    with pytest.raises(NotYourJob):
        commands.stop_job(auditor, job_id=job.pk)


def test_a_killed_workers_job_is_done_by_another(job):
    """The queue gives it again; what had begun is begun anew."""
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    assert run(job, lambda *_, **__: {"done": 1}).state == JobState.DONE
