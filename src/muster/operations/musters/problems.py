"""What can go wrong with a muster call."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class MusterOver(Problem):
    code = "operations.muster_over"
    title = _("This call has ended.")
    text = _("Nobody is waited for any more. Thank you.")


@dataclass(eq=False)
class NobodyToAsk(Problem):
    code = "operations.nobody_to_ask"
    status = 422
    title = _("There is nobody to ask.")
    text = _("No member of this unit and those below it is available and fits.")
    remedy = _("Choose a unit above, or no skill.")


@dataclass(eq=False)
class NotAnAnswer(Problem):
    code = "operations.not_an_answer"
    status = 422
    title = _("Please choose one of the answers.")
