"""What can go wrong with projects."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class ProjectEnded(Problem):
    code = "projects.ended"
    title = _("This project has ended.")


@dataclass(eq=False)
class NotYet(Problem):
    names: str

    code = "projects.not_yet"
    title = _("Something else comes first.")
    text = _("Not done yet: {names}.")


@dataclass(eq=False)
class BadPlan(Problem):
    code = "projects.bad_plan"
    status = 422
    title = _("This plan cannot be kept.")
    text = _("It has no task, too many, a time that is too long, or a task that comes after itself.")


@dataclass(eq=False)
class TasksOpen(Problem):
    count: int

    code = "projects.tasks_open"
    title = _("The goal is not reached yet.")
    text = _("{count} tasks are not done.")
    remedy = _("Finish them, or stop the project.")
