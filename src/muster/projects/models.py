"""A goal with a clock: what is to be reached by when, by which tasks, what it needs, and what blocks it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.calls.models import Call
from muster.kernel.ids import primary_key
from muster.operations.models import Operation
from muster.teams.models import Team
from muster.units.models import Unit


class ProjectState(models.TextChoices):
    RUNNING = "running", pgettext_lazy("project", "running")
    REACHED = "reached", pgettext_lazy("project", "goal reached")
    STOPPED = "stopped", pgettext_lazy("project", "stopped")


class Project(models.Model):
    id = primary_key()
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    goal = models.CharField(max_length=200)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    began_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=7, choices=ProjectState.choices, default=ProjectState.RUNNING)
    state_on = models.DateField()

    class Meta:
        verbose_name = _("project")
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at__gt=F("began_at")), name="projects_project_due_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(state="running", ended_at=None)
                | (~Q(state="running") & Q(ended_at__isnull=False)),
                name="projects_project_ended_unless_running",
            ),
        ]
        indexes = [models.Index(fields=["operation", "state", "due_at"], name="projects_project_by_clock")]

    def __str__(self) -> str:
        return self.name


class TaskState(models.TextChoices):
    TODO = "todo", pgettext_lazy("task", "to do")
    DOING = "doing", pgettext_lazy("task", "under way")
    DONE = "done", pgettext_lazy("task", "done")


class Task(models.Model):
    id = primary_key()
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tasks", db_index=False)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    holder = models.CharField(max_length=80, blank=True)  # the unit, firm or team that does it
    due_at = models.DateTimeField()
    after = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="before")
    state = models.CharField(max_length=5, choices=TaskState.choices, default=TaskState.TODO)
    blocked_by = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("task")
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="projects_task_number_once"),
            models.CheckConstraint(
                condition=Q(blocked_by="") | ~Q(state="done"), name="projects_task_done_is_not_blocked"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Need(models.Model):
    """What a project needs, and how much of it is there. People are called for; what they are is in the call."""

    id = primary_key()
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="needs")
    number = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=120)
    needed = models.PositiveIntegerField()
    there = models.PositiveIntegerField(default=0)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("need")
        constraints = [models.CheckConstraint(condition=Q(needed__gte=1), name="projects_need_some")]

    def __str__(self) -> str:
        return self.what
