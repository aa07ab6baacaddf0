"""What can go wrong with calls and with coming forward."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class NoSuchCall(Problem):
    """For everybody, who are not asked to log in."""

    code = "calls.no_such_call"
    status = 404
    title = _("This call does not exist.")
    remedy = _("Look at the list of open calls.")


@dataclass(eq=False)
class NoSuchOffer(Problem):
    code = "calls.no_such_offer"
    status = 404
    title = _("This link leads to nobody's page.")
    text = _("It may have been cut short, or it was never confirmed and is deleted.")
    remedy = _("Open the whole link from your message, or sign up again.")


@dataclass(eq=False)
class CallClosed(Problem):
    code = "calls.closed"
    title = _("This call is closed. Thank you.")
    remedy = _("Look at the list of open calls.")


@dataclass(eq=False)
class OfferDecided(Problem):
    code = "calls.offer_decided"
    title = _("This is no longer possible.")
    text = _("Whoever came forward has been answered otherwise, or has withdrawn.")
    remedy = _("Load the page again.")


@dataclass(eq=False)
class NotAsked(Problem):
    code = "calls.not_asked"
    title = _("This question is no longer open.")


@dataclass(eq=False)
class NotThere(Problem):
    code = "calls.not_there"
    title = _("This call is neither of your unit nor of your home community.")
    remedy = _("Choose another way of coming forward.")


@dataclass(eq=False)
class OutOfRange(Problem):
    what: str
    least: int
    most: int

    code = "calls.out_of_range"
    status = 422
    title = _("A number is out of range.")
    text = _("“{what}” is {least} to {most}.")


@dataclass(eq=False)
class NoNumber(Problem):
    code = "calls.no_number"
    title = _("There is no phone number.")
    text = _("It was not given, or it was destroyed when the operation ended.")


@dataclass(eq=False)
class WrongTeam(Problem):
    code = "calls.wrong_team"
    status = 422
    title = _("This team does not belong to the unit.")
