"""A planning job as `parts/job_progress.html` shows it."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.kernel.models import Job
from muster.kernel.problems import Words

PHASES: dict[str, Words] = {
    "read": _("reading homes, seats and people"),
    "graph": _("finding neighbours"),
    "solve": _("planning"),
    "verify": _("checking the plan independently"),
    "store": _("storing the plan"),
}


def shown(job: Job, *, title: Words, app: str, operation_id: UUID) -> dict[str, Any]:
    """`app` has the views job, stop_job and plan."""
    plan_id = job.result.get("plan")
    where = {"operation_id": operation_id}
    return {
        "job": job,
        "title": title,
        "phase_label": PHASES.get(job.phase, job.phase),
        "progress_url": reverse(f"{app}:job", kwargs=where | {"job_id": job.pk}),
        "stop_url": reverse(f"{app}:stop_job", kwargs=where | {"job_id": job.pk}),
        "result_url": reverse(f"{app}:plan", kwargs=where | {"plan_id": plan_id}) if plan_id else "",
        "result_label": _("Look at the plan"),
        "phases": None,
    }
