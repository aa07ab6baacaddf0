"""A check that runs is stopped by somebody else's click: seen through real commits."""

from datetime import UTC, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from conftest import make_people, make_tree
from muster.console import tasks
from muster.console.commands import receive_upload
from muster.kernel.actor import system_actor
from muster.kernel.models import Job
from muster.people.models import Role
from muster.people.queries import actor_of_person
from muster.people.rules import POWERS
from muster.units.models import Unit

from .conftest import CLINIC, UNITS


def test_a_running_check_stops_and_keeps_nothing(committed_db):
    now = datetime.now(UTC)
    tree = make_tree(system_actor("test", now=now, powers=POWERS))
    chief = make_people(tree).chief
    Role.objects.create(person=chief, unit=tree.city, name="chief", during=("2015-01-01", None))
    file = SimpleUploadedFile("units.csv", f"{UNITS}\n{CLINIC}".encode())
    upload = receive_upload(actor_of_person(chief.pk, now=now), layout="units", file=file)
    Job.objects.update(stop_requested=True)
    tasks.check_upload(str(upload.job_id))
    upload.refresh_from_db()
    job = Job.objects.get(pk=upload.job_id)
    assert (job.state, job.failure["type"], upload.state) == (
        "stopped",
        "urn:muster:problem:kernel.job_stopped",
        "received",
    )
    assert not Unit.objects.filter(code="clinic").exists()
