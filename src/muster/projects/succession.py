"""Running projects go to whoever takes the unit over."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.succession import Follows

FOLLOWS = (
    Follows(
        key="projects.projects",
        label=_("Projects"),
        model="projects.Project",
        where="state = 'running'",
        day="state_on",
    ),
)
STAYS: dict[str, str] = {}
