"""How many projects run against the clock."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.figure import Column, Figure, Measure, Stated

PROJECTS = Measure(("个", "项"), "projects")

FIGURES: tuple[Figure, ...] = (
    Stated(
        key="projects.running",
        label=_("Projects with a clock"),
        definition=_("Projects that were started and neither reached their goal nor were stopped."),
        measure=PROJECTS,
        model="projects.Project",
        where="state = 'running'",
        day="state_on",
        columns=(Column("name", _("Project")), Column("unit", _("Unit")), Column("due_at", _("Deadline"))),
    ),
)
