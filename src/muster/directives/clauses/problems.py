"""What can go wrong with clauses."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class PartNotNow(Problem):
    state: str

    code = "directives.part_not_now"
    title = _("This cannot be done with the part at this point.")
    text = _("The part is: {state}.")
    remedy = _("Load the page again; somebody may have acted on it before you.")


@dataclass(eq=False)
class LaterThanGiver(Problem):
    due_on: date

    code = "directives.later_than_giver"
    status = 422
    title = _("What is handed down is due no later than one's own part.")
    text = _("Your unit's own part is due on {due_on}.")
    remedy = _("Choose this day or an earlier one.")


@dataclass(eq=False)
class NotBelow(Problem):
    units: str

    code = "directives.not_below"
    status = 422
    title = _("A part is handed down the tree.")
    text = _("These units do not stand below yours: {units}.")


@dataclass(eq=False)
class NobodyChosen(Problem):
    code = "directives.nobody_chosen"
    status = 422
    title = _("No unit was chosen.")
    remedy = _("Tick at least one unit below yours.")


@dataclass(eq=False)
class NotAPhotograph(Problem):
    name: str

    code = "directives.not_a_photograph"
    status = 422
    title = _("This file is not a photograph.")
    text = _("“{name}” could not be read as a JPEG, PNG or WebP picture.")
    kept = _("The report was not sent.")
    remedy = _("Choose another picture, or send the report without it.")


@dataclass(eq=False)
class TooLarge(Problem):
    name: str
    most: int

    code = "directives.too_large"
    status = 422
    title = _("This file is too large.")
    text = _("“{name}” is larger than {most} MB.")


@dataclass(eq=False)
class TooManyPhotographs(Problem):
    most: int

    code = "directives.too_many_photographs"
    status = 422
    title = _("There are too many photographs in one report.")
    text = _("A report takes up to {most}.")
