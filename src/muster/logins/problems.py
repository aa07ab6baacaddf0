"""What can go wrong on the way in."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class InvitationOver(Problem):
    code = "logins.invitation_over"
    status = 410
    title = _("This invitation can no longer be used.")
    text = _(
        "It was used or taken back, its time has passed, or whoever gave it may not give this role any more."
    )
    remedy = _("Ask for a new one.")


@dataclass(eq=False)
class ForSomebodyElse(Problem):
    code = "logins.for_somebody_else"
    status = 403
    title = _("This invitation is for somebody else.")
    remedy = _("Log out, and open its link again.")


@dataclass(eq=False)
class HasALogin(Problem):
    code = "logins.has_a_login"
    title = _("Whoever is invited can log in already.")
    remedy = _("Log in as you always do, and open the link again.")
