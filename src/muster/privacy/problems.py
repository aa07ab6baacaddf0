"""What can go wrong with personal data."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class LookedTooOften(Problem):
    code = "privacy.looked_too_often"
    status = 429
    title = _("You have looked at many numbers in a short time.")
    text = _("At most 20 within ten minutes and 200 within a day are shown to one person.")
    kept = _("What you have seen is written down; nothing more was shown.")
    remedy = _("Wait some minutes. Who needs a whole list takes it out in clear, with a reason.")


@dataclass(eq=False)
class NothingHeld(Problem):
    code = "privacy.nothing_held"
    status = 404
    title = _("Nothing is held here.")
    text = _("This was never given, or it has been erased.")


@dataclass(eq=False)
class NotThisPurpose(Problem):
    code = "privacy.not_this_purpose"
    status = 422
    title = _("It may not be shown for this purpose.")
    remedy = _("Choose one of the purposes that the register of personal data names.")
