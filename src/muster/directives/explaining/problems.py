"""What can go wrong with an explanation."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class NotPlain(Problem):
    most: int
    letters: int

    code = "directives.not_plain"
    status = 422
    title = _("This is not plain enough yet.")
    text = _("Write one to {most} points, each of at most {letters} characters.")
    remedy = _("Say one thing a line, as you would at the door.")
