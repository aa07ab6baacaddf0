"""What can go wrong with persons, accounts and roles."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class OutsideYourMembers(Problem):
    count: int

    code = "people.outside_your_members"
    status = 403
    title = _("Some of these people are not yours to change.")
    text = _("{count} of the rows concern rolls outside the units in which you may bring data in.")
    remedy = _("Take those rows out, or ask the headquarters to bring them in.")


@dataclass(eq=False)
class NameTaken(Problem):
    username: str

    code = "people.name_taken"
    title = _("This user name is taken.")
    text = _("Somebody else logs in as “{username}”.")
    remedy = _("Choose another.")


@dataclass(eq=False)
class RoleHeld(Problem):
    code = "people.role_held"
    title = _("This person holds the role already.")


@dataclass(eq=False)
class UnknownRole(Problem):
    name: str

    code = "people.unknown_role"
    status = 422
    title = _("There is no such role.")
    text = "{name}"


@dataclass(eq=False)
class AmbiguousName(Problem):
    name: str

    code = "people.ambiguous_name"
    title = _("Several people have this name.")
    text = _("More than one person on the roll is called “{name}”.")
    remedy = _("Give the log-in on that person's page in the console.")
