"""What can go wrong with figures."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class UnknownFigure(Problem):
    key: str

    code = "figures.unknown_figure"
    status = 404
    title = _("There is no such figure.")
    text = _("“{key}” is not among the figures.")
