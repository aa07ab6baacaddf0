"""What can go wrong with seats and plans. None of it says why a person is not free."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class NotFree(Problem):
    code = "staffing.not_free"
    title = _("This person cannot be given a role now.")
    text = _("The operation has not called them, or they cannot come. Nobody is asked for a reason.")
    remedy = _("Choose somebody else.")


@dataclass(eq=False)
class HasRole(Problem):
    code = "staffing.has_role"
    title = _("This person has a role already.")
    text = _("One person has one role in an operation.")
    remedy = _("Release them there first, or choose somebody else.")


@dataclass(eq=False)
class NotQualified(Problem):
    code = "staffing.not_qualified"
    title = _("This seat needs somebody else.")
    text = _("The roll does not show the skill that the seat needs; or it leads, and only full members lead.")
    remedy = _("Choose somebody who has it, or have the roll corrected.")


@dataclass(eq=False)
class SeatNotVacant(Problem):
    code = "staffing.seat_not_vacant"
    title = _("This seat is not vacant.")
    text = _("Somebody has taken it meanwhile, or it was closed.")
    remedy = _("Load the page again.")


@dataclass(eq=False)
class AlreadyReleased(Problem):
    code = "staffing.already_released"
    title = _("This person has been released already.")


@dataclass(eq=False)
class PlanDecided(Problem):
    code = "staffing.plan_decided"
    title = _("This plan can no longer be used.")
    text = _("It was put into force or discarded, or another plan for the same units was put into force.")
    remedy = _("Make a new plan.")


@dataclass(eq=False)
class NothingToFill(Problem):
    code = "staffing.nothing_to_fill"
    title = _("There is no vacant seat here.")
    remedy = _("Cut zones or form teams first.")


@dataclass(eq=False)
class OutsideOperation(Problem):
    unit: str

    code = "staffing.outside_operation"
    title = _("This unit does not belong to the operation.")
    text = _("{unit} is not below the unit that runs the operation.")


@dataclass(eq=False)
class OutOfRange(Problem):
    what: str
    least: int
    most: int

    code = "staffing.out_of_range"
    status = 422
    title = _("A number is out of range.")
    text = _("“{what}” is {least} to {most}.")
