"""What can go wrong with messages and codes."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class NoProvider(Problem):
    code = "messages.no_provider"
    status = 503
    title = _("Short messages are not connected here.")
    text = _("No provider of short messages is set up, so no code can be sent.")
    remedy = _("Ask whoever runs this installation, or come to your unit in person.")


@dataclass(eq=False)
class NotAPhone(Problem):
    code = "messages.not_a_phone"
    status = 422
    title = _("This is not a mobile number.")
    text = _("A code can be sent to an 11-digit mobile number.")


@dataclass(eq=False)
class TooManyCodes(Problem):
    seconds: int

    code = "messages.too_many_codes"
    status = 429
    title = _("No code was sent just now.")
    text = _("One was asked for a moment ago, or many were. The next can be sent in {seconds} s.")


@dataclass(eq=False)
class CodeWrong(Problem):
    left: int

    code = "messages.code_wrong"
    status = 422
    title = _("That is not the code.")
    text = _("You can try {left} more times with this code.")
    remedy = _("Look at the newest message, or ask for another code.")


@dataclass(eq=False)
class CodeOver(Problem):
    code = "messages.code_over"
    status = 422
    title = _("This code can no longer be used.")
    text = _("It has ended, was used, or was tried too often.")
    remedy = _("Ask for another code.")


@dataclass(eq=False)
class TooManyTries(Problem):
    code = "messages.too_many_tries"
    status = 429
    title = _("Too many wrong codes came from where you are.")
    text = _("For up to an hour no code is tried from there, so that nobody can guess.")
    remedy = _("Use your phone's own network, log in with a password, or try again later.")


@dataclass(eq=False)
class ConfirmationOver(Problem):
    code = "messages.confirmation_over"
    status = 422
    title = _("Please confirm your number again.")
    text = _("The confirmation was used, or too much time has passed.")


@dataclass(eq=False)
class SaidOnce(Problem):
    code = "messages.said_once"
    title = _("This is said once and not again.")
    text = _("Reminders are for what units and duty-holders owe. What is voluntary is never asked twice.")


@dataclass(eq=False)
class BadAddress(Problem):
    code = "messages.bad_address"
    status = 422
    title = _("Nothing can be sent to this address.")
    text = _("It has not the form of one, or the operator of this installation has not allowed its host.")


@dataclass(eq=False)
class NotALadder(Problem):
    most: int

    code = "messages.not_a_ladder"
    status = 422
    title = _("These steps cannot be climbed.")
    text = _(
        "A ladder has up to {most} steps, each later than the one before, within 14 days; one that writes has a channel."
    )
    kept = _("The ladder is as it was.")


@dataclass(eq=False)
class StepTaken(Problem):
    code = "messages.step_taken"
    status = 409
    title = _("A step that was taken stays.")
    text = _("Steps that the ladder has taken or passed cannot be changed; those to come can.")
    kept = _("The ladder is as it was.")
