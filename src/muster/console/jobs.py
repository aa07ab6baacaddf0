"""Jobs as pages show them: what they are called, what they are at, and where their result is."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from muster.kernel.models import Job
from muster.kernel.problems import Words

from .navigation import page_url
from .phrases import JOB_PHASES, job_label

# The page of a job's result, and the argument of the job that the page wants.
RESULTS = {
    "console.check_upload": ("console:upload", "upload_id"),
    "console.bring_upload_in": ("console:upload", "upload_id"),
}


@dataclass(frozen=True, slots=True)
class ShownJob:
    """For `parts/job_progress.html`."""

    job: Job
    title: Words
    phase_label: Words
    progress_url: str
    stop_url: str
    result_url: str


def shown(job: Job) -> ShownJob:
    return ShownJob(
        job=job,
        title=job_label(job.name),
        phase_label=JOB_PHASES.get(job.phase, job.phase),
        progress_url=reverse("console:job", kwargs={"job_id": job.pk}),
        stop_url=reverse("console:stop", kwargs={"job_id": job.pk}),
        result_url=_result_url(job),
    )


def _result_url(job: Job) -> str:
    view, argument = RESULTS.get(job.name, ("", ""))
    arguments: dict[str, Any] = {argument: job.arguments.get(argument)}
    return page_url(view, **arguments) if view else ""
