"""Jobs as pages show them: what they are called, what they are at, and where their result is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.urls import reverse

from muster.kernel.models import Job
from muster.kernel.problems import Words

from .navigation import page_url
from .phrases import JOB_PHASES, job_label


@dataclass(frozen=True, slots=True)
class ShownJob:
    """For `parts/job_progress.html`."""

    job: Job
    title: Words
    phase_label: Words
    progress_url: str
    stop_url: str
    result_url: str


def _of_upload(job: Job) -> str:
    return page_url("console:upload", upload_id=job.arguments["upload_id"])


def _of_export(job: Job) -> str:
    return page_url("console:export_file", export_id=job.result["export"]) if job.result else ""


def _of_plan(view: str, job: Job) -> str:
    """A plan has a page once it is made."""
    if "plan" not in job.result:
        return ""
    return page_url(view, operation_id=job.operation_id, plan_id=job.result["plan"])


def _of_reorganisation(job: Job) -> str:
    return page_url("reorganisations:reorganisation", reorganisation_id=job.arguments["reorganisation_id"])


# Where the result of a job is, by the job's name.
RESULTS: dict[str, Callable[[Job], str]] = {
    "console.check_upload": _of_upload,
    "console.bring_upload_in": _of_upload,
    "console.write_export": _of_export,
    "zones.plan": partial(_of_plan, "zones:plan"),
    "staffing.plan": partial(_of_plan, "staffing:plan"),
    "privacy.count_register": lambda _job: page_url("privacy:register"),
    "duplicates.find": lambda _job: page_url("duplicates:list"),
    "reorganisations.put_in_force": _of_reorganisation,
    "reorganisations.undo": _of_reorganisation,
}


def shown(job: Job) -> ShownJob:
    find = RESULTS.get(job.name)
    return ShownJob(
        job=job,
        title=job_label(job.name),
        phase_label=JOB_PHASES.get(job.phase, job.phase),
        progress_url=reverse("console:job", kwargs={"job_id": job.pk}),
        stop_url=reverse("console:stop", kwargs={"job_id": job.pk}),
        result_url=find(job) if find else "",
    )
