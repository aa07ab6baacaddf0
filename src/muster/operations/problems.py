"""What can go wrong with an operation."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class UnknownTemplate(Problem):
    code_given: str

    code = "operations.unknown_template"
    status = 422
    title = _("There is no such kind of emergency.")
    text = _("“{code_given}” is not among the templates.")


@dataclass(eq=False)
class OperationClosed(Problem):
    code = "operations.closed"
    title = _("The operation is closed.")
    remedy = _("What happened in it can be read, not changed.")


@dataclass(eq=False)
class OperationNotClosed(Problem):
    code = "operations.not_closed"
    title = _("The operation has not ended.")
    remedy = _("Close it first.")


@dataclass(eq=False)
class UnknownPhase(Problem):
    phase: str

    code = "operations.unknown_phase"
    status = 422
    title = _("The operation has no such phase.")
    text = _("“{phase}” is not one of its phases.")


@dataclass(eq=False)
class NotALevel(Problem):
    level: int

    code = "operations.not_a_level"
    status = 422
    title = _("Response levels are I to IV.")
    text = _("{level} is none of them.")


@dataclass(eq=False)
class TemporaryUnitsRemain(Problem):
    count: int

    code = "operations.temporary_units_remain"
    title = _("Temporary units are still active.")
    text = _("{count} of them have not ended.")
    remedy = _("End them first; their members go back to the units that hold their rolls.")


@dataclass(eq=False)
class AlreadyDecided(Problem):
    code = "operations.already_decided"
    title = _("This was already decided.")
    text = _("Somebody approved, declined or ended the temporary unit before you.")


@dataclass(eq=False)
class LeaderNotAMember(Problem):
    code = "operations.leader_not_a_member"
    status = 422
    title = _("The leader must be a full member.")
    text = _("The person named has no full membership in a unit that you can see.")
