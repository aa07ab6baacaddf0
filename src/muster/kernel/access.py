"""Jobs and journal entries that an actor may see."""

from uuid import UUID

from django.db.models import QuerySet

from .actor import Actor
from .models import Entry, Job
from .problems import NotAllowed, NotFound, NotYourJob


def require(actor: Actor, power: str) -> None:
    """Raise NotAllowed unless the actor holds the power somewhere."""
    if not actor.holds(power):
        raise NotAllowed(power)


def jobs_visible_to(actor: Actor) -> QuerySet[Job]:
    """One's own; an auditor's or operator's sight is the whole list."""
    jobs = Job.objects.all()
    return jobs if actor.holds("audit") else jobs.filter(person_id=actor.person_id, person_id__isnull=False)


def job_to_see(actor: Actor, job_id: UUID) -> Job:
    job = jobs_visible_to(actor).filter(pk=job_id).first()
    if job is None:
        raise NotFound
    return job


def job_to_stop(actor: Actor, job_id: UUID) -> Job:
    """One's own: to see all jobs is not to stop them."""
    if job_to_see(actor, job_id).person_id != actor.person_id:
        raise NotYourJob
    return Job.objects.select_for_update().get(pk=job_id)


def entries_visible_to(actor: Actor) -> QuerySet[Entry]:
    """Auditors see the whole journal; others what they did themselves."""
    entries = Entry.objects.all()
    return (
        entries
        if actor.holds("audit")
        else entries.filter(person_id=actor.person_id, person_id__isnull=False)
    )
