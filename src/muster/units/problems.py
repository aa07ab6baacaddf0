"""What can go wrong with the tree."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class OwnAncestor(Problem):
    codes: str

    code = "units.own_ancestor"
    title = _("A unit would be its own ancestor.")
    text = _("These units form a loop: {codes}.")
    remedy = _("Give one of them another parent.")


@dataclass(eq=False)
class OutsideYourUnits(Problem):
    count: int

    code = "units.outside_your_units"
    status = 403
    title = _("Some of these units are not yours to change.")
    text = _("{count} of the rows lie outside the units in which you may bring data in.")
    remedy = _("Take those rows out, or ask the headquarters to bring them in.")


@dataclass(eq=False)
class UnitEnded(Problem):
    name: str

    code = "units.unit_ended"
    title = _("This unit has ended.")
    text = _("“{name}” no longer stands in the tree.")
    remedy = _("Look for the unit that has taken over.")


@dataclass(eq=False)
class MovedSince(Problem):
    name: str
    day: date

    code = "units.moved_since"
    title = _("A unit has moved since that day.")
    text = _("“{name}” came to where it stands on {day}.")
    remedy = _("Choose that day or a later one.")
