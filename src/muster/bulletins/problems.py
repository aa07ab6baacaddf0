"""What can go wrong with a bulletin."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class NotNow(Problem):
    state: str

    code = "bulletins.not_now"
    title = _("This cannot be done at this point.")
    text = _("The bulletin is: {state}.")
    remedy = _("Load the page again; somebody may have acted on it before you.")


@dataclass(eq=False)
class EditedMeanwhile(Problem):
    code = "bulletins.edited_meanwhile"
    title = _("Somebody else has edited this draft meanwhile.")
    kept = _("Their text is kept.")
    remedy = _("Read their text, then send yours again.")


@dataclass(eq=False)
class WrongNumbers(Problem):
    """`numbers` names each: as written, and what the figure says."""

    numbers: str

    code = "bulletins.wrong_numbers"
    status = 422
    title = _("The bulletin states numbers that are not true.")
    text = _("Wrong: {numbers}.")
    kept = _("The draft is kept; nothing was published.")
    remedy = _("Correct these numbers, or say of which day they are (as of …), then publish again.")


@dataclass(eq=False)
class TextTooLong(Problem):
    limit: int

    code = "bulletins.text_too_long"
    status = 422
    title = _("The text is too long to be checked.")
    text = _("A bulletin may have {limit} characters.")
    kept = _("Nothing was checked, and nothing was changed.")
    remedy = _("Shorten it, or split it into several bulletins.")


@dataclass(eq=False)
class NoOperation(Problem):
    code = "bulletins.no_operation"
    title = _("There is no operation whose figures the text could be held against.")
    remedy = _("Activate an operation first, or only look for the numbers (--scan-only).")


@dataclass(eq=False)
class NotPublished(Problem):
    """On public pages, for nobody in particular: it must not turn into a request to log in."""

    code = "bulletins.not_published"
    status = 404
    title = _("Not found.")
    text = _("There is no such bulletin, or it is not published any more.")
