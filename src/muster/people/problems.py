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
class NotOnTheRoll(Problem):
    code = "people.not_on_the_roll"
    status = 422
    title = _("The code is right, but nobody on the roll has this number.")
    remedy = _("Ask your unit to enter your number, or to invite you.")


@dataclass(eq=False)
class SharedPhone(Problem):
    code = "people.shared_phone"
    status = 422
    title = _("The code is right, but several people on the roll have this number.")
    text = _("From the number alone nobody can tell who you are.")
    remedy = _("Log in with a password, or ask your unit to invite you.")


@dataclass(eq=False)
class NumberNotConfirmed(Problem):
    code = "people.number_not_confirmed"
    status = 403
    title = _("The code is right, but this number does not open your log-in yet.")
    text = _("You hold a role, and somebody else may have entered the number.")
    remedy = _(
        "Log in with your password and confirm the number under “Where I am logged in”, or ask for an invitation."
    )


@dataclass(eq=False)
class OtherNumber(Problem):
    code = "people.other_number"
    status = 422
    title = _("The roll has another number for you.")
    remedy = _("Ask your unit to correct it, then confirm it.")


@dataclass(eq=False)
class AccountClosed(Problem):
    code = "people.account_closed"
    status = 403
    title = _("This log-in is closed.")
    remedy = _("Ask whoever gives out roles in your unit.")


@dataclass(eq=False)
class RoleHeld(Problem):
    code = "people.role_held"
    title = _("This person holds the role already.")


@dataclass(eq=False)
class NotATerm(Problem):
    days: int

    code = "people.not_a_term"
    status = 422
    title = _("A role is given until a day.")
    text = _("It ends after today and after it begins, and lasts at most {days} days. It can be given again.")


@dataclass(eq=False)
class BeyondYourPowers(Problem):
    role: str

    code = "people.beyond_your_powers"
    status = 403
    title = _("This role holds powers that you do not hold here.")
    text = _("Nobody gives, or ends, more than they hold on the same unit.")
    remedy = _("Ask somebody who holds more on this unit, or the operator of this installation.")


@dataclass(eq=False)
class ToOneself(Problem):
    code = "people.role_to_oneself"
    status = 403
    title = _("Nobody gives a role to themselves.")
    remedy = _("Ask another who gives out roles on this unit or above it.")


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


@dataclass(eq=False)
class NotASpan(Problem):
    days: int

    code = "people.not_a_span"
    status = 422
    title = _("This is no span of days to be away.")
    text = _("It begins today or later, ends after it began, and lasts at most {days} days.")


@dataclass(eq=False)
class DeputyHeld(Problem):
    code = "people.deputy_held"
    title = _("A deputy is named for these days already.")
    remedy = _("End the other span first, or choose other days.")


@dataclass(eq=False)
class DeputyCircle(Problem):
    code = "people.deputy_circle"
    title = _("These deputies would lead in a circle.")
    text = _("Within these days the person named is away too, and whoever acts for them leads back here.")
    remedy = _("Name somebody who is present.")
