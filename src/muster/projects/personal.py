"""Projects name holders of tasks in words."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.personal import Ground, Kept, Personal

ENDED = "(SELECT project.ended_at FROM projects_project project WHERE project.id = held.project_id)"

REGISTER = (
    Personal(
        key="projects.holder",
        model="projects.Task",
        columns=("holder",),
        what=_("who holds a task, in words"),
        purpose=_("to know whom to ask"),
        ground=Ground.EMERGENCY,
        kept=Kept(until=_("end of the project"), days=365, since=ENDED),
        person="",
    ),
)
IMPERSONAL = {"projects.Project.name": "a project", "projects.Task.name": "a task"}
